from django.apps import AppConfig


class RotationConfig(AppConfig):
    name = "homeroom.rotation"
    default_auto_field = "django.db.models.BigAutoField"

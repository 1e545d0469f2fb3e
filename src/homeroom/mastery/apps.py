from django.apps import AppConfig


class MasteryConfig(AppConfig):
    name = "homeroom.mastery"
    default_auto_field = "django.db.models.BigAutoField"

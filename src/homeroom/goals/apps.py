from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "homeroom.goals"
    default_auto_field = "django.db.models.BigAutoField"

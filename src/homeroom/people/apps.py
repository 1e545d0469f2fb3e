from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "homeroom.people"
    default_auto_field = "django.db.models.BigAutoField"

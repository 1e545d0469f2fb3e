from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "homeroom.evidence"
    default_auto_field = "django.db.models.BigAutoField"

"""Figures of the week, the flexible block and the day. What people read is marked for translation: hence the settings."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")

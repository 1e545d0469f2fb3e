"""Figures of the week, the flexible block and the day. What people read there is translated, which needs settings."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")

"""All addresses of an installation: the pages', and what answers where none does."""

from homeroom.pages.paths import urlpatterns

__all__ = ["urlpatterns"]

handler400 = "homeroom.pages.error_pages.not_understood"
handler403 = "homeroom.pages.error_pages.not_allowed"
handler404 = "homeroom.pages.error_pages.not_here"
handler500 = "homeroom.pages.error_pages.broken"

"""All addresses of an installation: the pages'."""

from homeroom.pages.paths import urlpatterns

__all__ = ["urlpatterns"]

"""What the web server says of itself, as nameless as the rest. It writes no line a request."""

from __future__ import annotations

from typing import Any

from gunicorn import glogging  # type: ignore[import-untyped]

from homeroom.site.logs import Nameless


class ServerLogger(glogging.Logger):  # type: ignore[misc]
    """gunicorn's own, with our lines."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Nameless())

    def exception(self, msg: str, *args: object, **kwargs: Any) -> None:
        """The address that it names is cut before its question mark: people type names into searches."""
        cut = [one.partition("?")[0] if isinstance(one, str) else one for one in args]
        super().exception(msg, *cut, **kwargs)

"""PDF of a page as it is printed. WeasyPrint is the extra `homeroom[print]`; without it, browsers print."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404

# No machine has this name. What a page asks of it is looked for among our own static files, and nowhere else.
HERE = "https://homeroom.invalid"
# American schools print on Letter.
PAPERS = {"": "letter", "letter": "letter", "a4": "A4"}
SIZE = "@page { size: %s; }"
FOOT = """@page {
  @bottom-left { content: %s; font: 8pt sans-serif; width: 85%%; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; }
}"""


class OutsideError(Exception):
    """A page that is to become a PDF asks for something that is not one of our own static files."""


@cache
def is_here() -> bool:
    """Whether this installation can make PDFs: WeasyPrint, and the libraries it draws with."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


def file(page: str, foot: str, paper: str = "") -> bytes:
    """The page as a PDF, on the `paper` that is named, with `foot` and its number below each of its pages.

    Where `foot` is blank, neither stands there. Raises Http404 where none can be made: then there is no such file.
    """
    if not is_here():
        raise Http404
    weasyprint: Any = import_module("weasyprint")
    told = SIZE % PAPERS.get(paper, PAPERS[""]) + (FOOT % _quoted(foot) if foot else "")
    drawn = weasyprint.HTML(string=page, base_url=f"{HERE}/", url_fetcher=_fetcher())
    # Tagged, so that a screen reader finds its headings and the heads of its tables.
    made: bytes = drawn.write_pdf(stylesheets=[weasyprint.CSS(string=told)], pdf_tags=True)
    return made


def _quoted(words: str) -> str:
    """A text as a stylesheet writes it: whatever is in it, it stays a text."""
    return '"' + "".join(sign if sign.isalnum() or sign in " ,.:·" else f"\\{ord(sign):x} " for sign in words) + '"'


def _fetcher() -> object:
    """WeasyPrint's own one opens any address; this one opens our static files. What it refuses is left out."""
    urls: Any = import_module("weasyprint.urls")

    class OwnFiles(urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> object:
            found = static_file(url)
            kind = guess_type(found)[0] or "application/octet-stream"
            return urls.URLFetcherResponse(url, found.read_bytes(), {"Content-Type": kind})

    return OwnFiles()


def static_file(address: str) -> Path:
    """The file of our own behind an address. Raises OutsideError for anything else: nothing is fetched."""
    parts = urlsplit(address)
    prefix = f"/{settings.STATIC_URL.strip('/')}/"
    if f"{parts.scheme}://{parts.netloc}" != HERE or not parts.path.startswith(prefix):
        raise OutsideError(address)
    found = finders.find(unquote(parts.path.removeprefix(prefix)))
    if not isinstance(found, str):
        raise OutsideError(address)
    return Path(found)

"""The pages that say which test holds what, written out of their sources: `make trace`.

docs/security/asvs.toml gives docs/guide/asvs.md; pages/promises/promises.toml gives docs/guide/promises.md.
"""

from __future__ import annotations

from tools import asvs, promised
from tools.named_tests import ROOT

PAGES = {
    ROOT / "docs" / "guide" / "asvs.md": asvs.markdown,
    ROOT / "docs" / "guide" / "promises.md": promised.markdown,
}


def main() -> None:
    for path, markdown in PAGES.items():
        path.write_text(markdown(), "utf-8")


if __name__ == "__main__":
    main()

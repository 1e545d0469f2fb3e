"""A person who has no mouse."""

from __future__ import annotations

from browser.conftest import Visitor

MOST_TABS = 400


class Keys:
    """The page by the keyboard alone: Tab until something has the focus, then type or press Enter or Space."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page

    def to(self, selector: str) -> None:
        target = self.page.locator(selector).first
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    def enter(self, selector: str) -> None:
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, selector: str, words: str) -> None:
        """Type the first letters of an option, as people do."""
        self.to(selector)
        self.page.keyboard.type(words)

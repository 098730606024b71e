"""A tab of a real browser that remembers what went wrong, and what keeps people from using its page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Visit:
    """A tab that remembers what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("requestfailed", lambda request: self.faults.append(f"{page.url}: {request.url} failed"))
        page.on("dialog", lambda dialog: self.faults.append(f"{page.url}: a dialog: {dialog.message}"))

    def open(self, path: Path, part: str = "") -> Page:
        self.page.goto(path.as_uri() + part)
        return self.page


def barriers(page: Page, *rules: str) -> list[tuple[str, list[str]]]:
    """Return the serious barriers that axe finds, each with some elements; of some rules only, if named."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations"], "preload": False, **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in serious]

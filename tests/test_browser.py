"""The site in a real browser: nothing fails, everything can be used, and axe finds no barrier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import Visit, barriers
from hostile import hostile_records
from sites import make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.needs("playwright", "axe_playwright_python", "chromium")

KINDS = (
    "index.html",
    "forces/hampshire.html",
    "editions/peel-2018-19.html",
    "areas/investigating-crime.html",
    "topics/call-handling.html",
    "search.html",
    "forces.html",
    "topics.html",
    "data.html",
    "glossary.html",
)
"""A page of each kind."""


Open = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Open]:
    """Open a page of the site in a new tab with some settings; no tab may have had a fault."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def open_(name: str, part: str = "", **settings: Any) -> Page:
        contexts.append(browser.new_context(**settings))
        visits.append(Visit(contexts[-1].new_page()))
        return visits[-1].open(site / name, part)

    yield open_
    for context in contexts:
        context.close()
    assert not [fault for visit in visits for fault in visit.faults]


@pytest.mark.parametrize("regime", ["site", "fire"])
def test_every_page_opens_without_an_error(
    regime: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(regime)
    with browser.new_context() as context:
        visit = Visit(context.new_page())
        for path in sorted(folder.rglob("*.html")):
            visit.open(path)
            assert visit.page.title()
    assert not visit.faults


def test_nothing_in_a_record_can_command_the_browser(browser: Browser, tmp_path: Path) -> None:
    folder = make(tmp_path / "site", hostile_records(tmp_path / "data"), "--base-url", "https://example.org/")
    with browser.new_context() as context:
        visit = Visit(context.new_page())
        for path in sorted(folder.rglob("*.html")):
            page = visit.open(path)
            assert page.evaluate("window.hacked") is None
            assert not page.locator("main :is(script, img, iframe, b, style)").count()
        page = visit.open(folder / "search.html", "#q=%3Cscript%3E")
        assert page.locator("#results li").count()
        assert "<script>" in page.locator("#results li").first.inner_text()
    assert not visit.faults


def test_the_search_finds_words_phrases_and_beginnings(opened: Open) -> None:
    page = opened("search.html")
    everything = page.locator("#count").inner_text()
    page.get_by_label("Words").fill('hampshire "call hand')
    assert page.locator("#count").inner_text() != everything
    results = page.locator("#results li")
    assert results.count() >= 3
    assert all("Hampshire" in text for text in results.all_inner_texts())
    assert page.url.endswith("#q=hampshire+%22call+hand")
    page.get_by_label("Words").fill("telephone")
    assert "telephone" in page.locator("mark").first.inner_text().casefold()
    page.get_by_label("Words").fill("xyzzy")
    assert "0 of" in page.locator("#count").inner_text()
    assert "not complete" in page.locator("#count").inner_text()


def test_the_search_narrows_by_kind_edition_and_what_was_raised_before(opened: Open) -> None:
    page = opened("search.html", "#q=call&kind=cause+of+concern")
    assert page.get_by_label("Kind").input_value() == "cause of concern"
    causes = page.locator("#results .lead").all_inner_texts()
    assert causes
    assert all("cause of concern" in text for text in causes)
    page.get_by_label("Kind").select_option("concern")
    page.get_by_label("Edition").select_option("PEEL 2021/22")
    page.get_by_label("Only what was raised before").check()
    found = page.locator("#results .lead").all_inner_texts()
    assert found
    assert all("PEEL 2021/22" in text and "Raised before" in text for text in found)


def test_the_search_shows_more_on_demand_and_leads_to_the_pages(opened: Open) -> None:
    page = opened("search.html")
    shown = page.locator("#results li").count()
    page.get_by_role("button", name="Show more").click()
    assert page.locator("#results li").count() == 2 * shown
    page.locator("#results a").first.click()
    assert page.url.endswith("/forces/avon-and-somerset.html")


def test_without_javascript_the_search_page_leads_to_the_topics(opened: Open) -> None:
    page = opened("search.html", java_script_enabled=False)
    assert not page.get_by_label("Words").is_visible()
    page.get_by_role("link", name="The pages of the topics").click()
    page.get_by_role("link", name="call handling").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Call handling"


def column(page: Page, number: int) -> list[str]:
    """Return the texts of a column of the first table."""
    return page.locator(f"main table tbody tr > :nth-child({number})").all_inner_texts()


def test_tables_can_be_sorted_by_dates_and_names(opened: Open) -> None:
    page = opened("forces.html")
    names = column(page, 1)
    page.get_by_role("button", name="Sort by Published").click()
    assert page.locator("th[aria-sort=ascending]").inner_text().strip() == "Published"
    years = [text.split(",")[0].split()[-1] for text in column(page, 4)]
    assert years == sorted(years)
    assert column(page, 1) != names
    page.get_by_role("button", name="Sort by Force").click()
    assert column(page, 1) == names
    page.get_by_role("button", name="Sort by Force").click()
    assert column(page, 1) == names[::-1]


def test_grades_are_sorted_from_worst_to_best_with_gaps_last(opened: Open) -> None:
    page = opened("editions/peel-2023-25.html")
    page.get_by_role("button", name="Sort by Preventing crime").click()
    cells = page.locator("table.matrix tbody td:nth-child(3)")
    found = list(dict.fromkeys(cells.evaluate_all("cells => cells.map(cell => cell.title.split(' (')[0])")))
    grades = ["inadequate", "requires improvement", "adequate", "good", "outstanding"]
    assert found == [
        *(grade for grade in grades if grade in found),
        *(gap for gap in found if gap not in grades),
    ]
    assert len(found) > 4


def test_numbers_are_sorted_as_numbers(opened: Open) -> None:
    page = opened("topics.html")
    page.get_by_role("button", name="Sort by Findings").click()
    numbers = [int(text) for text in column(page, 3)]
    assert numbers == sorted(numbers)
    assert numbers[-1] > 99


def test_everything_can_be_reached_with_the_keyboard(opened: Open) -> None:
    page = opened("forces.html")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("aria-label") == "Sort by Force"
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    style = page.locator(":focus").evaluate("element => getComputedStyle(element).outlineStyle")
    assert style != "none"


@pytest.mark.parametrize("name", KINDS)
def test_no_page_is_wider_than_a_phone(name: str, opened: Open) -> None:
    page = opened(name)
    for pixels in (375, 320):
        page.set_viewport_size({"width": pixels, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= pixels


def test_dark_mode_is_dark_and_light_mode_light(opened: Open) -> None:
    def brightness(scheme: str) -> int:
        page = opened("index.html", color_scheme=scheme)
        color = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        return sum(int(part) for part in color.strip("rgb()").split(","))

    assert brightness("light") > 700
    assert brightness("dark") < 100


def test_print_leaves_out_what_only_a_screen_can_use(opened: Open) -> None:
    page = opened("forces/hampshire.html", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.locator(".sort").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert (
        page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_serious_barrier(name: str, opened: Open) -> None:
    """In the dark, nothing is different but the colours."""
    page = opened(name, color_scheme="light")
    found = barriers(page)
    page.emulate_media(color_scheme="dark")
    assert not [*found, *barriers(page, "color-contrast")]

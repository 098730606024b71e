"""Markdown as GitHub shows it: every text as it is, links that work, and no notifications."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from asking import ask
from documents import ADDRESS, HOSTILE, HOSTILE_DOCUMENT
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from peeltrack.formats import render
from peeltrack.formats.document import (
    Block,
    Document,
    Grid,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Row,
    Span,
    printable,
)

TAGS = {"page", "h2", "p", "strong", "a", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "br"}
"""The elements that the format makes itself."""

REFERENCE = re.compile(r"@\w|#\d|\bGH-\d|!\d|(?<!\d):[\w+-]+:", re.IGNORECASE)
"""What GitHub or GitLab would make a link or a picture of, and notify somebody about."""


def markdown(*blocks: Block) -> str:
    return render("markdown", Document(lambda: blocks, dict, list), width=None, color=False)


def as_html(text: str) -> ET.Element:
    """Return what GitHub shows: CommonMark with tables and struck-out text, and with HTML in it."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return ET.fromstring(f"<page>{html.replace('<br>', '<br/>')}</page>")


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).replace("\u200b", "").split())


def expected(text: str) -> str:
    return " ".join(printable(text).split())


def test_every_text_is_shown_as_it_is() -> None:
    page = as_html(render("markdown", HOSTILE_DOCUMENT, width=None, color=False))
    texts = [expected(text) for text in HOSTILE]
    paragraphs = [words(found) for found in page.findall("p")]
    assert paragraphs[:-2] == [re.sub("^::", ": :", text) for text in texts if text]
    items = [words(item) for item in page.findall("ul")[0].findall("li")]
    leads = [f"{text} {text or 'source'}" for text in texts]
    expected_items = [" ".join(f"{lead} {text}".split()) for lead, text in zip(leads, texts, strict=True)]
    assert [item.replace(":", "") for item in items] == [item.replace(":", "") for item in expected_items]
    rows = [[words(cell) for cell in row] for row in page.iter("tr")]
    assert rows == [["", "name | more", "oftwo"], *(["▼", text, text or "source"] for text in texts)]
    assert {element.tag for element in page.iter()} == TAGS
    assert {link.get("href") for link in page.iter("a")} == {
        "https://example.org/a_%28b%29%7Cc*d*/?x=1&copy;=2%60%22",
        "https://evil.example",
    }


@given(
    st.lists(
        st.sampled_from(
            [*HOSTILE, "https://example.org/a_b?x=1&y=2#z", "www.example.org/~c_d", " ", "(", ")"]
        ),
        min_size=1,
        max_size=4,
    ).map("".join)
)
def test_nothing_in_a_text_becomes_a_reference_or_an_element(text: str) -> None:
    page = as_html(
        markdown(Paragraph((text, Span(text, "strong"), Link(ADDRESS, text))), Grid(("",), [Row([(text,)])]))
    )
    assert {element.tag for element in page.iter()} <= TAGS
    for element in page.iter():
        if element.tag != "a":
            assert REFERENCE.findall(element.text or "") == []
        assert REFERENCE.findall(element.tail or "") == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a_b*c*?x=1&y=2.", "https://example.org/a_b*c*?x=1&y=2"),
        ("(HTTPS://EXAMPLE.ORG/~a)", "HTTPS://EXAMPLE.ORG/~a"),
        ("https://example.org/a_(b), and", "https://example.org/a_%28b%29"),
        ("www.example.org/~c_d", "http://www.example.org/~c_d"),
        ("<https://example.org/a|b>", "https://example.org/a%7Cb"),
    ],
)
def test_an_address_in_a_text_is_a_link_that_works(text: str, address: str) -> None:
    for block in (Paragraph((text,)), Grid(("",), [Row([(text,)])])):
        page = as_html(markdown(block))
        assert [link.get("href") for link in page.iter("a")] == [address]
        assert words(page) == text


def test_a_link_without_words_has_the_name_of_its_publisher() -> None:
    link = Link("https://example.org/", name="The_Publisher")
    assert markdown(Paragraph(("By ", link))) == "By [The\\_Publisher](https://example.org/)\n"
    assert markdown(Paragraph((link._replace(name=""),))) == "[source](https://example.org/)\n"
    assert markdown(Paragraph((link._replace(address="javascript:alert(1)"),))) == "The\\_Publisher\n"


def test_an_amount_is_not_a_formula() -> None:
    assert r"\$x\$ is not a formula" in render("markdown", HOSTILE_DOCUMENT, width=None, color=False)


def test_bold_text_is_bold_without_the_spaces_around_it() -> None:
    page = as_html(markdown(Paragraph((Span(" bold ", "strong"), "then plain"))))
    assert words(page) == "bold then plain"
    assert [words(strong) for strong in page.iter("strong")] == ["bold"]


def test_the_items_of_a_row_are_below_the_table() -> None:
    row = Row((("a",), ("b",)), [Item((Span("concern", "strong"), " ", Link(ADDRESS)), ("Why.",))])
    page = as_html(
        markdown(Heading(("Title",)), Grid(("", ""), [row], title=1), Listing([Item(("Lead:",), ("text",))]))
    )
    assert [element.tag for element in page] == ["h3", "table", "p", "ul"]
    assert words(page[2]) == "b"
    assert [words(item) for item in page.iter("li")] == ["concern source: Why.", "Lead: text"]


@pytest.mark.parametrize(
    "args",
    [
        ("forces",),
        ("show", "cleveland"),
        ("diff", "hampshire", "2016", "2017"),
        ("changes", "--region", "wales"),
        ("table", "efficiency"),
        ("search", "stalking"),
        ("coverage",),
        ("check",),
    ],
    ids=" ".join,
)
def test_every_command_has_sound_tables_and_no_stray_elements(args: tuple[str, ...]) -> None:
    text = ask(*args, "-f", "markdown").out
    page = as_html(text)
    assert page[0].tag == "h2"
    for table in page.iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.count("|") - line.count("\\|") == len(line.split(" | ")) + 1
    assert {element.tag for element in page.iter()} <= TAGS | {"h3", "h4"}

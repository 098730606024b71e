"""The web site: its pages, its links, and the folder that it is written into."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import textwrap
import zipfile
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree as ET

import pytest
from asking import as_json, ask, edit
from conftest import COMMAND, DATA, ROOT, clean_environment
from hostile import HARM, hostile_records
from hypothesis import given
from hypothesis import strategies as st
from sites import FIRE, make

from peeltrack.site.folder import MANIFEST, PART, write_site
from peeltrack.site.places import file_name

MOST_BYTES = 200_000
"""The size that no page may reach with the present records."""


class Page(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@cache
def page_at(path: Path) -> Page:
    """Return a page of one of the two sites that no test changes."""
    return Page(path)


def contents(folder: Path) -> dict[str, bytes]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def pages(*folders: Path) -> list[Path]:
    found = [path for folder in folders for path in sorted(folder.rglob("*.html"))]
    assert len(found) > 20
    return found


def test_there_is_a_page_for_each_force_edition_area_and_topic(site: Path) -> None:
    forces = {path.stem for path in (DATA / "forces").glob("*.toml")}
    assert {path.stem for path in (site / "forces").glob("*.html")} == forces
    assert {path.stem for path in (site / "editions").glob("*.html")} >= {"peel-2016", "peel-2023-25"}
    assert (site / "topics" / "call-handling.html").exists()
    assert "Effectiveness" in Page(site / "areas" / "effectiveness.html").text


def test_every_link_leads_to_a_file_or_a_part_of_a_page(site: Path, fire: Path) -> None:
    ids = {
        path: {each["id"] for _, each in page_at(path).elements if "id" in each} for path in pages(site, fire)
    }
    for path in ids:
        page = page_at(path)
        addresses = [each["href"] for each in page.all("a") + page.all("link")]
        addresses += [each["src"] for each in page.all("script")]
        for address in addresses:
            if not address.startswith(("http://", "https://")):
                name, part = urldefrag(address)
                target = (path.parent / unquote(name)).resolve() if name else path
                assert target.is_file(), f"{path}: {address}"
                assert not address.startswith("/")
                assert not part or part in ids[target], f"{path}: {address}"


def test_every_page_can_be_reached_from_the_start_page(site: Path, fire: Path) -> None:
    for folder in (site, fire):
        seen, ahead = set(), [folder / "index.html"]
        while ahead:
            path = ahead.pop()
            if path not in seen:
                seen.add(path)
                links = [urldefrag(each["href"])[0] for each in page_at(path).all("a")]
                ahead += [
                    (path.parent / name).resolve()
                    for name in links
                    if name.endswith(".html") and ":" not in name
                ]
        assert seen == set(pages(folder) if folder == site else folder.rglob("*.html"))


def test_pages_are_in_order_for_every_reader(site: Path, fire: Path) -> None:
    for path in pages(site, fire):
        page = page_at(path)
        levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4", "h5")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        assert len(page.all("caption")) == len(page.all("table")), path
        assert all(each.get("scope") in ("row", "col") for each in page.all("th")), path
        ids = [each["id"] for _, each in page.elements if "id" in each]
        assert len(ids) == len(set(ids)), path


def test_pages_run_no_script_but_the_site_s_own(site: Path) -> None:
    for path in pages(site):
        page = page_at(path)
        (policy,) = [
            each["content"]
            for each in page.all("meta")
            if each.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy.startswith("default-src 'none'; ")
        assert "style-src 'self'; script-src 'self';" in policy
        assert "unsafe" not in policy
        assert all(each["src"].endswith(".js") for each in page.all("script"))
        assert not [
            name for _, each in page.elements for name in each if name.startswith("on") or name == "style"
        ]


def test_no_page_is_large(site: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in pages(site)}
    assert max(sizes.values()) < MOST_BYTES, max(sizes, key=lambda name: sizes[name])


def test_a_force_page_begins_with_the_latest_inspection(site: Path) -> None:
    text = Page(site / "forces" / "hampshire.html").text
    parts = (
        "PEEL 2023-25 (24 July 2025)",
        "Grades over time",
        "by topic",
        "All inspections",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "do not quote them" in text
    assert "was due by 17 September 2025" in text


def test_a_gap_never_reads_like_good_news(site: Path) -> None:
    """The start page says how many grades are not in our records, and which are known only by count."""
    text = Page(site / "index.html").text
    assert "1 good, 1 inadequate by name; 1 good, 6 adequate by count" in text
    assert "How complete our records are" in text
    assert "up to 31 July 2025" in text


def test_a_map_leads_to_the_pages_of_the_forces(site: Path) -> None:
    page = Page(site / "areas" / "effectiveness.html")
    assert {"../forces/kent.html"} <= {each["href"] for each in page.all("a") if each.get("aria-label")}


def test_another_regime_has_no_word_of_the_police(fire: Path) -> None:
    for path in fire.rglob("*.html"):
        text = re.sub(r"https?://\S+|\S+[.]gov[.]uk\S*|peeltrack", "", Page(path).text.casefold())
        for word in ("police", "peel", "hmic", "constab", "engage", "commissioner"):
            assert word not in text, f"{path}: {word}"
    assert "no tile" in Page(fire / "areas" / "effectiveness.html").text


def test_records_without_grades_and_findings_make_a_site(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FIRE, tmp_path / "data"))
    for path in (data / "forces").glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").partition("[[inspection]]")[0], encoding="utf-8")
    folder = make(tmp_path / "site", data)
    assert "Our records have no inspection" in Page(folder / "forces" / "moorland.html").text
    assert not list(folder.rglob("*.svg"))


def test_the_same_records_on_the_same_day_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Also in another process, with another order of sets."""
    env = clean_environment({"PEELTRACK_TODAY": "2026-01-01", "PYTHONHASHSEED": "7"})
    subprocess.run(
        [*COMMAND, "site", str(tmp_path / "again")], check=True, env=env, cwd=ROOT, capture_output=True
    )
    assert contents(tmp_path / "again") == contents(site)


def test_names_and_texts_of_records_are_text_everywhere(tmp_path: Path) -> None:
    folder = make(tmp_path / "site", hostile_records(tmp_path / "data"), "--base-url", "https://example.org/")
    for path in folder.rglob("*.html"):
        page = Page(path)
        assert all(each.get("src", "").endswith(".js") for each in page.all("script")), path
        assert not page.all("img"), path
        assert not page.all("b"), path
        assert not [name for _, each in page.elements for name in each if name.startswith("on")], path
        for address in [each["href"] for each in page.all("a")]:
            assert re.match(r"https?://|[#.a-z0-9/-]+$", address), f"{path}: {address}"
    for path in folder.rglob("*.*"):
        if path.suffix in (".html", ".xml", ".js", ".svg"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(
                "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text
            ), path
    assert HARM[0] in Page(folder / "index.html").text
    assert "{{ 7*7 }}" in Page(folder / "editions.html").text + Page(folder / "forces.html").text


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_file_name_is_safe_and_no_two_ids_share_one(one: str, other: str) -> None:
    """Also where capitals do not matter, as on Windows and macOS."""
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", file_name(one))
    if one != other:
        assert file_name(one) != file_name(other)


def test_ids_and_names_that_are_nearly_the_same_have_pages_of_their_own(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FIRE, tmp_path / "data"))
    for name in ("Moorland Ü.toml", "index.toml", "a..b.toml"):
        shutil.copy(data / "forces" / "moorland.toml", data / "forces" / name)
    folder = make(tmp_path / "site", data)
    listed = {
        each["href"] for each in Page(folder / "forces.html").all("a") if each["href"].startswith("forces/")
    }
    assert len(listed) == 5
    assert all((folder / path).is_file() for path in listed)


def feed(folder: Path) -> list[dict[str, str]]:
    """Return the entries of a feed, the address of their page under ``link``."""
    root = ET.parse(folder / "feed.xml").getroot()
    assert root.tag == f"{ATOM}feed"
    found = []
    for entry in root.iter(f"{ATOM}entry"):
        values = {each.tag.removeprefix(ATOM): each.text or str(each.get("href")) for each in entry}
        assert {"id", "title", "updated", "link", "summary"} <= set(values)
        found.append(values)
    assert len({each["id"] for each in found}) == len(found)
    return found


ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_has_publications_with_the_first_day_of_rough_dates(tmp_path: Path) -> None:
    found = feed(make(tmp_path / "site", DATA, "--base-url", "https://example.org/grades"))
    assert found[0]["updated"] == "2025-07-24T00:00:00Z"
    days = [each["updated"] for each in found]
    assert days == sorted(days, reverse=True)
    rough = [each for each in found if "Published: April 2023." in each["summary"]]
    assert rough
    assert {each["updated"] for each in rough} == {"2023-04-01T00:00:00Z"}
    (hampshire,) = [each for each in found if each["id"].endswith("hampshire.html#peel-2023-25-2025-07-24")]
    assert hampshire["link"] == "https://example.org/grades/forces/hampshire.html"
    assert "the other 7 are 1 good and 6 adequate" in hampshire["summary"]
    assert "(inferred)" in found[0]["summary"]


def test_the_feed_has_corrections(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FIRE, tmp_path / "data"))
    correction = '{ from = "outstanding", on = 2024-05-06, why = "A slip." }'
    corrected = f'{{ grade = "good", source = "efficiency", corrected = {correction} }}'
    path = data / "forces" / "moorland.toml"
    text = path.read_text(encoding="utf-8").replace(
        'efficiency             = "good"', f"efficiency = {corrected}", 1
    )
    path.write_text(text, encoding="utf-8")
    found = feed(make(tmp_path / "site", data, "--base-url", "https://example.org/"))
    (entry,) = [each for each in found if each["updated"] == "2024-05-06T00:00:00Z"]
    assert "first published as outstanding" in entry["summary"]
    assert entry["title"] == "Moorland Fire and Rescue Service: corrected grade in Fire 2018/19"


def test_a_feed_of_hostile_records_is_xml(tmp_path: Path) -> None:
    data = hostile_records(tmp_path / "data")
    found = feed(make(tmp_path / "site", data, "--base-url", "https://example.org/?".rstrip("?")))
    assert any("<" in each["title"] for each in found)


def test_a_base_url_adds_canonical_links_and_only_then_a_feed(site: Path, tmp_path: Path) -> None:
    folder = make(tmp_path / "site", FIRE, "--base-url", "https://example.org/grades")
    (link,) = [
        each for each in Page(folder / "forces" / "moorland.html").all("link") if each["rel"] == "canonical"
    ]
    assert link["href"] == "https://example.org/grades/forces/moorland.html"
    assert not (site / "feed.xml").exists()
    assert "canonical" not in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["", "example.org", "javascript:alert(1)", "https://", "https://a.example/?q", "http://a/#b"]
)
def test_a_base_url_that_is_not_an_address_is_refused(address: str, tmp_path: Path) -> None:
    done = ask("site", tmp_path / "site", "--base-url", address)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "Error: --base-url should be an address such as https://example.org/grades/, not"
    )
    assert not (tmp_path / "site").exists()


def test_the_files_to_download_are_what_the_commands_print(site: Path) -> None:
    for name, command in (("data/forces.csv", "forces -f csv"), ("data/areas.json", "areas -f json")):
        assert sorted((site / name).read_text("utf-8").splitlines()) == sorted(
            ask(*command.split()).out.splitlines()
        )
    assert (site / "forces" / "kent.json").read_text("utf-8") == ask("show", "kent", "-f", "json").out
    assert (site / "data" / "grades.csv").read_text("utf-8").count("\n") > 2000


def test_the_whole_data_set_can_be_downloaded(site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site / "data" / "peeltrack.zip") as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert ask("export", tmp_path / "export").code == 0
    assert files == contents(tmp_path / "export")
    for name in ("peeltrack.db", "peeltrack.xlsx"):
        assert ask("export", tmp_path / name).code == 0
        assert (site / "data" / name).read_bytes() == (tmp_path / name).read_bytes()


def test_the_search_has_every_finding_with_its_source(site: Path) -> None:
    text = (site / "search-data.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("var peeltrackFindings = ").removesuffix(";\n"))
    found = as_json("search")["findings"]
    assert sorted(each[-1] for each in data["findings"]) == sorted(each["text"] for each in found)
    assert {data["sources"][each[5]][1] for each in data["findings"]} == {each["source"] for each in found}


def test_a_terminal_shows_a_bar_and_a_pipe_does_not(tmp_path: Path) -> None:
    done = ask("site", tmp_path / "site", "--data", FIRE, screen=True)
    assert "Making pages" in done.err
    assert "100%" in done.err


@pytest.mark.needs("bash")
def test_the_workflow_of_the_docs_makes_a_site(tmp_path: Path, shims: Path) -> None:
    workflow = (
        (ROOT / "docs" / "pictures-and-pages.md").read_text("utf-8").partition("<!-- site workflow -->")[2]
    )
    step = workflow.partition("- name: Make the site\n        run: |\n")[2].partition("        env:")[0]
    shutil.copytree(FIRE, tmp_path / "data")
    env = clean_environment({"PEELTRACK_DATA": "data", "BASE_URL": "https://someone.github.io/records"})
    env["PATH"] = f"{shims}{os.pathsep}{env['PATH']}"
    subprocess.run(
        ["bash", "-e", "-c", textwrap.dedent(step)], cwd=tmp_path, env=env, check=True, capture_output=True
    )
    assert "https://someone.github.io/records/forces/moorland.html" in (
        tmp_path / "public" / "feed.xml"
    ).read_text("utf-8")


# The folder.


def test_a_second_run_replaces_and_removes_what_the_first_one_wrote(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FIRE, tmp_path / "data"))
    folder = make(tmp_path / "site", data)
    (data / "forces" / "saltmarsh.toml").unlink()
    edit(data / "forces" / "moorland.toml", 'name    = "Moorland Fire', 'name    = "Upland Fire')
    assert not make(folder, data).joinpath("forces", "saltmarsh.html").exists()
    assert "Upland Fire and Rescue Service" in Page(folder / "forces" / "moorland.html").text
    assert contents(folder) == contents(make(tmp_path / "new", data))


@pytest.mark.parametrize("name", ["notes.txt", "forces/old.html", ".git/config", "index.html.bak"])
def test_a_folder_with_anything_else_is_refused(name: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "site", FIRE)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("mine", encoding="utf-8")
    before = contents(folder)
    done = ask("site", folder)
    assert (done.code, done.out) == (2, "")
    assert (
        done.err
        == f"Error: {folder} holds {name}, which peeltrack did not write; name a new or empty folder\n"
    )
    assert contents(folder) == before


def test_a_page_that_somebody_changed_is_not_overwritten(tmp_path: Path) -> None:
    folder = make(tmp_path / "site", FIRE)
    (folder / "index.html").write_text("my own words", encoding="utf-8")
    done = ask("site", folder)
    assert done.code == 2
    assert "holds index.html, which changed since peeltrack wrote it" in done.err
    assert (folder / "index.html").read_text(encoding="utf-8") == "my own words"


def test_a_folder_that_is_a_link_inside_the_site_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "site", FIRE)
    shutil.move(folder / "forces", tmp_path / "elsewhere")
    (folder / "forces").symlink_to(tmp_path / "elsewhere")
    done = ask("site", folder)
    assert (done.code, done.err.split(", which")[0]) == (2, f"Error: {folder} holds forces")


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    done = ask("site", tmp_path / "site", "--data", FIRE)
    assert (done.code, done.err) == (
        2,
        f"Error: {tmp_path / 'site'} is not a folder; name a new or empty one\n",
    )
    assert ask("site", "").code == 2


def test_records_with_a_mistake_leave_the_old_site_as_it_is(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FIRE, tmp_path / "data"))
    folder = make(tmp_path / "site", data)
    before = contents(folder)
    edit(data / "forces" / "moorland.toml", 'country = "England"', "country = 1")
    assert ask("site", folder, "--data", data).code == 2
    assert contents(folder) == before


class Stopped(BaseException):
    """What ends a run at any place, as Ctrl-C does."""


@pytest.mark.parametrize("place", range(8))
def test_a_run_can_be_stopped_anywhere_and_run_again(
    place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First it is stopped while a file is written, then before it gets its name."""
    old = {"index.html": b"old", "a.html": b"same", "forces/gone.html": b"gone"}
    new = {"index.html": b"new", "a.html": b"same", "forces/b.html": b"more"}
    write_site(tmp_path, old)
    steps = iter(range(99))

    def step(write: object) -> object:
        def stopping(*args: object) -> object:
            if next(steps) == place:
                if write is Path.write_bytes:
                    Path.write_text(args[0], "half")  # type: ignore[arg-type]
                raise Stopped
            return write(*args)  # type: ignore[operator]

        return stopping

    with monkeypatch.context() as patch:
        for name in ("write_bytes", "replace"):
            patch.setattr(Path, name, step(getattr(Path, name)))
        patch.setattr(Path, "unlink", lambda *_args, **_options: None)
        with pytest.raises(Stopped):
            write_site(tmp_path, new)
    write_site(tmp_path, new)
    assert {name: text for name, text in contents(tmp_path).items() if name != MANIFEST} == new


def test_a_list_with_paths_outside_the_folder_removes_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    write_site(tmp_path / "site", {"index.html": b"x"})
    with (tmp_path / "site" / MANIFEST).open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 64}  ../precious.txt\n")
    write_site(tmp_path / "site", {"index.html": b"y"})
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.needs("sha256sum")
def test_the_list_can_be_checked_with_sha256sum(site: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=site, check=True)
    assert PART not in contents(site)

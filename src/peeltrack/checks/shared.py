"""What is wrong with the sense of the files that all forces share, and with national totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from peeltrack.checks.rules import NOTE, before, future, publication
from peeltrack.model import Edition, Force, Total, Wording
from peeltrack.store import Problem, Source
from peeltrack.store.names import quoted


def check_editions(editions: Sequence[Edition], source: Source, today: date) -> Iterator[Problem]:
    """Return what is wrong with the editions, given in order."""
    for edition in editions:
        if problem := future(edition.published, today):
            yield Problem(source, problem, edition.id, ("edition", edition.index, "published"))
    last: Edition | None = None
    for new in editions:
        if last and (early := before(new.published, last.published, last)):
            yield Problem(source, early, new.id, ("edition", new.index, "published"))
        last = max(last or new, new, key=publication)


def check_wording(wording: Wording, source: Source) -> Iterator[Problem]:
    """Return what is wrong with the time zone: to look for it takes too long for other commands."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(wording.time_zone)
    except (ValueError, OSError, LookupError):
        message = f"{quoted(wording.time_zone)} is not a time zone: write one such as Europe/London"
        yield Problem(source, message, path=("time_zone",))


def check_totals(
    totals: Sequence[Total], forces: Sequence[Force], files: int, source: Source
) -> Iterator[Problem]:
    """Return where the records contradict the published totals: the forces that read well, of so many files.

    Records may lack grades, so fewer forces with a grade do not contradict a total. A total of more forces
    than there are records is a note: some forces have no record, or a count is wrong.
    """
    for number, total in enumerate(totals):
        if (counted := sum(total.counts.values())) > files:
            message = f"the counts add up to {counted}, more than the forces in our records ({files})"
            path = ("total", number, "counts")
            yield Problem(source, message, f"{total.edition.id} {total.area.id}", path, None, NOTE)
        graded = [
            grade.grade
            for force in forces
            for inspection in force.inspections
            if inspection.edition is total.edition and (grade := inspection.grades.get(total.area.id))
        ]
        more = [
            f"{graded.count(grade)} '{grade}' in our records, {total.counts.get(grade, 0)} published"
            for grade in dict.fromkeys([*total.counts, *graded])
            if graded.count(grade) > total.counts.get(grade, 0)
        ]
        if more:
            where = f"{total.edition.id} {total.area.id}"
            message = f"the records contradict this total: {'; '.join(more)}"
            yield Problem(source, message, where, ("total", number, "counts"))

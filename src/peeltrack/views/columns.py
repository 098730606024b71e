"""Every column of every command: its name, its type and its meaning.

The same name means the same thing everywhere. ``layouts`` says which rows have which columns.
"""

from __future__ import annotations

from typing import NamedTuple

TEXT, NUMBER, FLAG = "text", "number", "true or false"
ID, IDS, LIST = "id", "ids", "list"
DATE, DAY, ADDRESS = "date", "day", "address"

TYPES = {
    TEXT: "Text.",
    NUMBER: "A number without decimals.",
    FLAG: "true or false.",
    ID: "Lower-case words joined by hyphens.",
    IDS: "Ids with a blank between them; a list in JSON.",
    LIST: "Texts with a semicolon between them; a list in JSON.",
    DATE: "An ISO date: a day, or a month or year if no more is known.",
    DAY: "An ISO day.",
    ADDRESS: "The address of a page.",
}
"""The types of columns, and what each looks like."""


class Column(NamedTuple):
    """One column."""

    name: str
    type: str
    """One of TYPES."""
    meaning: str


_COLUMNS = (
    # Which row, which force
    Column("row", TEXT, "What the row is about, in the plain format: force, grade, finding and so on."),
    Column("force", ID, "The id of the force."),
    Column("force_name", TEXT, "The name of the force."),
    Column("region", TEXT, "The region of the force."),
    Column("country", TEXT, "The country of the force."),
    Column("code", TEXT, "Three letters for the force, for small pictures."),
    Column("aliases", LIST, "Other names of the force."),
    Column("inspections", NUMBER, "How many inspections are in our records."),
    Column("latest_edition", ID, "The edition of the latest inspection in our records."),
    Column("latest_published", DATE, "When the latest inspection was published."),
    # Which edition, which inspection
    Column("edition", ID, "The id of the edition."),
    Column("edition_title", TEXT, "The inspectorate's name for the edition."),
    Column("edition_order", NUMBER, "The place of the edition in time; 1 is the oldest."),
    Column("editions", IDS, "The ids of the editions, oldest first."),
    Column("family", TEXT, "The family of the edition; only grades of one family can be compared."),
    Column(
        "published",
        DATE,
        "When the inspection was published; the edition's national date if it has no own.",
    ),
    Column("published_is", TEXT, "Whose date `published` is: own, national or unknown."),
    Column("edition_published", DATE, "When the edition was published nationally."),
    Column("grade_published", DATE, "The grade's own date of publication, if it has one."),
    Column(
        "date",
        DATE,
        "The date that --since and --until use: the grade's own, else the inspection's, else the edition's.",
    ),
    Column("inspector", TEXT, "The inspector who signed the report."),
    Column("page", ADDRESS, "The inspectorate's own page about the inspection."),
    Column("findings_are", TEXT, "complete, or excerpts if the record need not have all findings."),
    Column(
        "selected",
        FLAG,
        "Whether the export was asked for the inspection; if not, a change refers to it.",
    ),
    Column("reply_due_from", DAY, "The earliest day that the response can be due."),
    Column("reply_due", DAY, "The latest day that the response can be due."),
    Column("comparability", TEXT, "Why the edition's grades can or cannot be compared with others."),
    # Which area
    Column("area", ID, "The id of the area; empty for the entire force."),
    Column("area_title", TEXT, "The title of the area in that edition."),
    Column("parent", ID, "The id of the pillar that a question belongs to."),
    Column("level", TEXT, "pillar, question or area; the three are counted separately."),
    Column("core", FLAG, "Whether every force is graded on the area."),
    Column("graded", FLAG, "Whether the edition gives the area a grade."),
    Column("question", TEXT, "The question that the inspectorate asked."),
    Column("continues", ID, "The id of the earlier area that this one took over from."),
    Column(
        "not_comparable_before",
        TEXT,
        "Why grades of this area cannot be compared with earlier ones of the family.",
    ),
    # The grade
    Column("grade", TEXT, "The grade, in the inspectorate's words; ungraded if it gave none."),
    Column(
        "grade_rank",
        NUMBER,
        "The place of the grade on the scale of its edition; 1 is the worst. Not comparable across families.",
    ),
    Column("scale_size", NUMBER, "How many grades the scale of the edition has."),
    Column("scale", LIST, "The grades of the edition, worst first."),
    Column("basis", TEXT, "named if a source names the grade, inferred if we worked it out from a source."),
    Column("carried_from", ID, "The edition whose grade remains, if the area was not inspected again."),
    Column("corrected_from", TEXT, "The grade as first published, if it was corrected."),
    Column("corrected_on", DATE, "When the grade was corrected."),
    Column("note", TEXT, "A remark in the record."),
    Column("source", ADDRESS, "The page that says so."),
    Column("source_publisher", TEXT, "Who published the source."),
    Column("source_kind", TEXT, "What the publisher is: inspectorate, force, commissioner, press and so on."),
    Column("hosts", LIST, "The hosts of the publisher's pages, without www."),
    Column(
        "missing_because",
        TEXT,
        "Why there is no grade: known by count, not in our records, or no inspection in our records.",
    ),
    # The change
    Column(
        "change",
        TEXT,
        "What happened to the area since the inspection before: downgrade, upgrade, unchanged, "
        "not-comparable, new, gone, ungraded, no-data or first.",
    ),
    Column("steps", NUMBER, "How many grades up, or down if below zero; empty if not compared."),
    Column("previous_edition", ID, "The edition of the grade before."),
    Column("previous_published", DATE, "When the inspection with the grade before was published."),
    Column("previous_area", ID, "The area of the grade before; another id if this area took over from it."),
    Column("previous_grade", TEXT, "The grade before; from another family it is shown but not compared."),
    Column("previous_basis", TEXT, "The basis of the grade before: named or inferred."),
    Column("previous_source", ADDRESS, "The page that gives the grade before."),
    Column(
        "last_graded_edition",
        ID,
        "The edition of the last grade before a gap, if the change is counted against it.",
    ),
    Column("reason", TEXT, "Why there is no comparison, or what to know about it."),
    Column("in_a_row", NUMBER, "How many inspections in a row gave this grade."),
    Column("first_since", ID, "The edition that last gave this grade, if another came between."),
    Column(
        "extreme",
        TEXT,
        "lowest or highest, if every earlier grade of the area in this family was better or worse.",
    ),
    # The finding
    Column(
        "kind",
        TEXT,
        "cause-of-concern, concern, area-for-improvement, recommendation or commendation; for a "
        "statement action, update or reaction.",
    ),
    Column(
        "statement",
        FLAG,
        "Whether it is a statement: something done or said, which is never counted as a finding.",
    ),
    Column("said_by", TEXT, "Who said it, if not the inspectorate: force, commissioner or other."),
    Column("timing", TEXT, "Of an action: noted at the inspection, or since the report."),
    Column("topic", ID, "The id of the topic."),
    Column("topic_title", TEXT, "The title of the topic."),
    Column("meaning", TEXT, "What the topic is about."),
    Column("followed", FLAG, "Whether findings on the topic are followed through the years."),
    Column(
        "raised_before",
        IDS,
        "The earlier editions that raised the same topic with this force, oldest first.",
    ),
    Column("persisting", FLAG, "Whether the source itself says that the matter was raised before."),
    Column("text", TEXT, "A summary in our words; do not quote it as the inspectorate's."),
    Column(
        "finding_order", NUMBER, "The place of the finding in the record of the inspection; 1 is the first."
    ),
    Column("findings", NUMBER, "How many findings; statements are not counted."),
    Column("statements", NUMBER, "How many statements."),
    Column("forces", NUMBER, "How many forces."),
    Column(
        "forces_raised_again",
        NUMBER,
        "How many forces had the topic raised more than once, at any time in our records.",
    ),
    # Counts
    Column("areas", NUMBER, "How many areas."),
    Column("published_count", NUMBER, "How many areas of the inspection got the grade, as first published."),
    Column("excludes", IDS, "The graded areas that the published count leaves out."),
    Column("named", NUMBER, "How many grades a source names."),
    Column("inferred", NUMBER, "How many grades we worked out from a source."),
    Column(
        "by_count",
        NUMBER,
        "How many grades are known only from published counts, which do not name the areas.",
    ),
    Column(
        "unknown",
        NUMBER,
        "How many grades our records lack altogether; empty where not every force is graded on the area.",
    ),
    Column("national_total", NUMBER, "How many forces got the grade, as published nationally."),
    Column(
        "agreement",
        TEXT,
        "Whether our records agree with the national total: complete, incomplete or contradicts; empty "
        "if none was published.",
    ),
    Column("dated", NUMBER, "How many inspections have a day of publication of their own."),
    # Monitoring
    Column("period", NUMBER, "The place of the period in the record of the force; 1 is the first."),
    Column("entered", DATE, "When enhanced monitoring began."),
    Column("left", DATE, "When enhanced monitoring ended; empty if our records have no end date."),
    Column("monitoring_reason", TEXT, "Why the force was monitored."),
    Column("source_left", ADDRESS, "The page that says that monitoring ended."),
    # Edits of the records
    Column(
        "about",
        TEXT,
        "What was edited: force, monitoring, inspection, published-count, source (of several things at "
        "once), grade, finding, statement, edition, area, topic, publisher, national-total or regime.",
    ),
    Column("edit", TEXT, "What happened to it: added, removed, changed or reworded."),
    Column(
        "item", TEXT, "Which one, if no other column says so: a topic, a host, the beginning of a period."
    ),
    Column("field", TEXT, "The key that is different; of what was added or removed, its main key."),
    Column("old_value", TEXT, "What the key was; empty if it was not there."),
    Column("new_value", TEXT, "What the key is; empty if it is not there."),
    Column(
        "effects",
        LIST,
        "The comparisons of two inspections that come out differently because of it: edition, area, what "
        "happened to the area before and now.",
    ),
    Column("file", TEXT, "The file; REV:path if it was read from a git revision."),
    Column("line", NUMBER, "The line in the newer state; of what was removed, the nearest one."),
    Column(
        "old_change", TEXT, "What `change` was in the older state of the records; empty if there was none."
    ),
    Column("old_steps", NUMBER, "What `steps` was in the older state of the records."),
)

COLUMNS = {column.name: column for column in _COLUMNS}
"""Every column by its name."""

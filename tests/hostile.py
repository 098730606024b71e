"""Records whose names and texts could do harm in a page, a picture or a feed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from sites import FIRE

HARM = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "\"><b onmouseover='window.hacked=1'>",
    "javascript:window.hacked=1",
    "</title></svg></style>]]>",
    "{{ 7*7 }}{% raw %}",
    "&lt;i&gt; &amp; <!--",
    "\u202eback\u2066 \u200eto front",
)
"""Each is harmless as text."""


REGIME = """
title = {0}
licence = {1}
summaries = {2}
covers_until = 2024-01-01
[nouns]
inspectorate = {0}
force = {1}
forces = {4}
monitoring = {5}
[reply]
who = {0}
what = {1}
days = 30
rule = {3}
source = "https://example.org/?a=1&copy=2"
since = "fire-2018-19"
[explain]
{0} = {1}
"""
PUBLISHERS = """
["example.org"]
name = {0}
kind = "press"
"""


def hostile_records(folder: Path) -> Path:
    """Return a copy of records in which every name, title and text has something that could do harm."""
    shutil.copytree(FIRE, folder)
    quoted = [json.dumps(text) for text in HARM]
    (folder / "regime.toml").write_text(REGIME.format(*quoted), encoding="utf-8")
    (folder / "publishers.toml").write_text(PUBLISHERS.format(*quoted), encoding="utf-8")
    harm = 0
    for path in [folder / "editions.toml", *sorted((folder / "forces").glob("*.toml"))]:
        lines = path.read_text(encoding="utf-8").splitlines()
        for place, line in enumerate(lines):
            if found := re.fullmatch(r'(name|title|text|region|country|inspector)(\s*= )"(.*)"', line):
                key, middle, words = found.groups()
                lines[place] = f"{key}{middle}{json.dumps(f'{words} {HARM[harm % len(HARM)]}')}"
                harm += 1
        places = {
            "moorland.toml": 'code = "MOO"\ntile = [0, 0]',
            "saltmarsh.toml": 'code = "SAL"\ntile = [1, 1]',
        }
        path.write_text("\n".join([places.get(path.name, ""), *lines, ""]), encoding="utf-8")
    assert harm > 40
    return folder

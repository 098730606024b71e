"""Made-up records and odd questions: a few rounds of ``python tests/fuzz.py``, the same on every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from conftest import ROOT, clean_environment
from fuzz_oracle import Records
from fuzz_rounds import attack, build_site, compare_changes, compare_force, compare_real, compare_with_oracle
from hypothesis import given, settings
from hypothesis import strategies as st

SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "records"


@settings(max_examples=40)
@given(seed=SEEDS)
def test_what_changed_is_what_the_rules_say(folder: Path, seed: int) -> None:
    compare_with_oracle(Random(seed), folder)


def test_what_changed_for_the_real_forces_is_what_the_rules_say() -> None:
    compare_real(["greater-manchester", "northamptonshire"])  # the longer run takes them all


@settings(max_examples=60)
@given(seed=SEEDS)
def test_any_question_about_any_file_gets_a_proper_answer(folder: Path, seed: int) -> None:
    attack(Random(seed), folder)


@settings(max_examples=5)
@given(seed=SEEDS)
def test_no_page_of_a_site_has_a_program_from_a_record(folder: Path, seed: int) -> None:
    build_site(Random(seed), folder)


def test_the_oracle_sees_a_wrong_grade(records: Path) -> None:
    known = Records(records)
    path = records / "forces" / "hampshire.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('{ grade = "requires improvement"', '{ grade = "outstanding"'), "utf-8")
    with pytest.raises(AssertionError, match="the rules say"):
        compare_force(known, "hampshire", records)
    with pytest.raises(AssertionError, match="the rules say"):
        compare_changes(known, records)


def test_the_longer_run_repeats_a_round_by_its_seed() -> None:
    command = [sys.executable, "tests/fuzz.py", "--seed", "7", "--rounds", "2"]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=ROOT, env=clean_environment({}), text=True
    )
    assert (done.returncode, done.stdout) == (0, "2 rounds from seed 7, 0 failed\n")

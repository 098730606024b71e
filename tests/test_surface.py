"""The command line as a whole."""

from conftest import Streak


def test_version_and_help_answer(peeltrack: Streak) -> None:
    assert peeltrack("-V").out == "peeltrack 0.1.0\n"
    assert "Usage: peeltrack" in peeltrack("-h").out

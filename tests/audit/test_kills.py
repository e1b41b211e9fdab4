"""A few kills in every run of the suite; `kills.py` kills as often as it is told to."""

import pytest
from tests.audit import kills


@pytest.fixture
def place(tmp_path, few_tables, monkeypatch):
    """Return a folder to kill in; what is stamped there is a few tables, as all are stamped so."""
    monkeypatch.setenv("COURSE_DATA", str(few_tables))
    folder = tmp_path / "kills"
    folder.mkdir()
    return folder


# The other kinds take too long for every run.
@pytest.mark.parametrize(("kind", "count"), [("stamp", 3), ("stock-save", 2)])
def test_a_killed_command_leaves_old_or_new_and_nothing_else(place, kind, count):
    assert kills.KINDS[kind](count, 7, place).total() == count


def test_a_writer_that_is_not_careful_would_be_seen(place, monkeypatch):
    careless = kills.STAMPING.replace(
        "packed = Package(folder)",
        "import course.quality.tables as tables, time\n"
        "def careless(path, text):\n"
        "    path.write_text(text[:99]); print('stamping', flush=True); time.sleep(9)\n"
        "tables.replace_text = careless\n"
        "packed = Package(folder)",
    )
    monkeypatch.setattr(kills, "STAMPING", careless)
    with pytest.raises(AssertionError, match="neither old nor new"):
        kills.stamp(1, 7, place)

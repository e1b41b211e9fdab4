"""Routes sum to what they promise, by the minutes of the notebooks, and name what to leave out."""

import re

import pytest

import course
from course.errors import CourseError
from course.learn import routes as module
from course.learn.routes import routes
from course.units import unit, units


def test_forty_five_minutes_take_forty_to_forty_five():
    assert 40 <= routes()["45"].minutes <= 45


def test_a_day_takes_six_to_seven_hours():
    assert 6 * 60 <= routes()["day"].minutes <= 7 * 60


def test_a_term_has_every_unit_in_order_and_no_week_of_more_than_four_hours():
    term = routes()["term"]
    assert [stop.unit.number for stop in term.stops] == [one.number for one in units()]
    weeks = list(term.blocks())
    assert [block for block, _ in weeks] == [f"Week {n}" for n in range(1, len(weeks) + 1)]
    for week, stops in weeks:
        assert 120 <= sum(stop.minutes for stop in stops) <= 240, week


def test_a_route_takes_a_debate_only_after_a_guess():
    for one in routes().values():
        for stop in one.stops:
            roles = [section.role for section in stop.taken]
            assert stop.unit.number == "00" or roles.index("predict") < roles.index("debate")


@pytest.mark.parametrize("name", routes())
def test_what_is_taken_and_what_is_left_out_are_the_unit(name):
    for stop in routes()[name].stops:
        both = [s for s in stop.unit.sections if s in stop.taken or s in stop.left_out]
        assert both == [s for s in stop.unit.sections if s.minutes]
        assert not set(stop.taken) & set(stop.left_out)
        assert stop.minutes == sum(s.minutes for s in stop.taken) > 0


def test_one_unit_is_shown_by_its_sections_and_the_table_sums():
    shown = str(course.route("45"))
    rows = re.findall(r"^\| (?!Section|---|\*\*)(.+) \| (\d+) \|$", shown, re.M)
    (stop,) = routes()["45"].stops
    assert [(s.heading, str(s.minutes)) for s in stop.taken] == rows
    assert f"| **In all** | {sum(int(m) for _, m in rows)} |" in shown
    for section in stop.left_out:
        assert f"*{section.heading}*" in shown.split("Leave out: ")[1]


def test_several_units_are_shown_with_what_to_leave_out_and_the_minutes_of_a_week():
    shown = str(course.route("term"))
    for stop in routes()["term"].stops:
        (line,) = [row for row in shown.splitlines() if f"]({stop.unit.path.name})" in row]
        assert f"| {stop.minutes}" in line
        assert all(f"*{section.heading}*" in line for section in stop.left_out)
    hours, minutes = divmod(routes()["term"].minutes, 60)
    assert f"{hours} hours" in shown and (not minutes or f"and {minutes} minutes" in shown)


def test_a_route_is_found_by_each_of_its_names_and_all_are_shown_without_one():
    assert str(course.route(45)) == str(course.route("45 Minutes")) == str(course.route("45"))
    assert str(course.route("A  day")) == str(course.route("day"))
    assert all(f"**{one.words}**" in str(course.route()) for one in routes().values())
    for odd in ("dya", "", [], 46, object()):
        with pytest.raises(CourseError, match="There is no route"):
            course.route(odd)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x,X,,04,The ende", "no section 'The ende' with minutes. Did you mean The end"),
        ("x,X,,04,all but: sources", "no section 'sources' with minutes"),
        ("x,X,,99,all", "no unit '99'"),
        ("x,X,,04", "cell is missing"),
    ],
)
def test_a_route_to_nowhere_is_a_sentence(line, said, tmp_path, monkeypatch):
    file = tmp_path / "routes.csv"
    file.write_text(f"{','.join(module.COLUMNS)}\n{line}\n")
    monkeypatch.setattr(module, "FILE", file)
    with pytest.raises(CourseError, match=said):
        routes()


def test_start_here_shows_every_route_as_it_is_now():
    stored = str(unit("00").notebook["cells"])
    for one in routes().values():
        assert f"**{one.words}**" in stored
        for stop in one.stops:
            assert stop.unit.path.name in stored


def test_the_same_note_has_the_same_minutes_in_every_unit():
    notes = {
        one.number: section.minutes
        for one in units()
        for section in one.sections
        if section.role == "writing" and one.number != "17"  # there a brief is written
    }
    assert len(notes) == 16 and set(notes.values()) == {35}

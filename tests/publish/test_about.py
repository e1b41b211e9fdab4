"""The page that says who wrote the course, and the form by which an expert can sign a unit."""

import pytest

from course.errors import CourseError
from course.learn.exercises import lesson
from course.publish import about
from course.quality.fairness import sides
from course.sources.readings import readings
from course.units import unit, units

HEADER = "unit,name,post,on,signs,remarks\n"


@pytest.fixture
def signed(tmp_path, monkeypatch):
    def write(*rows):
        (tmp_path / "signed.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        monkeypatch.setattr(about, "LESSONS", tmp_path)

    return write


def test_nobody_has_signed_until_somebody_does(signed):
    signed()
    assert "**No human expert has signed any unit yet.**" in about.about()
    assert about.about().count("nobody yet") == len(units())
    assert about.pointer(unit("04")).startswith("No human expert has signed this unit yet: [rev")
    signed(
        "04,A. Kaya,historian,2027-01-05,part,The Polish side is thin.\n",
        "04,B. Novák,deputy,2027-02-05,no,It leans.\n",
    )
    page = about.about()
    assert "Experts who have reviewed a unit: 2." in page
    assert page.count("nobody yet") == len(units()) - 1
    assert "**A. Kaya**, historian, 5 January 2027, on unit 04: signs it in part. The Pol" in page
    assert "on unit 04: does not sign it. It leans." in page
    assert "Reviewed by A. Kaya (historian); B. Novák (deputy): [review" in about.pointer(
        unit("04")
    )
    assert about.pointer(unit("05")).startswith("No human expert")


@pytest.mark.parametrize(
    "row", ["4,A,b,2027-01-05,all,x\n", "04,A,b,2027-01-05,yes,x\n", "04,A,b,2027-01-05,all,x,y\n"]
)
def test_a_row_of_another_form_is_named(row, signed):
    signed("04,A,b,2027-01-05,all,x\n", row)
    with pytest.raises(CourseError, match=r"signed\.csv, row 3: a row is unit,name,post,on,signs"):
        about.signatures()


def test_what_a_reviewer_writes_cannot_mark_up_the_page(signed):
    signed('04,<script>x</script>,"a | b",2027-01-05,all,[x](javascript:y)\n')
    page = about.about()
    assert "<script>" not in page and r"\[x\](javascript" in page and "a \\| b" in page


def test_the_page_counts_what_was_read():
    count = sum(len(readings(one.number)) for one in units())
    assert f"Their {count} readings are" in about.about()


def test_the_form_asks_about_every_section_side_and_exercise():
    for one in units():
        form = about.form(one)
        told = [section.heading for section in one.sections if section.role == "story"]
        assert form.count("☐") >= 3 * len(told) + 2 * len(sides(one))
        for task in lesson(one.slug).exercises.values():
            assert about.escape(task.title) in form
        assert all(about.escape(heading) in form for heading in told)
        assert "<td>Name</td>" in form and f"# Review of unit {one.number}: " in form

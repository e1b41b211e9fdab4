"""An abbreviation is explained where it is first met: what counts as an explanation."""

import re

import pytest

from course.quality import abbreviations
from course.quality.abbreviations import KNOWN, explained
from course.units import units


def told(line, short):
    found = re.search(rf"\b{short}", line)
    return explained(short, line, found.start(), found.end())


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("The Congressional Budget Office (CBO) wrote", "CBO"),
        ("(Congressional Budget Office, CBO, 2009)", "CBO"),
        ("CBO, the budget office of Congress, wrote", "CBO"),
        ("CBO (the budget office of Congress) wrote", "CBO"),
        ("CBO (Congressional Budget Office) wrote", "CBO"),
        ("the CBO is an office of Congress", "CBO"),
        ("the Intermediate-Range Nuclear Forces (INF) Treaty", "INF"),
        ("IAMD, in full: integrated air and missile defence", "IAMD"),
        ('"NATO BMD [ballistic missile defence] is not directed"', "BMD"),
        ("three ICBMs (intercontinental ballistic missiles)", "ICBM"),
        ("ABM is short for anti-ballistic missile", "ABM"),
        ("the opposition party XYZ agreed", "XYZ"),
        ("radar aircraft, called XYZ, flew", "XYZ"),
        ("XYZ, Iran's state broadcaster", "XYZ"),
        ("XYZ and QRS are pollsters", "XYZ"),
    ],
)
def test_words_beside_an_abbreviation_explain_it(line, short):
    assert told(line, short)


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("The auditors wrote in 2009 (CBO).", "CBO"),
        ("CBO, 2009, and others", "CBO"),
        ("As CBO wrote, the budget office of Congress was right", "XBO"),
        ("A budget of some large bureaus (QXZ)", "QXZ"),
        ("Later XYZ said that a party had left", "XYZ"),
        ("It is IAMD that counts", "IAMD"),
        ("XYZ and QRS agreed", "XYZ"),
    ],
)
def test_what_only_stands_near_it_does_not(line, short):
    assert not told(line.replace("CBO wrote", "XBO wrote"), short)


def test_only_the_first_use_needs_the_words_and_a_later_explanation_is_too_late(monkeypatch):
    def read(*lines):
        monkeypatch.setattr(
            abbreviations, "_read", lambda unit: [(0, "the text", x) for x in lines]
        )
        return list(abbreviations.abbreviations(units()[0]))

    assert read("The Xenon Yard Zone (XYZ) met.", "XYZ met.") == []
    assert len(read("XYZ met.", "The Xenon Yard Zone (XYZ) met.", "XYZ met.")) == 1
    assert read("NATO, the US and the UN met in 2010; see the CSV.", "LO1 and LO8") == []


def test_a_publisher_in_a_link_is_explained_by_its_card_unless_the_glossary_has_it():
    link = "[XYZ, 2009](https://www.cbo.gov/publication/24873)"
    shown = abbreviations.LINK.sub(abbreviations._with_publisher, link)
    assert shown == "XYZ, 2009"
    link = link.replace("XYZ", "CBO")
    assert abbreviations.LINK.sub(abbreviations._with_publisher, link) == "CBO, 2009"


def test_a_list_of_what_needs_no_words_is_short_and_says_why():
    assert len(KNOWN) < 80 and {"NATO", "US", "EU", "UN", "PDF", "CSV"} <= KNOWN
    for why, names in abbreviations._KNOWN.items():
        assert len(why.split()) >= 1 and names.split()


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.path.stem)
def test_every_unit_explains_what_it_abbreviates(unit):
    assert list(abbreviations.abbreviations(unit)) == []

"""Of which other summits and events unit 10 may ask."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from course.learn.variants import Drawn, Several
from course.lessons.iran_or_russia.exercises import MOVED, early_enough

EVENTS = {
    "munich": "2007-02-munich",
    "georgia": "2008-08-georgia",
    "estimate": "2009-05-nie",
    "cancelled": "2009-09-cancelled",
    "called_off": "2009-09-iskander-off",
    "measures": "2011-11-medvedev",
    "pre_emption": "2012-05-makarov",
    "phase": "2013-03-phase4",
    "group": "2013-10-group",
    "suspension": "2014-04-suspension",
    "four": "2014-08-four-ask",
    "bargain": "2015-07-jcpoa",
    "deveselu": "2016-05-deveselu",
    "fired": "2017-06-iran-fires",
    "limit": "2017-10-limit",
    "for_good": "2018-02-iskander",
    "launcher": "2019-08-mk41",
    "base_in_iraq": "2020-01-ayn",
    "invasion": "2022-02-ukraine",
}
SUMMITS = {
    "lisbon-2010": "Lisbon",
    "wales-2014": "Wales",
    "warsaw-2016": "Warsaw",
    "brussels-2018": "Brussels",
}


def _codes(text: str, rows: Mapping[str, str]) -> dict[str, str]:
    return early_enough({item: ("milestones", row) for item, row in rows.items()}, text)


def _summit(text: str, name: str) -> Drawn:
    return Drawn(
        pool=EVENTS,
        words="{row:milestones/title}",
        codes_of=partial(_codes, text),
        codes=MOVED,
        each={"could": 3, "cannot": 3},
        confused={
            ("cannot", "could"): "a later quarrel is read back into an earlier text. One of the "
            "events that you call a possible cause came after the summit.",
            ("could", "cannot"): "an early event is ruled out because it concerned another state. "
            "Dates rule causes out, and these were in time. That one party spoke of Iran and "
            "another of Russia does not matter: one phrase can answer both.",
        },
        why=f"Against the day of {name} three came early enough and three too late. Dates can rule "
        "a cause out; they cannot rule one in. That something came first, and words of the same "
        "shape came after, makes a cause plausible. What would show it is a drafter's account.",
        hints=(
            "Put the date of each event beside that of the summit.",
            "The cell has the dates of the events in its first lines and that of the summit below.",
        ),
        text=f"Six events are offered as what moved the words of {name} on missile defence. The "
        "evidence decides half of the question: choose `could` if the event came early enough, "
        "`cannot` if it did not. The next cells show the dates of the events (`milestones`) and "
        f"that of the declaration of {name} (`declarations`).\n\n{{items}}",
        shows=(
            "rows = {rows}\n"
            'milestones.set_index("milestone_id").loc[rows, ["date", "title", "grade"]]',
            'declarations = course.load("declarations").set_index("declaration_id")\n'
            f'declarations.loc[["{text}"], ["date", "grade"]]',
        ),
        table="milestones",
        title=f"What can have moved the words of {name}?",
        versions=3,
    )


VARIES = {
    "10-what-moved-chicago": Several([_summit(text, name) for text, name in SUMMITS.items()]),
}

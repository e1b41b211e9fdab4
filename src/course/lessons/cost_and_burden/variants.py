"""Of which other prices and budgets the exercises of unit 14 may be asked."""

from __future__ import annotations

from course.learn.misconceptions import ELSEWHERE
from course.learn.variants import Asked, Drawn
from course.lessons.cost_and_burden.shots import repaid
from course.lessons.cost_and_burden.sortings import JOINED, joined

TOTALS = {
    "d": ("fy2008-mda-request-total", "fy2011-mda-request-total"),
    "m": ("fy2009-mda-request-total", "fy2015-mda-request-total"),
    "y": ("fy2016-mda-request-total", "fy2017-mda-request-total"),
    "b": ("fy2020-mda-request-total", "fy2021-mda-request-total"),
    "w": ("fy2022-mda-request-total", "fy2023-mda-request-total"),
    "s": ("fy2007-mda-enacted-total", "fy2008-mda-enacted-total"),
    "p": ("fy2018-mda-enacted-total", "fy2021-mda-enacted-total"),
    "q": ("fy2004-all-enacted-total", "fy2005-all-enacted-total"),
    "n": ("fy2008-mda-request-total", "fy2008-mda-enacted-total"),
    "h": ("fy2018-mda-enacted-total", "fy2019-mda-request-total"),
    "j": ("fy2016-mda-request-total", "fy2016-mda-enacted-total"),
    "a": ("fy2021-mda-enacted-total", "fy2022-mda-request-total"),
    "t": ("fy2003-all-request-total", "fy2003-all-enacted-total"),
    "k": ("fy2025-mda-enacted-total", "fy2026-mda-request-total"),
    "v": ("fy2014-all-request-total", "fy2015-mda-request-total"),
    "x": ("fy2019-all-request-total", "fy2020-mda-request-total"),
    "g": ("fy2005-all-enacted-total", "fy2007-mda-enacted-total"),
    "z": ("fy2004-all-enacted-total", "fy2006-mda-request-total"),
    "u": ("fy2018-mda-enacted-total", "fy2019-all-request-total"),
    "r": ("fy2014-all-request-total", "fy2016-mda-enacted-total"),
    "c": ("fy2003-all-request-total", "fy2007-mda-enacted-total"),
}
"""Pairs of totals of `us_budgets` that somebody might join with a line; the letters tell nothing."""

VARIES = {
    "14-break-even": Asked(
        repaid,
        of=(
            {"row": "thaad-2011-order", "shots": 2, "chance": 0.8, "fired": "two"},
            {"row": "sm3ib-2013-order", "shots": 3, "chance": 0.9, "fired": "three"},
            {"row": "pac3-mse-germany-2024", "shots": 2, "chance": 0.75, "fired": "two"},
            {"row": "pac3-mse-2025-contract", "shots": 4, "chance": 0.8, "fired": "four"},
            {"row": "sm3iia-japan-73", "shots": 2, "chance": 0.6, "fired": "two"},
            {"row": "pac3-mse-switzerland-2022", "shots": 3, "chance": 0.6, "fired": "three"},
        ),
        rows={"row": "interceptor_prices"},
        text="An Ally fires **{fired}** interceptors at one missile, at the price in the row "
        "`{row}` that the next cell shows (`interceptor_prices`, million dollars). The chance "
        "that the {fired} together stop it is **{chance}** (of one). How many *million dollars* "
        "of damage must the missile threaten, so that the shots are repaid on average? A "
        "calculator will do; how the sum goes stands in *What is saved*.",
        shows=(
            "columns = [\n"
            '    "system", "price_low", "total_value", "quantity", "basis", "scope", "grade",\n'
            "]\n"
            "prices.loc[[{row}], columns]",
        ),
    ),
    "14-join": Drawn(
        pool=TOTALS,
        words="pair {item} of the table",
        codes_of=joined,
        codes=JOINED,
        each={"one": 2, "stage": 2, "scope": 1, "both": 1},
        confused={
            ("stage", "one"): "a request is joined to a grant. What was asked for and what was "
            "given are two series, even for the same money.",
            ("scope", "one"): "two kinds of money are joined. The agency is a part of all missile "
            "defence.",
            (
                "both",
                "scope",
            ): "the stage is passed over. The money differs, and so does the stage.",
            (
                "both",
                "stage",
            ): "the money is passed over. The stage differs, and so does the money.",
            ("stage", "both"): "the money is taken to differ. It is the same twice; only asked and "
            "granted differ.",
            ("scope", "both"): "the stage is taken to differ. It is the same twice; only the money "
            "differs.",
            ("one", ELSEWHERE): "a gap of years is taken for a break. Years may lie between; whose "
            "money and which stage are the same.",
        },
        why="A line through pairs of unlike kind would show a rise or a fall that nobody decided: "
        "from all missile defence to the agency, or from a grant to a wish.",
        hints=(
            "Ask two questions of each pair: whose money, and asked or granted?",
            "`Agency total` and `All missile defence` are two kinds of money.",
        ),
        text="Somebody wants to draw a line from the first to the second total of each pair; "
        "amounts in million dollars. Can it be drawn? For each choose `one` (one series: same "
        "money, same stage), `stage` (asked for here, granted there), `scope` (the agency here, "
        "something larger there) or `both` (stage and money differ). The pairs: {names}.",
        shows=("sortings.pairs({found})",),
    ),
}

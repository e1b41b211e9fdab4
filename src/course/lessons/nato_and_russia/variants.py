"""Of which other events the exercises of unit 11 may be asked."""

from __future__ import annotations

from course.learn.variants import Asked, Drawn
from course.lessons.nato_and_russia.gaps import gap_between
from course.lessons.nato_and_russia.sortings import ORDER, in_order

PAIRS = {
    "munich_oslo": ("2007-munich", "2007-oslo"),
    "gabala_moscow": ("2007-gabala", "2007-moscow-2plus2"),
    "link_georgia": ("2008-bucharest-link", "2008-georgia-halt"),
    "announced_offer": ("2008-iskander", "2008-iskander-offer"),
    "contacts_shield": ("2009-contacts", "2009-rasmussen-shield"),
    "two_systems_guarantees": ("2011-two-systems", "2011-guarantees"),
    "lavrov_measures": ("2011-lavrov-legal", "2011-medvedev-measures"),
    "criteria_centres": ("2012-lavrov-criteria", "2013-centres"),
    "no_progress_group": ("2013-no-progress", "2013-group-dissolved"),
    "plan_refused": ("2013-russian-plan", "2014-plan-refused"),
    "resumed_progress": ("2013-talks-resume", "2013-no-progress"),
    "invasion_reply": ("2022-invasion", "2022-us-reply"),
    "group_progress": ("2013-group-dissolved", "2013-no-progress"),
    "suspension_stops": ("2014-suspension", "2014-us-stops"),
    "called_off_announced": ("2009-iskander-off", "2008-iskander"),
    "chicago_pre_emption": ("2012-chicago-formula", "2012-makarov"),
    "test_treaty": ("2019-mk41-test", "2019-inf-end"),
    "guarantees_two_systems": ("2011-guarantees", "2011-two-systems"),
    "measures_lavrov": ("2011-medvedev-measures", "2011-lavrov-legal"),
    "athens_claim": ("2016-athens", "2015-inf-claim"),
    "sectors_assessment": ("2010-sectoral", "2010-lisbon-assessment"),
    "burnout_criteria": ("2012-burnout", "2012-lavrov-criteria"),
    "burnout_pre_emption": ("2012-burnout", "2012-makarov"),
    "study_money_exercise": ("2005-study-money", "2005-cpx2"),
    "compendium_study": ("2003-compendium", "2003-study"),
    "areas_oslo": ("2007-five-areas", "2007-oslo"),
}

VARIES = {
    "11-gap": Asked(
        gap_between,
        of=(
            {"first": "2008-cpx4", "last": "2008-georgia-halt"},
            {"first": "2007-oslo", "last": "2007-kennebunkport"},
            {"first": "2013-russian-plan", "last": "2014-us-stops"},
            {"first": "2012-chicago-formula", "last": "2013-ryabkov"},
            {"first": "2015-inf-claim", "last": "2016-athens"},
            {"first": "2011-medvedev-measures", "last": "2012-cpx5"},
        ),
        rows={"first": "nato_russia_events", "last": "nato_russia_events"},
        text="At least how many days lie between two events, as far as the table dates them: "
        "*{first:nato_russia_events/title}* (`{first}`), and *{last:nato_russia_events/title}* "
        "(`{last}`)? Where it gives only a month, take the day of it that lies nearest to the "
        "other date. Write a whole number. The next cell shows both rows (`nato_russia_events`).",
        shows=(
            "pair = [{first}, {last}]\n"
            'events.set_index("event_id").loc[pair, ["date", "title", "grade"]]',
        ),
    ),
    "11-order": Drawn(
        pool=PAIRS,
        words="{first:nato_russia_events/title} (`{first}`), and "
        "{second:nato_russia_events/title} (`{second}`)",
        table="nato_russia_events",
        codes_of=in_order,
        codes=ORDER,
        each={"possible": 3, "impossible": 3, "open": 2},
        confused={
            ("impossible", "possible"): "a known story is put before the dates. Look at the two "
            "dates: the first of the pair came later.",
            ("open", "possible"): "a coarse date is read as if it were a day. One of the dates is "
            "a bare year or month, or both are the same, so that either may have been first.",
            ("open", "impossible"): "an order is guessed that the dates do not give. Which of the "
            "two came first the table does not say.",
            ("possible", "impossible"): "possible is read as proven, and so denied. You ruled out "
            "what came earlier. The code says only that the order allows it.",
            ("possible", "open"): "dates that do not overlap are left open. A month and a day can "
            "be compared if the day lies outside the month, and two days always.",
            ("impossible", "open"): "dates that decide are left open. A month and a day can be "
            "compared if the day lies outside it: the first of the pair came later.",
        },
        why="A cause does not come after its effect, and that alone clears three of the pairs. "
        "Three stand in the other order, which makes a cause possible and no more. Two cannot be "
        "told: the dates are the same, or one of them is too coarse.",
        hints=(
            "Find both rows of a pair in the cell and compare their dates.",
            "Two dates of which one is only a year or a month can be compared only if the other "
            "lies outside it.",
        ),
        text="Pairs of events. For each, can the **first** have caused the **second**, by the "
        "dates in the table alone? For each choose `possible` (the first was earlier), "
        "`impossible` (the first was later) or `open` (the same date, or dates too coarse to "
        "tell). The next cell shows the rows of `nato_russia_events`, by their names.\n\n{items}",
        shows=(
            "pairs = {rows}\n"
            "wanted = sorted({row for pair in pairs for row in pair})\n"
            'events.set_index("event_id").loc[wanted, ["date", "title", "grade"]]',
        ),
    ),
}

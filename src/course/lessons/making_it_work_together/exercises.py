"""Exercises and prediction of unit 08, making it work together."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import Number, Sorting, choice
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note, other_side
from course.lessons.making_it_work_together.records import moved
from course.lessons.making_it_work_together.sortings import (
    CLAUSES,
    FAILED,
    LIMITS,
    READS,
    SENTENCES,
    STANDS,
    WARNED,
    WHOSE,
    clauses,
    failed,
)


def _moved() -> pd.DataFrame:
    tables = ("turkiye_deployments", "march_2026_timeline")
    return moved(*map(load, tables)).set_index("deployment_id")


def _days_bin() -> str:
    days = _moved().at["malatya-2026-unnamed", "arrived"]
    return "A" if days <= 3 else "B" if days <= 14 else "C" if days <= 45 else "D"


def _days_reveal() -> str:
    of = _moved()
    late, early = of.loc["malatya-2026-unnamed"], of.loc["nld-adana-2013"]
    return (
        f"By the ministry one was in Malatya {late['arrived']} days after the first missile, on the day of the "
        f"announcement; when it was decided was not read. In 2013 the first people from the Netherlands came {early['arrived']} days after "
        "the request. The two clocks do not start at the same kind of event."
    )


def _dutch(start: str, end: str) -> int:
    row = load("turkiye_deployments").set_index("deployment_id").loc["nld-adana-2013"]
    return (pd.Timestamp(row[end]) - pd.Timestamp(row[start])).days


def _apart() -> int:
    minutes = load("warning_chain").set_index("step_id")["minutes"]
    return int(minutes["rezekne-2026-alarm-2"] - minutes["rezekne-2026-alarm-1"])


PREDICTIONS = (
    Prediction(
        id="08-battery",
        question="How long after the first missile was an extra Patriot first said to be in place?",
        options={
            "A": "within three days",
            "B": "in the second half of the first week, or in the second week",
            "C": "within about a month",
            "D": "later than that",
        },
        answer=_days_bin,
        reveal=_days_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="08-rewrite",
        title="Rewrite a vague claim",
        kind=Sorting(CLAUSES, STANDS),
        outcomes=("LO4",),
        answer=clauses,
        why="What is left can be written in a sentence: *in June 2022, in Poland and the Baltic states, "
        "Allied Air Command led Ramstein Legacy 22, in which 17 Allies and partners, by NATO's count, "
        "with 17 surface-based units and about 50 fighters, as a broadcaster reported, were to "
        "practise working together.* It is duller than the explainer's, and it can be wrong. No result "
        "was read, so none may be claimed, not even a modest one.",
        hints=(
            "Look at the row: which of its cells are filled, and which are not shown?",
            "`purpose` says what was wanted; `result`, which is empty, would say what came of it.",
            "Seventeen of what? The number stands in the note twice, before two nouns.",
        ),
        source_ids=(
            "times-moscow-2022-nato-conducting-air-defense",
            "natoaktual-cz-2022-exercise-ramstein-legacy",
            "rp-2022-ramstein-legacy",
        ),
        mistakes={
            ("fact", "allies"): "a number moves to another noun. Seventeen were the Allies and "
            "partners together. A number that moves from one noun to another is no longer "
            "sourced.",
            ("fact", "joined", "seamless", "hit"): "an aim is told as a result. The row has a "
            "purpose and no result. What an exercise was for is not what it showed.",
            ("aim", "seamless", "hit"): "an aim of the explainer is kept as a finding. "
            "Nothing that was read says how information flowed, or that anything was to be "
            "intercepted; that is a gap in what was read, and no failure.",
            ("cut", "units", "who_led", "where"): "what is reported is thrown away. A reported "
            "number may stand with its reporter. Caution is no reason to cut what a named source "
            "carries.",
        },
    ),
    Exercise(
        id="08-read",
        title="What did one test show?",
        kind=Sorting({name: words for name, (_, words) in SENTENCES.items()}, READS),
        outcomes=("LO4",),
        answer=lambda: {name: code for name, (code, _) in SENTENCES.items()},
        why="Two results stand there, told by the Alliance itself: a European system destroyed a "
        "ballistic target, and it did so on the common chain of command. Whoever says that nothing but "
        "American parts has been tried has the statement against him. Whoever says that the battery was "
        "NATO's by then takes a plan for a fact; and one target, fired for the purpose, leaves open how "
        "it would go with several.",
        hints=(
            "Read the second sentence of the statement twice: what had been done, and what was planned?",
            "*Ahead of* an addition: had it been made when the statement was written?",
            "Of two items nothing stands there, neither yes nor no.",
        ),
        source_ids=("rttnews-2013-first-european-missile-interceptor",),
        mistakes={
            (
                "says",
                "already",
                "added",
            ): "a plan is told as done. The addition was planned for late 2013, "
            "and the statement speaks of it as to come. What came of the plan it cannot say.",
            (
                "says",
                "several",
            ): "one target is taken for many. One was destroyed. How it would be with "
            "several is not said.",
            (
                "says",
                "american",
            ): "the make is overlooked. Look for what the report says of where the "
            "system comes from.",
            (
                "open",
                "destroyed",
                "linked",
                "american",
                "already",
            ): "plain words are taken for silence. "
            "The report speaks of it: of hit and link, of where the system comes from, and of a planned "
            "addition that the test came *ahead of*. Whether others could check it is another question.",
            (
                "against",
                "destroyed",
                "linked",
            ): "a result is read as its contrary. The report has both in so many words.",
            (
                "against",
                "added",
                "several",
            ): "not saying is taken for denying. The report has no word "
            "against it, and none for it.",
        },
    ),
    Exercise(
        id="08-limits",
        title="Whose limit is it?",
        kind=Sorting({name: words for name, (_, words) in LIMITS.items()}, WHOSE),
        outcomes=("LO2",),
        answer=lambda: {name: code for name, (code, _) in LIMITS.items()},
        why="Two of the six are a parliament's, two a government's or its defence council's, one was "
        "agreed by all, and one was only asked for. A commander who wants fewer limits must therefore "
        "ask at several doors: at home with each lender, and at the Council. There one has been opened, "
        "for forces under the rotational model may be moved without asking again.",
        hints=(
            "For each, find the sentence above that says who acted.",
            "Romania's defence council is no parliament; its law of the same year was another step.",
            "One of them stands in a report about what a general wanted.",
        ),
        source_ids=(
            "kaczmarek-2015-active-fence",
            "reuters-via-2025-lithuania-drones",
            "romaniapress-2025-mission-commander",
            "la-voz-de-galicia-2026-retira-aviones-cisterna",
            "shape-2024-increasing-readiness-responsiveness-through",
            "alanews-2025-nato-regole-ingaggio",
        ),
        mistakes={
            ("*", "flexible"): "a request is read as a decision. A general asked. The report says "
            "that the Allies had not agreed.",
            ("alliance", "ceiling", "spain"): "the alliance is thought to set national limits. "
            "Limits on lent forces are set at home. The Alliance may ask for fewer.",
            ("parliament", "romania"): "a defence council is taken for a parliament. It approved "
            "procedures; no chamber voted on them. Look at who gave the mission commander leave.",
            ("executive", "moved"): "the common model is taken for one "
            "state's leave. The rotational model was agreed by the Allies together, and it is their "
            "approval that need not be asked again.",
            (
                "parliament",
                "moved",
            ): "a common model is taken for a parliament's vote. The rotational "
            "model was agreed by the Allies together. No chamber stands in the passage.",
            ("executive", "lithuania", "ceiling"): "a national law is taken for a government's "
            "order. A chamber voted, even if on its government's motion. Look at who gave leave "
            "in the end.",
        },
    ),
    Exercise(
        id="08-days",
        title="Like with like",
        kind=Number("days", tolerance=0.5),
        outcomes=("LO4",),
        answer=lambda: _dutch("decided", "arrived"),
        why=lambda: (
            f"They are {_dutch('decided', 'arrived')} days. For Malatya both cells have one day, and "
            "that is not nought days of work: the ministry announced a battery that it said was there "
            "already, and when it was decided was not read. So like cannot be set against like, and the "
            "two numbers are no proof that the Alliance has become faster, or that it has not."
        ),
        hints=(
            "Two columns: `decided` and `arrived`.",
            "Count the rest of the month of the decision first.",
            "Then add the days of the month of the arrival.",
        ),
        source_ids=(
            "shape-2014-nato-deployment-patriot-missiles",
            "augengeradeaus-2013-active-fence",
        ),
        misconceptions={
            "the clock starts at the request": Misconception(
                "That is counted from the request. The question starts at the decision.",
                lambda: (_dutch("requested", "arrived"),),
            ),
            "arrival is taken for readiness": Misconception(
                "That runs to the day on which the batteries worked. The question ends at the first arrival.",
                lambda: (_dutch("decided", "operational"), _dutch("requested", "operational")),
            ),
        },
    ),
    Exercise(
        id="08-links",
        title="Would better radars have helped?",
        kind=Sorting({name: words for name, (_, words) in WARNED.items()}, FAILED),
        outcomes=("LO4",),
        answer=failed,
        why="In none of the seven do the sources say, undisputed, that nobody had seen it. Twice they say "
        "that somebody knew and that the next link was told late or not at all; once they differ. In Japan in "
        "2017 and near Tulcea the chain held: there radars saw two targets, and sixteen minutes later the public "
        "was warned, with nothing down. So the "
        "minister's sentence does not follow from these cases. It does not follow either that radars are "
        "good enough: in Rēzekne the first published time is a call about a fire, and when a sensor saw "
        "the drones was not read. *Handing on* rests there on the neighbours' alarm, which the armed forces "
        "had asked for before that of Rēzekne. At Bydgoszcz minister and general contradict each other, but on who was "
        "told: by both, an operations centre knew. And seven cases, chosen because their times were published, are no sample.",
        hints=(
            "For each case ask first: did anybody know before the public did?",
            "Where two accounts contradict each other, is it on *seeing*, or on who was told?",
            "For one of the seven the time at which it was seen is empty; for another every link has its time.",
        ),
        source_ids=(
            "ap-via-2022-croatia-criticizes-nato-after",
            "bloomberg-via-2022-stray-drone",
            "mind-2023-polish-military-missile",
            "compilation-lsm-2026-incident-chronology-rezekne-drone",
            "benton-2018-fcc-hawaii-false-alert",
            "japan-via-2017-tense-mood",
            "radio-iasi-2025-ro-alert-tulcea",
        ),
        mistakes={
            ("seeing", "bydgoszcz", "zagreb", "japan_2017"): "every late warning is blamed on the "
            "sensor. Somebody had seen it, or says so. Look at the first steps of the case.",
            ("unknown", "rezekne"): "the sensor's missing time hides "
            "another. When a radar saw the drones is indeed not published. But two neighbouring "
            "districts were warned, at the request of the armed forces, before that of Rēzekne. So "
            "somebody knew, and Rēzekne was told later.",
            (
                "seeing",
                "rezekne",
            ): "a late warning is blamed on the sensor there too. Callers reported a "
            "fire first, that is true. But two neighbouring districts were warned, at the request of "
            "the armed forces, before that of Rēzekne. So somebody had seen it.",
            ("disputed", "bydgoszcz"): "the dispute is about another link. Minister and general "
            "contradict each other on who was told. That an operations centre had heard of the "
            "object, neither disputes; *disputed* is for accounts that differ on whether it was seen.",
            ("disputed", "rezekne"): "one account is taken for two. One chronology gives the times "
            "of Rēzekne. Look at the two alarms in it.",
            (
                "unknown",
                "bydgoszcz",
            ): "a gap is seen where there is an account. The centre heard on "
            "the day itself, and the minister, he says, months later. Ask who knew first.",
            ("handing_on", "zagreb"): "one of two accounts is believed. NATO says that it had "
            "tracked the drone; an unnamed official says that three states could not join their "
            "radar blips into one path. The first makes it a matter of telling, the second of "
            "seeing.",
            ("held", "incirlik"): "an empty time is filled in. When it was seen on 13 March was "
            "not published. Sirens do not say how late they are.",
            (
                "handing_on",
                "tulcea",
            ): "a warning in time is taken for a late one. Radars saw the targets, "
            "and sixteen minutes later people were warned. Nothing had come down by then, and no step "
            "says that someone was left out.",
            (
                "nothing",
                "tulcea",
            ): "a needless warning is taken for a false one. Two targets were on the "
            "radars. That none entered was known only afterwards.",
            ("handing_on", "hawaii"): "a false alarm is taken for a late one. Nothing was on its "
            "way to Hawaii. The fault was that an alarm went out at all.",
        },
    ),
    Exercise(
        id="08-trace",
        title="Forty minutes: after what?",
        kind=choice(
            A="From two alarms, rounded up; the later page keeps the number and changes its start.",
            B="From the armed forces, who measured the time from their radars' first sight of the drones.",
            C="From the first emergency calls about a fire to the alarm in the district, rounded down.",
            D="From two pages that give it independently of each other, so that it is well confirmed.",
        ),
        outcomes=("LO8",),
        answer=lambda: "A",
        why=lambda: (
            f"04:09 and 04:43 are {_apart()} minutes apart: the first page calls them roughly 40, from the "
            "neighbours' alarm. The later page says that the message came some 40 minutes *after the threat "
            "was apparent*. Neither page says who measured that. How far to trust it? The clock times come from the "
            "press and are called approximate; the number without its clocks should not be used at all."
        ),
        hints=(
            "Take the difference of the two clock times.",
            "What stands after the number on each page: after *what*?",
            "The two pages stood at one address, one after the other.",
        ),
        source_ids=(
            "compilation-lsm-2026-incident-chronology-rezekne-drone",
            "rezekne-package-2026-later-version",
        ),
        mistakes={
            "B": "a retelling is taken for a measurement. No page names a radar's clock. Who "
            "measured what is not said.",
            "C": "another interval is taken. From the first calls to the alarm are more than "
            "seventy minutes on those clocks. Take the difference between the two alarms.",
            "D": "a page and its revision are taken for two witnesses. The later page replaced the "
            "earlier one. A text and its own revision are one source.",
        },
    ),
    other_side(
        "08",
        (
            "Would one of us sign every sentence, or does one say what our opponents say of us?",
            "Does our best fact stand there with its date and with who says so?",
            "Is the strongest objection granted, and answered as this side would answer it?",
        ),
        hints=(
            "Begin with the fact that this side would put first.",
            "Give its date, and who says so.",
            "Name what this side finds hardest, and answer it.",
        ),
        source_ids=(
            "gamereactor-2026-nato-ramps-up-missile",
            "rttnews-2013-first-european-missile-interceptor",
            "ap-via-2022-croatia-criticizes-nato-after",
            "rusi-2021-future-nato-air-missile-defence",
            "auerswald-saideman-2014-nato-in-afghanistan",
        ),
    ),
    claim_note(
        "08",
        (
            "Is there one claim about one thing that works or does not, and could it turn out wrong?",
            "For each fact: its date, who says so, its grade, and whether it is an aim or a result?",
            "Which unpublished time or result could change the claim?",
        ),
        outcomes=("LO2", "LO4"),
        hints=(
            "Choose one link: standards, lending, exercises or warnings.",
            "Say of each exercise what was reported, not what was hoped for.",
            "Name the log, the result or the hour that you have not got.",
        ),
        source_ids=(
            "rttnews-2013-first-european-missile-interceptor",
            "reuters-2015-allies-intercept-ballistic-cruise",
            "gamereactor-2026-nato-ramps-up-missile",
            "ap-via-2022-croatia-criticizes-nato-after",
        ),
    ),
)

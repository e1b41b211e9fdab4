"""What the sorting exercises of unit 11 ask, and how the tables sort it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course.lessons.nato_and_russia.suspects import dated, order, trials

ORDER = {
    "possible": "the first was earlier: it can have caused the second",
    "impossible": "the first was later: it cannot have caused the second",
    "open": "the dates are too coarse, or the same: they do not say",
}
PAIRS = {
    "crimea_group": (
        ("2014-crimea", "2013-group-dissolved"),
        "the annexation of Crimea, and the end of the Kremlin's own group of 2011",
    ),
    "deveselu_group": (
        ("deveselu-ground-2013", "2013-group-dissolved"),
        "the beginning of work at Deveselu, and the end of that group",
    ),
    "site_iskander": (
        ("2009-09-cancelled", "2009-iskander-off"),
        "the end of the Third Site, and Medvedev's word that the Iskanders will not be deployed in Kaliningrad",
    ),
    "test_claim": (
        ("2019-mk41-test", "2014-inf-reply"),
        "the American test from a Mk 41, and Russia's charge that the Mk 41 may violate the treaty",
    ),
    "charge_reply": (
        ("2014-inf-accusation", "2014-inf-reply"),
        "the American charge about a Russian missile, and that Russian charge",
    ),
    "sectors_invitation": (
        ("2010-sectoral", "2010-invitation"),
        "Medvedev's proposal of sectors, and NATO's invitation to cooperate",
    ),
    "speed_guarantee": (
        ("2012-burnout", "2012-guarantees-refused"),
        "the Pentagon's thought of handing over speed data, and the refusal of a guarantee",
    ),
    "georgia_exercise": (
        ("2008-georgia-halt", "2008-cpx4"),
        "the war in Georgia, and the exercise at Ottobrunn",
    ),
}


def in_order(pairs: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return for each pair whether the first can have caused the second, by the tables' dates."""
    known = dated()["date"]
    return {name: order(known[a], known[b]) for name, (a, b) in pairs.items()}


def ordered() -> dict[str, str]:
    """Return for each of `PAIRS` whether the first can have caused the second."""
    return in_order({name: pair for name, (pair, _) in PAIRS.items()})


TRIED = {
    "went": "tried: X was taken away, Y went, and no return of Y was read",
    "returned": "tried: X was taken away, Y went for a time and came back",
    "stayed": "tried: X was taken away, and Y stayed",
    "never": "never tried: we read of no time at which X was taken away",
    "later": "not to be tried: X came after Y",
}
CLAIMS = {
    "third_site": (
        "2009-09-cancelled",
        "the Third Site; Moscow's threat to send Iskanders to Kaliningrad",
    ),
    "phase_4": ("2013-03-phase4", "Phase 4 of the American plan; the standstill of the talks"),
    "treaty": (
        "2019-inf-end",
        "the INF Treaty; American restraint: a Mk 41 on land fires no cruise missile",
    ),
    "iran": (
        "never",
        "Moscow's unwillingness to name Iran as a threat; the failure to build a joint system",
    ),
    "legal": ("never", "NATO's refusal of a legal guarantee; Moscow's refusal to join"),
    "decision": ("never", "NATO's refusal of one joint system; the failure of the talks"),
    "crimea": ("later", "the annexation of Crimea; the end of the Kremlin's own group"),
}


def tried() -> dict[str, str]:
    """Return what the record can say of each claim, from the trials that history ran."""
    known = {
        trial.removed: "stayed"
        if pd.isna(trial.days_gone)
        else "went"
        if pd.isna(trial.days_back)
        else "returned"
        for trial in trials().itertuples()
    }
    return {name: known.get(key, key) for name, (key, _) in CLAIMS.items()}


WORDS = {
    "statement": ("offered", "a statement that the defences are not directed at Russia"),
    "written": ("offered", "assurances in writing"),
    "legal": ("refused", "a legally binding commitment"),
    "limits": ("refused", "limits on numbers or abilities of the defences"),
    "trust": ("neither", "that Russia should trust without looking"),
    "button": ("neither", "a Russian veto over the firing of an interceptor"),
    "look": ("offered", "a look at what the system can do"),
}
DID = {
    "offered": "Washington or NATO offered it",
    "refused": "Washington or NATO refused it",
    "neither": "neither offered nor refused in these extracts",
}

QUESTIONS = {
    "side_by_side": "Did joint work and quarrel go on in the same years?",
    "crimea_alone": "Was it Crimea that ended Russia's own working group?",
    "one_system": "Did NATO propose a single joint system in January 2011?",
    "step_back": "Has Moscow taken back a step after Washington took back one?",
    "guarantee_saves": "Would a legal guarantee have saved the talks?",
    "against_strategic": "Were the joint exercises about Russia's strategic missiles?",
    "threat_named": "Had the two sides agreed by Lisbon on where the threat came from?",
    "housekeeping": "Was the end of the group more than housekeeping?",
}
SAFE = {
    "yes": "yes: the evidence carries it",
    "no": "no: the evidence is against it",
    "open": "nothing public that we read decides it",
}
ADVICE = {
    "side_by_side": "yes",
    "one_system": "no",
    "guarantee_saves": "open",
    "against_strategic": "no",
    "threat_named": "no",
    "housekeeping": "open",
}


def advised() -> dict[str, str]:
    """Return what may be told; two answers follow from dates in the tables."""
    late = {"impossible": "no", "possible": "open", "open": "open"}[ordered()["crimea_group"]]
    step = {"went": "yes", "returned": "yes", "stayed": "no"}[tried()["third_site"]]
    known = ADVICE | {"crimea_alone": late, "step_back": step}
    return {name: known[name] for name in QUESTIONS}


PAGES = {
    "release": ("origin", "the release on the exercise, as quoted"),
    "columnist": ("repeats", "the columnist's page that quotes the release"),
    "blog": ("repeats", "the blog that quotes the columnist"),
    "ria": ("agrees", "the report of RIA Novosti, which quotes a Russian defence official"),
    "itar_tass": ("another", "the report of ITAR-TASS"),
    "count": ("none", "a list of the nations that came"),
}
DOES = {
    "origin": "gives 11 nations in its own words, of a plan or of a count",
    "repeats": "passes those 11 on, with the words around them",
    "agrees": "gives 11 too, without saying from whom",
    "another": "gives another number of nations",
    "none": "was not found",
}

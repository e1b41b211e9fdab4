"""Exercises and prediction of unit 01, which sources deserve weight."""

from __future__ import annotations

from course.learn.answers import Number, Sorting, choice, first, sorting
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note, other_side
from course.lessons.how_we_know.documents import contradicted
from course.lessons.how_we_know.tasks import (
    AUDIT,
    CARRIES,
    EXPLAINER,
    FIVE,
    HOLDS,
    MYTHS,
    SPEAKS,
    VERDICTS,
    explainer,
    five,
    hardened,
    myths,
    origins,
    quoting,
    retelling,
    texts,
)
from course.words import count


def _bin() -> str:
    share = contradicted()
    return "A" if share < 10 else "B" if share < 27 else "C" if share < 42 else "D"


def _why_five() -> str:
    """Name each verdict and the reason for it, without the words of the evidence."""
    told = "\n".join(
        f"- `{name}` is **{verdict}**: {_REASONS[name]}" for name, verdict in five().items()
    )
    return (
        f"Each verdict once.\n\n{told}\n\nThe second and the fourth are easily mistaken for "
        "falsehoods. Neither *unverifiable* nor *outdated* says that the author lied."
    )


_REASONS = {
    "romania": "from the start the year was that of the building, not that of readiness.",
    "feasible": "one finding, one author, and a study of which no details were officially released.",
    "timely": "*all* Allies, and one of them complained in public.",
    "escalation": "so it stood on the day; within a week it no longer did.",
    "vilnius": "two days before, an agency had the summit there on these days.",
}

PREDICTIONS = (
    Prediction(
        id="01-contradicted",
        question="What share of the claims does the evidence contradict?",
        options={
            "A": "less than one in ten",
            "B": "about one in five",
            "C": "about one in three",
            "D": "about half",
        },
        answer=_bin,
        reveal=lambda: (
            f"Evidence contradicts {contradicted():.0f} per cent of the claims that were checked. "
            "Many more are out of date, blurred, or beyond anybody's checking."
        ),
    ),
)

EXERCISES = (
    Exercise(
        id="01-verdicts",
        title="Five claims, five verdicts",
        kind=Sorting({name: words for name, (_, words) in FIVE.items()}, VERDICTS),
        answer=five,
        why=_why_five,
        hints=(
            "Read the evidence, then the claim. Which word of the claim does the evidence touch?",
            "Ask of each: was it ever true? Could anybody outside test it? Is half of it right?",
            "Each of the five verdicts is used once.",
        ),
        source_ids=(
            "eucom-2021-aegis-ashore-romania-supporting",
            "air-space-2006-daily-report-item-1150nato",
            "ap-via-2022-croatia-criticizes-nato-after",
            "gulf-news-2026-turkey-confirms-third-ballistic",
            "err-news-2023-nato-allies-send-1",
        ),
        mistakes={
            (
                "supported",
                "feasible",
            ): "one body's finding is taken for a tested one. Of the study "
            "behind it no details were officially released. That does not make it false; but nothing "
            "independent supports it either.",
            (
                "supported",
                "romania",
            ): "half of the evidence is read. Major military construction was complete in that year. "
            "When was the site declared operational? The claim does not say which of the two it means.",
            ("contradicted", "feasible"): "what cannot be tested is taken for refuted. No evidence "
            "speaks against the finding: there is none to be had, either way.",
            ("outdated", "romania"): "a half-right year is taken for one that time has overtaken. "
            "Was there a day on which the year held for the building and for readiness alike? Then "
            "nothing has aged since: look at what the claim leaves open.",
            (
                "unverifiable",
                "escalation",
            ): "a cause that nobody can prove is taken for a claim that "
            "nothing touches. What set the later missiles off is open. Whether it stayed at one is "
            "not: look at the dates.",
            ("contradicted", "romania"): "one of two dates is taken for an error. Something did "
            "happen in that year. Look at what was finished then, and what came in the next.",
            ("contradicted", "escalation"): "a claim is blamed for what came after it. When it was "
            "printed, nothing had followed. Ask what is true for a reader now, and whether it was "
            "true then.",
            (
                "imprecise",
                "timely",
            ): "one case is taken to be too few. The claim says *all*. Against "
            "such a claim one case is enough.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="01-explainer",
        title="An AI-assisted text, claim by claim",
        kind=Sorting({name: words for name, (_, words) in EXPLAINER.items()}, HOLDS),
        answer=explainer,
        why="The article's one dated event is the one that fails: the series ran in 2021 and in "
        "2024, for reinforcement and movement, and no edition of 2022 is in any source that we "
        "read. An air and missile defence exercise of 2022 did take place, Ramstein Legacy 22, "
        "under another name. Two general sentences hold, and would hold of nearly any alliance. "
        "Two more cannot fail: nothing in them could be looked up. That we found no edition is "
        "not proof that there was none; an order of battle or a press release of that year would "
        "change the verdict.",
        hints=(
            "Which of the six sentences names something with a date? Look for it in the table.",
            "The table has every edition of the series that was found. Which years are there?",
            "One fails, one is half right, two hold, and two leave nothing to check.",
        ),
        source_ids=(
            "nato-multinational-2021-steadfast-defender-2021",
            "department-defense-2024-nato-begins-largest-exercise",
            "times-moscow-2022-nato-conducting-air-defense",
            "nato-2012-nato-declares-interim-missile",
        ),
        mistakes={
            ("holds", "exercise"): "a real name is taken for a real event. The name is that of a "
            "real series. Look at the years in which it was held, and at what it was for.",
            ("half", "exercise"): "a wrong year is taken for a slip. If only the year were wrong, "
            "the content would fit another edition. Compare the focus and purpose of the editions "
            "in the table.",
            (
                "holds",
                "results",
                "raw_data",
            ): "a sentence that cannot fail is taken for a true one. "
            "What would you have to find to show it wrong? If nothing comes to mind, there is "
            "nothing to check.",
            (
                "fails",
                "fielding",
            ): "a wrong half is taken for the whole. The evidence names one thing "
            "that NATO does run itself. Is that no part of the defences?",
            ("nothing", "fielding", "exercise"): "a checkable sentence is passed over as vague. It "
            "says who does something, or when. Look at what the evidence says on just that.",
            ("half", "raw_data", "results"): "an example is taken for half a proof. A link here or "
            "there bears out no part of a sentence about all of them. What could show it wrong?",
            (
                "half",
                "sovereignty",
                "frameworks",
            ): "one case is taken to be half of what is needed. "
            "The sentence says *can*, or names kinds of text. One case is enough for that.",
            ("holds", "fielding"): "a blurred owner is passed over. Something is right in it, and "
            "something belongs to somebody else. Who owns the radar and the interceptors?",
            ("fails", "sovereignty", "frameworks"): "a warning label is read as a verdict. That a "
            "machine helped to write a sentence does not make it false. Look at the evidence for "
            "this one.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="01-trace",
        title="Printed eight times: how many witnesses?",
        kind=Number("", tolerance=0.1),
        answer=origins,
        why=lambda: (
            f"{count(origins()).capitalize()}. The statement is that of one spokesman of NATO's "
            "military headquarters. The texts lead back to it, but for one that names The Guardian: its "
            "row does not say where the paper has the figure from. None names anybody else who held a watch. So the "
            "evidence decides the editor's question: a rule that counts prints lets the figure "
            "through, and a rule that counts origins does not. Print it, with whose it is: *by "
            "NATO's own account*. What would change this: a log, a radar track published by "
            "somebody else, or a timing by a party that had no part in it. And mind what the "
            "minutes run to, the launch; how well the shot went they do not say."
        ),
        hints=(
            "Go down the column `drawn_from`: whose words are they in the end?",
            "An agency that quotes a spokesman is a print. Is it a witness?",
            "Count the people or instruments that measured, not the pages that repeat.",
        ),
        source_ids=(
            "gamereactor-2026-nato-ramps-up-missile",
            "straits-times-2026-nato-increases-posture",
            "dpa-afx-via-2026-nato-einsatzbereitschaft",
        ),
        misconceptions={
            "prints are counted as witnesses": Misconception(
                "That is how many texts repeat it. Ask for each where it has the figure from.",
                lambda: [texts(), texts() + 1],
            ),
            "agencies are counted as witnesses": Misconception(
                "That is how many quote the sentence word for word. To quote a spokesman is not to "
                "measure.",
                lambda: [quoting()],
            ),
            "those who retell are counted as witnesses": Misconception(
                "So many retell it, and so many names stand in `drawn_from`. Ask of each name where "
                "it has the figure from in its turn.",
                lambda: [retelling()],
            ),
            "one statement is counted under two names": Misconception(
                "A post on X, a statement on social media, the spokesman: how many people spoke, "
                "and how often was it timed? If your second is The Guardian: a paper prints, and the row "
                "does not say where it has the figure from.",
                (2,),
            ),
            "an interested witness is counted as none": Misconception(
                "Somebody did say it, and was in a position to know. A stake is a reason to say "
                "whose word it is, not to strike it out.",
                (0,),
            ),
        },
        outcomes=("LO4", "LO8"),
    ),
    Exercise(
        id="01-misquotation",
        title="Who said that the Alliance does not intend it?",
        kind=choice(
            A="The Secretary General, in so many words.",
            B="A news agency, in its own words beside his; a later page dropped his.",
            C="The games site: before its page of 6 March nobody had spoken of plans.",
            D="The military spokesman, in his statement of 5 March.",
        ),
        answer=hardened,
        why="What he said was that nobody was talking about it and that it was, he thought, not in order here. "
        "The agency's first report kept that: no immediate reason. Another of its reports, and "
        "a newspaper's headline, made a plan and a promise of it, with his words still beside "
        "them. On the games site's second page the words are gone and the intention is left. It "
        "names no source for the sentence, so that the last step is our inference. Nobody need "
        "have meant to mislead: each step is a small one. Whoever quotes carries the words; "
        "whoever paraphrases carries a judgement about them.",
        hints=(
            "Put the rows in order of strength: not discussed, no reason now, no plan, no intention.",
            "In which row does the answer first become one about plans? Do his words stand beside it?",
            "The statement on the posture does not speak of Article 5.",
        ),
        source_ids=(
            "straits-times-2026-highlights-rutte-interview",
            "straits-times-2026-article-five-not-on-table",
            "dawn-2026-no-talk-article-5",
            "gamereactor-2026-nato-ramps-up-missile",
        ),
        mistakes={
            "A": "a paraphrase is taken for a quotation. Look at what stands between quotation marks. "
            "It is about talk and about what is in order, not about intentions.",
            "C": "the last page is blamed for the whole drift. Another page has nearly the same "
            "words a day earlier. Look at its date.",
            "D": "two statements of one day are run together. The spokesman spoke of the posture. "
            "The answer on Article 5 was given to an agency by somebody else.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="01-myths",
        title="A page without its layout",
        kind=Sorting(MYTHS, SPEAKS),
        answer=myths,
        why="The page sets myths against facts. A program that keeps its text and drops its layout "
        "keeps both in one voice, and a reader in haste has an American office saying that the "
        "system is aimed at Russia. Two signs survive: each line of the "
        "first kind is answered by the next, and the title says *Myth vs. Fact*. And the lines under *fact* are still "
        "those of one party to a dispute: to know who asserts a thing is not yet to know whether "
        "it is so.",
        hints=(
            "Read the lines in pairs: the second of each pair answers the first.",
            "Would the mission of the United States print the sentence as its own view?",
            "Three of the five are myths, by the page's own account.",
        ),
        source_ids=("mission-nato-nd-nato-bmd-myth-vs",),
        mistakes={
            "every line of a page is read in one voice": Misconception(
                "The page is called Myth vs. Fact. Some of its lines are there to be rejected.",
                lambda: [dict.fromkeys(MYTHS, "asserts")],
            ),
            ("rejects", "physics", "declined"): "a strong line is taken for a myth. You may doubt "
            "that line; the mission does not. The question is whose voice it is.",
            ("asserts", "directed", "resolved", "american"): "a familiar line is taken for the "
            "mission's. Others say so, and the page answers them. Look at how the line after it begins.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="01-audit",
        title="Audit a sentence of this course",
        kind=sorting(AUDIT, CARRIES),
        answer=lambda: first(AUDIT),
        why="The sentence is carried in part. The trade paper has the two sums, and has them as an "
        "estimate and an expectation for two sites together; the engineers' page has the 170 "
        "million and the complex. That these mean the building alone neither page says: it is our "
        "step, and *as we read it* admits that, so the row of that page has `hedged`. Take away "
        "the two sites, or those four words, and what is left reads better and goes beyond both "
        "pages. That is the fault which the draws of this course met most often. One clause we "
        "left out: 2013 is the date of the paper's page. Were we right about the building? A "
        "reading cannot tell; a contract or a budget of the site could. If you have a network, "
        "open both pages. If one of them does not say what we say, you have found a fault: "
        "CONTRIBUTING.md says where to send it.",
        hints=(
            "Take each wording word by word, and look for every word in what the two pages say.",
            "How many sites does the first sum cover, and what is it: a price or an estimate?",
            "Two are carried, one is ours, two go beyond.",
        ),
        source_ids=(
            "defense-daily-2013-gao-aegis-ashore-cost",
            "army-corps-2016-romania-complete-construction-missile",
        ),
        mistakes={
            ("carried", "building", "shell"): "a likely step is taken for a reading. Neither page "
            "divides the 170 million, or says what is not among them. Look for the word *alone*.",
            (
                "beyond",
                "building",
            ): "an admitted step is blamed like a hidden one. Nothing says it, "
            "that is right; but look at the four words that the sentence puts before it.",
            ("carried", "one_site"): "a sum for two is given to one. Whose costs does the trade "
            "paper add up, and had they been paid when it wrote?",
            ("ours", "one_site", "shell"): "a step is excused that nobody admitted. It may well be "
            "ours; which word of the wording tells a reader so?",
            (
                "beyond",
                "estimate",
                "complex",
            ): "a part is taken for nothing. `part` says that the page "
            "does not carry the *whole* sentence. Does it carry this clause?",
            (
                "ours",
                "estimate",
                "complex",
            ): "a clause of the page is taken for a step of ours. `part` "
            "says that the page does not carry the *whole* sentence. Does it carry this clause?",
        },
        outcomes=("LO8",),
    ),
    other_side(
        "01",
        (
            "Which of our reasons would one of us put first, and does it come first?",
            "Would one of us sign every sentence, or is one of them what our opponents say of us?",
            "Is our best fact there with who says so, and our reply to the hardest objection?",
        ),
        hints=(
            "Begin with what this side knows that the other cannot know.",
            "Choose one case from the debate, and say whose it is.",
            "Name the hardest objection, and answer it as this side would.",
        ),
        source_ids=(
            "gao-1992-operation-desert-storm-data",
            "science-1999-patriots-missed",
            "mitchell-2000-placebo-defense",
            "zimmerman-1992-review-postol-lewis",
            "dylan-maguire-2022-secret-intelligence",
            "carnegie-carson-2018-disclosure-dilemma",
        ),
    ),
    claim_note(
        "01",
        (
            "Is there one claim, and could it turn out wrong?",
            "Has each piece of evidence its date, its source and its grade (A, B or C)?",
            "Which evidence is missing, and what could it change?",
        ),
        hints=(
            "Write the claim so that someone could show it to be false.",
            "Say of each source what it had access to and what it has at stake.",
            "End with what the public record does not show, and which evidence would.",
        ),
        source_ids=(
            "gao-1992-operation-desert-storm-data",
            "los-angeles-1992-gao-disputes-army-claim",
            "christian-science-1992-success-patriot-missile-still",
            "science-1999-patriots-missed",
        ),
        outcomes=("LO4", "LO8"),
    ),
)

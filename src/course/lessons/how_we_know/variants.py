"""Of which other claims the exercises of unit 01 may be asked."""

from __future__ import annotations

from course.learn.variants import Drawn
from course.lessons.how_we_know.documents import DOCUMENTS
from course.lessons.how_we_know.tasks import VERDICTS, verdicts

CLAIMS = {
    "interim": "cwp-chicago-interim",
    "russia_2002": "fs07-tmd-2002",
    "existing": "fs07-alaska-california",
    "approved": "fs07-altbmd-2005",
    "first_word": "news-turkiye-first",
    "acted": "news-air-commander",
    "april": "fs07-nrc-april-2007",
    "members_28": "cwp-members-28",
    "full": "fs07-altbmd-foc",
    "studying": "fs07-third-site-current",
    "forum": "fs07-nrc-best-forum",
    "nations_30": "adv-nato-30",
    "help": "cwp-turkiye-syria",
    "port": "cwp-rota-port",
    "enlarged": "cwp-nato-expanded",
    "announced": "fs07-january-2007",
    "cover": "fs07-much-of-europe",
    "fields": "aix-nato-deploys",
    "minutes": "news-destroyed-in-minutes",
    "conflict": "news-us-iran-conflict",
    "edition": "aix-steadfast-2022",
    "assets": "news-assets-protected",
    "put_forward": "adv-nato-epaa",
    "design": "adv-no-specific-design",
    "cadre": "cwp-round-the-clock",
    "proposed": "fs07-study-architecture",
    "exchange": "aix-raw-data",
    "only_one": "adv-only-organisation",
    "anniversary": "adv-photo-anniversary",
}

VARIES = {
    "01-verdicts": Drawn(
        pool=CLAIMS,
        words="{row:claim_checks/claim} ({row:claim_checks/document})",
        spelt={code: f"the {name[0].lower()}{name[1:]}" for code, name in DOCUMENTS.items()},
        codes_of=verdicts,
        codes=VERDICTS,
        each=dict.fromkeys(VERDICTS, 1),
        confused={
            ("unverifiable", "supported"): "nothing against it is taken for evidence. A party says "
            "it of itself, or nobody could look it up. That does not make it false; but nothing "
            "independent supports it either.",
            ("unverifiable", "contradicted"): "what cannot be tested is taken for refuted. No "
            "evidence speaks against it: there is none to be had, either way.",
            ("outdated", "contradicted"): "a claim is blamed for what came after it. Ask what is "
            "true for a reader now, and whether it was true, or planned, when it was written.",
            ("outdated", "supported"): "the date of the evidence is passed over. It held once. "
            "Does it for a reader of today?",
            ("imprecise", "supported"): "half of the evidence is read. Something in the claim is "
            "right. What in it is somebody else's, left out, or said too flatly?",
            ("imprecise", "contradicted"): "a wrong part is taken for the whole. One part of the "
            "claim stands. Look at which word of it the evidence touches.",
            ("imprecise", "outdated"): "a half-right claim is taken for one that time has "
            "overtaken. Was there ever a day on which the whole of it held?",
            ("contradicted", "imprecise"): "a slip is seen where the evidence says otherwise. "
            "Which part of the claim would be left standing?",
            ("supported", "unverifiable"): "a record is passed over. Somebody apart from the "
            "speaker says so, or the event itself is on record. Look at the evidence once more.",
        },
        why="Each verdict once. *Outdated* and *imprecise* are easily mistaken for falsehoods. "
        "Neither *unverifiable* nor *outdated* says that the author lied.",
        hints=(
            "Read the evidence, then the claim. Which word of the claim does the evidence touch?",
            "Ask of each: was it ever true? Could anybody outside test it? Is half of it right?",
        ),
        text="Claims from the documents of the unit, with the evidence that was found "
        "(`claim_checks`). Read both, then give each a verdict: `supported`, `outdated`, "
        "`imprecise`, `contradicted` or `unverifiable`. The verdict is for a reader of today: "
        "*outdated* is what was true, or planned, when it was written and is so no longer; "
        "*imprecise* is what was right in part from the start; *unverifiable* is what nothing "
        "found speaks for or against. The letter is the grade of the evidence.\n\n{items}",
        shows=("tasks.evidence({found})",),
        table="claim_checks",
    ),
}

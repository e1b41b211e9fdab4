"""Of which other assets the exercises of unit 06 may be asked."""

from __future__ import annotations

from course.learn.variants import Drawn
from course.lessons.who_decides.sortings import CODES, letters

ASSETS = {
    "deveselu_site": "usa-aegis-ashore-romania",
    "redzikowo_site": "usa-aegis-ashore-poland",
    "roosevelt": "usa-rota-roosevelt",
    "bulkeley": "usa-rota-bulkeley",
    "paul_ignatius": "usa-rota-paul-ignatius",
    "arleigh_burke": "usa-rota-arleigh-burke",
    "patriot_slovakia": "usa-patriot-slovakia-2022",
    "patriot_poland": "usa-patriot-poland-2022",
    "kurecik_ground": "tur-host-kurecik",
    "deveselu_ground": "rou-host-deveselu",
    "redzikowo_ground": "pol-host-redzikowo",
    "torrejon": "esp-host-caoc-torrejon",
    "ramstein_place": "deu-host-ramstein",
    "bodo": "nor-host-caoc-bodo",
    "air_command_centre": "ita-host-daccc",
    "german_patriots": "deu-patriot-turkiye-2013",
    "dutch_patriots": "nld-patriot-turkiye",
    "italian_sampt": "ita-sampt-turkiye",
    "spanish_patriot": "esp-patriot-turkiye",
    "romanian_patriots": "rou-patriot",
    "german_frigates": "deu-f124-radar",
    "dutch_frigates": "nld-smart-l",
    "hebrides": "gbr-range-hebrides",
    "andoya": "nor-range-andoya",
    "polish_second": "pol-patriot-wisla-2",
    "network": "nato-interim-c2-ramstein",
}

VARIES = {
    "06-ten-assets": Drawn(
        pool=ASSETS,
        words="{row:contributions/contribution} ({row:contributions/country})",
        codes_of=letters,
        codes=CODES,
        each={"UUA": 2, "UUU": 1, "NUA": 1, "NAA": 2, "NNA": 2, "NN?": 2},
        confused={
            ("UUA", "AAA"): "the commander is taken for the owner. You gave the Alliance something "
            "that it does not own. NATO commands it when it is assigned; it belongs to the United "
            "States.",
            ("UUA", "UUU"): "the flag is taken for the command. You put an American thing under "
            "American command throughout. When it is assigned the table names a NATO commander: "
            "look at the third column.",
            ("UUU", "UUA"): "every American unit in Europe is put under NATO. The third column "
            "names an American command. Not all that stands on allied ground is assigned to the "
            "Alliance.",
            ("NUA", "UUA"): "the host of the ground is forgotten. You gave a base to its user. The "
            "ground belongs to the host; the Americans use it.",
            ("NNA", "NAA"): "the commander is taken for the crew. A battery that is lent keeps its "
            "own soldiers. NATO commands it; the nation that owns it runs it.",
            ("NAA", "NNA"): "the landlord is taken for the crew. The ground is the nation's, and "
            "NATO's own people work there: look at the second column.",
            ("NN?", "NNA"): "an empty cell is filled in. You named a commander where the table has "
            "none. Perhaps there is one; nobody on this course has read it. Unknown stays unknown.",
        },
        why="The three letters seldom agree, and that is the point. Ownership says who may take a "
        "thing home; operation says whose people push the buttons; command says under whose orders "
        "they push them when the thing has been assigned. A question mark is a finding too: no "
        "source that was read names a commander there.",
        hints=(
            "Look each asset up in the rows shown: the three letters are three columns.",
            "`saceur` and `aircom` are NATO commanders; `us-eucom` is an American one; an empty "
            "cell there is a question mark.",
        ),
        text="Give each asset three letters: its **owner**, its **operator**, and its **commander "
        "when assigned**. `U` is the United States, `A` the Alliance in common or a NATO "
        "commander, `N` another nation, and `?` means that the table names none. The next cell "
        "shows their rows of `contributions`, in the order in which they are asked. `USA` and the "
        "like are countries; `saceur`, NATO's supreme commander in Europe, and `aircom`, Allied "
        "Air Command, are of NATO, `us-eucom` is an American command, and `NaN` is an empty "
        "cell. The combinations to choose from: `UUA`, `UUU`, `NUA`, `NAA`, `NNA`, `NN?`, `AAA`."
        "\n\n{items}",
        shows=(
            "rows = {rows}\n"
            'contributions.loc[rows, ["owner", "operator", "commander_when_assigned"]]',
        ),
        table="contributions",
    ),
}

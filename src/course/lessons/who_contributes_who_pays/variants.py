"""Of which other pieces and loans the exercises of unit 07 may be asked."""

from __future__ import annotations

from course.learn.misconceptions import ELSEWHERE
from course.learn.variants import Asked, Drawn
from course.lessons.who_contributes_who_pays.loans import STEPS_OF, days_of_a_loan
from course.lessons.who_contributes_who_pays.sortings import PAYERS, payers

PIECES = {
    "romanian_site": "usa-aegis-ashore-romania",
    "kurecik_radar": "usa-radar-kurecik",
    "roosevelt": "usa-rota-roosevelt",
    "satellites": "usa-early-warning-satellites",
    "task_force": "usa-task-force-64",
    "training_centre": "usa-eiamdc",
    "kurecik_ground": "tur-host-kurecik",
    "romanian_base": "rou-host-deveselu",
    "rota_port": "esp-home-port-rota",
    "torrejon_base": "esp-host-caoc-torrejon",
    "bodo_base": "nor-host-caoc-bodo",
    "air_command_base": "ita-host-daccc",
    "greek_centre": "grc-iamd-coe",
    "dutch_radars": "nld-smart-l",
    "german_radars": "deu-f124-radar",
    "romanian_patriots": "rou-patriot",
    "polish_patriots": "pol-patriot-wisla-1",
    "danish_radar": "dnk-frigate-radar",
    "hebrides": "gbr-range-hebrides",
    "italian_battery": "ita-sampt-turkiye",
    "two_satellites": "fra-deu-odins-eye",
    "theatre_command": "nato-altbmd-c2",
    "test_bed": "nato-integration-test-bed",
    "air_command_system": "nato-accs-tmd1",
    "ramstein_network": "nato-interim-c2-ramstein",
}

VARIES = {
    "07-payer": Drawn(
        pool=PIECES,
        words="{row:contributions/contribution} ({row:contributions/country})",
        codes_of=payers,
        codes=PAYERS,
        each={"us": 2, "national": 2, "common": 2, "unread": 2},
        confused={
            ("unread", ELSEWHERE): "an empty cell is filled in. You named a payer where the table "
            "has none. Somebody pays; nobody on this course has read who. Unknown stays unknown.",
            ("us", "common"): "the commander is taken for the payer. You let NATO pay for what "
            "NATO commands. A commander gives orders; the bill stays with the nation that owns it.",
            ("us", "national"): "the host is taken for the payer. You let the host pay for what "
            "stands on its ground. Ground and what stands on it are two rows.",
            ("national", "common"): "one Ally's piece is put on the common account. A nation that "
            "brings it bears its cost, whoever commands it.",
            ("national", "us"): "the largest is taken for the payer of everything. The United "
            "States pays for much here, and not for this. Look the row up.",
            ("common", ELSEWHERE): "common money is overlooked. The column says `common_funding`: "
            "all Allies pay for it together.",
            ("us", "unread"): "a filled cell is taken for an empty one. The table names a payer "
            "there. Look the row up.",
        },
        why="The bill follows neither the ground nor the command. What stands on a host's ground "
        "may be paid for by its owner alone; common money has networks and what joins them. What "
        "the ground costs its host no source that was read says: the cell is empty, and that is "
        "not nought.",
        hints=(
            "Go to the column `payer`, not to the commander.",
            "`common_funding` is the common money; an empty cell, printed as `NaN`, is `unread`.",
        ),
        text="Things that count as alliance missile defence. The next cell shows their rows of "
        "`contributions`: the column `payer` says who pays for the asset. For each choose `us` "
        "(the United States), `national` (another Ally), `common` (NATO's common money, in the "
        "table `common_funding`) or `unread` (the cell is empty, printed as `NaN`: no source was "
        "read). The rows stand in the order in which they are asked.\n\n{items}",
        shows=(
            "rows = {rows}\n"
            'columns = ["contribution", "owner", "commander_when_assigned", "payer"]\n'
            'contributions.set_index("contribution_id").loc[rows, columns]',
        ),
        table="contributions",
    ),
    "07-days": Asked(
        days_of_a_loan,
        of=(
            {"row": "usa-gaziantep-2013", "start": "decided", "end": "operational"},
            {"row": "deu-kahramanmaras-2013", "start": "requested", "end": "operational"},
            {"row": "usa-gaziantep-2013", "start": "arrived", "end": "operational"},
            {"row": "deu-kahramanmaras-2013", "start": "arrived", "end": "operational"},
            {"row": "usa-gaziantep-2013", "start": "requested", "end": "operational"},
            {"row": "nld-adana-2013", "start": "arrived", "end": "operational"},
        ),
        rows={"row": "turkiye_deployments"},
        words=STEPS_OF,
        text="The next cell shows the steps of a loan to Türkiye, to the day where it is known: "
        "`{row}`. How many *days* passed from {start} to {end}? (`requested` is the letter, "
        "`decided` NATO's decision, `arrived` the first people, `operational` readiness.)",
        shows=(
            'steps = ["requested", "decided", "arrived", "operational", "operations_ended"]\n'
            'deployments.set_index("deployment_id").loc[{row}, steps]',
        ),
    ),
}

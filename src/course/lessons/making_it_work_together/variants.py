"""Of which other loans unit 08 may ask."""

from __future__ import annotations

from course.learn.variants import Asked
from course.lessons.who_contributes_who_pays.loans import STEPS_OF, days_of_a_loan

VARIES = {
    "08-days": Asked(
        days_of_a_loan,
        of=(
            {"row": "usa-gaziantep-2013", "start": "decided", "end": "arrived"},
            {"row": "deu-kahramanmaras-2013", "start": "requested", "end": "arrived"},
            {"row": "deu-kahramanmaras-2013", "start": "decided", "end": "operational"},
            {"row": "usa-gaziantep-2013", "start": "requested", "end": "arrived"},
        ),
        rows={"row": "turkiye_deployments"},
        words=STEPS_OF,
        text="The chart of the batteries counts some from a request and some from a missile "
        "(`turkiye_deployments`). Count for `{row}` from {start} to {end}: how many *days*? And "
        "before you open the solution: which of the rows shown does not allow the same count, "
        "and why?",
        shows=(
            'deployments = course.load("turkiye_deployments").set_index("deployment_id")\n'
            'steps = ["requested", "decided", "arrived", "operational"]\n'
            'deployments.loc[[{row}, "malatya-2026-unnamed"], steps]',
        ),
    ),
}

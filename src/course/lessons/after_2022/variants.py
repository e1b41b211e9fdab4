"""Of which other states and purchases unit 15 may ask."""

from __future__ import annotations

from course.learn.variants import Asked
from course.lessons.after_2022.shelves import BOUGHT, WHO, supplied

ALL, FOUNDERS = WHO

VARIES = {
    "15-suppliers": Asked(
        supplied,
        of=(
            {"what": "abroad", "who": FOUNDERS},
            {"what": "german", "who": ALL},
            {"what": "german_alone", "who": FOUNDERS},
            {"what": "german", "who": FOUNDERS},
            {"what": "german_alone", "who": ALL},
        ),
        words={**BOUGHT, **WHO},
        text="The next cell shows the states of which a purchase was read (`sky_shield`). Of those "
        "{who}, what share bought {what} through the scheme or in its spirit, as the table has "
        "it? In per cent. Two purchases of the text are not in the column: Switzerland's "
        "Patriots, ordered before it joined, and Denmark's SAMP/T, which nothing read ties to the "
        "scheme.",
        shows=(
            'bought = shield[shield["suppliers"].notna()].set_index("country")\n'
            'bought[["participation", "bought", "suppliers", "grade"]]',
        ),
    ),
}

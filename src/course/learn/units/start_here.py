"""The diagnostic of unit 00."""

from __future__ import annotations

from course.geodesy import flight_minutes
from course.learn.exercises import Question

QUIZ = (
    Question(
        "Who takes decisions in the North Atlantic Council, and how?",
        (
            (
                "The members, by majority vote",
                False,
                "There are no votes. Units on institutions show what consensus costs and buys.",
            ),
            (
                "The members, by consensus",
                True,
                "Every member can stop a decision; silence counts as agreement when a text is put "
                "under the silence procedure.",
            ),
            (
                "The Secretary General, after consulting",
                False,
                "The Secretary General chairs and cannot decide for the members.",
            ),
        ),
        "00",
    ),
    Question(
        "A ballistic missile flies 2,000 km. Roughly how long is it in the air?",
        (
            ("About two minutes", False, "It would have to be several times faster than it is."),
            (
                "About twelve minutes",
                True,
                f"The textbook formula gives {flight_minutes(2000):.0f}; the time left to decide is "
                "shorter still.",
            ),
            (
                "About an hour",
                False,
                f"By the same formula {flight_minutes(10000):.0f} minutes are enough for 10,000 km.",
            ),
        ),
        "00",
    ),
    Question(
        "A treaty has been signed. What else must normally happen before it binds?",
        (
            ("Nothing", False, "Then every unratified treaty in this course would be in force."),
            (
                "Ratification, and what the treaty says about entry into force",
                True,
                "Unit 04 follows six agreements along that road; two never reached its end.",
            ),
            ("Publication in a newspaper", False, "Publication matters in law, but not this way."),
        ),
        "00",
    ),
    Question(
        "An operator reports three interceptions out of three. What does that show about the system?",
        (
            (
                "It always works",
                False,
                "A system that fails four times in ten also shows three of three, one time in five.",
            ),
            (
                "Little: three is few, and the counter has a stake",
                True,
                "Small numbers leave wide intervals, and who counts what is half of the question.",
            ),
            (
                "Nothing at all",
                False,
                "It does show something: a system that never works would not do it.",
            ),
        ),
        "00",
    ),
    Question(
        "Two polls of the same month differ by twenty-five points. What do you check first?",
        (
            ("Which of them is wrong", False, "Both may be right about what they asked."),
            (
                "Who asked what, of whom, and for whom",
                True,
                "Wording, sample and sponsor come before any verdict.",
            ),
            (
                "The average of the two",
                False,
                "An average of two different questions answers neither.",
            ),
        ),
        "00",
    ),
)

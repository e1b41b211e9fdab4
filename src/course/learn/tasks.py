"""What a lesson asks: exercises that are checked against the tables, and predictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any

from course.learn.answers import Kind
from course.learn.misconceptions import Betrays, Misconception, told


@dataclass(frozen=True)
class Exercise:
    """One exercise. `answer` computes the reference from the tables; it is never typed twice.

    `why` is the worked solution as Markdown, or a function that computes it. The misconceptions
    stand by what each is called, and are tried in their order; `mistakes` are more of them, in the
    short form of `told`. `outcomes` are those of the unit's card that it assesses, such as LO5.
    """

    id: str
    title: str
    kind: Kind
    answer: Callable[[], Any]
    why: str | Callable[[], str]
    hints: tuple[str, str, str]
    source_ids: tuple[str, ...]
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    mistakes: InitVar[Mapping[Betrays, str | Misconception] | None] = None

    def __post_init__(self, mistakes: Mapping[Betrays, str | Misconception] | None) -> None:
        """Lay out the short form."""
        object.__setattr__(self, "misconceptions", {**self.misconceptions, **told(mistakes or {})})


@dataclass(frozen=True)
class Prediction:
    """A guess to commit to before the data show. `reveal` computes what the data say."""

    id: str
    question: str
    options: dict[str, str]
    answer: Callable[[], str]
    reveal: Callable[[], str]

    def verdict(self, mine: str) -> str:
        """Return a choice set against the data, in the words that notebook and page share."""
        agree = mine == self.answer()
        said = "The data agree with you." if agree else self.otherwise()
        return f"You predicted **{mine}**. {said} {self.reveal()}"

    def otherwise(self) -> str:
        """Say what the data say to whoever predicted something else."""
        found = self.answer()
        return f"The data say otherwise: **{found}** {self.options[found]}."

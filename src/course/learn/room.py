"""What the room of a unit in `lessons/` holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from course.learn.quiz import Question
from course.learn.samples import Sample
from course.learn.tasks import Exercise, Prediction
from course.learn.variants import Varies


@dataclass(frozen=True)
class Lesson:
    """What a unit's room holds; `varies` says of which other rows an exercise may be asked."""

    exercises: dict[str, Exercise]
    predictions: dict[str, Prediction]
    quiz: tuple[Question, ...]
    samples: Mapping[str, tuple[Sample, ...]] = field(default_factory=dict)
    varies: Mapping[str, Varies] = field(default_factory=dict)

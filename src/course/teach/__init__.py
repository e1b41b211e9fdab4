"""What an instructor needs, derived from the units: `course teach …`. Learners never meet it."""

from course.extras import needs

__all__ = ["needs"]

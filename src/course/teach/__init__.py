"""What an instructor needs, derived from the units: `course teach …`. Learners never meet it."""

from __future__ import annotations

from importlib.util import find_spec

from course.errors import CourseError


def needs(*modules: str, extra: str = "teach") -> None:
    """Say which command installs what is missing, where a library of an extra is not there.

    Args:
        modules: the names by which the libraries are imported, such as "qrcode".
        extra: the extra of the package that brings them.

    Raises:
        CourseError: one of them cannot be found.
    """
    missing = [name for name in modules if find_spec(name.partition(".")[0]) is None]
    if missing:
        raise CourseError(
            f"This needs what the learner's installation leaves out ({', '.join(missing)}). In a "
            f"clone: uv sync --extra {extra}. Else: pip install "
            f'"alliance-missile-defence-course[{extra}]"'
        )

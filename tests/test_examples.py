"""The examples in docstrings say what the code does."""

import doctest
import importlib
import re

import pytest

from course.paths import root

SOURCE = root() / "src"
WITH_EXAMPLES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    for path in (SOURCE / "course").rglob("*.py")
    if "_bundle" not in path.parts and re.search("^ +>>> ", path.read_text("utf-8"), re.M)
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_what_an_example_shows_is_what_comes_out(name):
    result = doctest.testmod(importlib.import_module(name), verbose=False)
    assert result.attempted and not result.failed

"""Holds for every run of the tests, the notebooks among them: see the parts in tests/suite/.

It stands at the root because a notebook is a test too, and does not lie below tests/.
"""

from tests.suite import home

home.move_in()

pytest_plugins = tuple(f"tests.suite.{part}" for part in ("guard", "groups", "browser", "lab"))

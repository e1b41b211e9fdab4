"""Which tests stay together on one worker, and which groups begin first.

The cells of a notebook share a kernel, and a file's tests share what its fixtures build, so each
is a group. JupyterLab is opened once for all that look at it. The built site is shared by all.
"""

from pathlib import Path

import pytest

# A group for tests that use one of these fixtures, wherever they stand.
SHARED = {"lab": "lab"}
# First the file that builds the site, before another asks for it, then the longest, so that no
# worker is left alone with one at the end; notebooks come next.
FIRST = (
    "tests/browser/test_site.py", "lab", "tests/browser/test_payloads.py",
    "tests/quality/test_tables.py", "tests/learn/test_corpus.py", "tests/quality/test_report.py",
    "tests/test_new.py",
)  # fmt: skip


def group(item: pytest.Item) -> str:
    """Return the name of the group that a test belongs to."""
    for fixture, name in SHARED.items():
        if fixture in getattr(item, "fixturenames", ()):
            return name
    return item.nodeid.split("::")[0]


def place(name: str) -> int:
    """Return where a group stands in the order of beginning."""
    if name in FIRST:
        return FIRST.index(name)
    return len(FIRST) + (not name.endswith(".ipynb"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(group(item)))
    items.sort(key=lambda item: place(item.get_closest_marker("xdist_group").args[0]))


def pytest_xdist_auto_num_workers(config):
    """Tests of one file are one group: workers would only cost their start."""
    files = {Path(argument.split("::")[0]) for argument in config.args}
    return 0 if len(files) == 1 and files.pop().is_file() else None

"""Imports run one way, and `import course` costs little more than pandas."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import course

PACKAGE = Path(course.__file__).parent
# Each module may import from its own layer and from those above it in this list.
LAYERS = (
    {"errors", "extras", "files", "lan", "markup", "paths", "rescue", "show", "terminal", "words"},
    {"selection"},
    {"cells", "csvfile", "description", "jsonshape", "rows"},
    {"data", "geodesy", "passages", "sources", "stats", "table", "units"},
    {"editions", "merge", "work"},
    {"charts", "learn"},
    {"lessons", "template"},
    {"publish", "quality"},
    {"doctor", "jupyter", "lab", "new", "teach"},
    {"cli"},
)
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "_bundle")


def part(path):
    """Return the module or package of the course that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    """Return the parts of the course that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("course."))


def test_no_two_files_of_tests_have_one_name_where_a_folder_is_no_package():
    tests = Path(__file__).parent
    loose = [f for f in tests.rglob("test_*.py") if not (f.parent / "__init__.py").exists()]
    names = [file.name for file in loose]
    assert len(names) > 30 and sorted(set(names)) == sorted(names), "pytest takes them for one"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    if part(path) == "__init__":
        return  # the course's own front names everything, lazily; see below
    height = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    for other in imported(path):
        assert height[other] <= height[part(path)], f"{part(path)} imports {other}"


def module(path):
    """Return a file's dotted name."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def test_no_two_modules_import_each_other():
    """Not even inside a function, or for their types alone; a front only hands names on."""
    known = {module(path): path for path in MODULES if path.name != "__init__.py"}
    graph = {}
    for name, path in known.items():
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        froms = [node for node in tree if isinstance(node, ast.ImportFrom)]
        named = {f"{node.module}.{a.name}" for node in froms for a in node.names}
        graph[name] = ({node.module for node in froms} | named) & set(known)
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def fresh(code):
    """Run code in a new interpreter; return what it prints."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()


def test_import_course_is_lazy():
    assert fresh("import course, sys; print(*[m for m in sys.modules if m[:7] == 'course.'])") == []


def test_a_table_needs_neither_plotly_nor_the_site_nor_a_notebook():
    loaded = fresh("import course, sys; course.load('polls'); print(*sys.modules)")
    assert "pandas" in loaded
    assert not {"plotly", "sphinx", "IPython", "nbformat", "myst_nb", "kaleido"} & set(loaded)


def test_every_public_name_is_there():
    assert all(getattr(course, name) is not None for name in course.__all__)
    assert dir(course) == sorted(course.__all__)


def test_no_file_is_longer_than_five_hundred_lines():
    written = [*PACKAGE.rglob("*.py"), *Path(__file__).parent.rglob("*.py")]
    lengths = {str(path): len(path.read_text("utf-8").splitlines()) for path in written}
    assert {name: lines for name, lines in lengths.items() if lines > 500} == {}

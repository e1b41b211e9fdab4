"""What the course costs, in ratios to what one would have without it.

    uv run python tests/bench/run.py --json FILE

Run it on a quiet machine. Each ratio has an aim or a limit from the project's brief; times are
shown only to explain a ratio. Exit status 1 when a limit is exceeded.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

from course.paths import root
from course.publish import site
from course.publish.figures import drawings
from course.units import Unit, unit, units

BARE = "import pandas\nimport plotly.graph_objects"


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best_of(count: int, code: str) -> float:
    """Return the shortest time of `count` fresh interpreters running `code`, in seconds."""
    return min(
        seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))
        for _ in range(count)
    )


def nbval(paths: list[Path]) -> float:
    """Return the seconds that strict nbval takes over some notebooks; it must pass."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "--noconftest",
        "-q",
        "-o",
        "addopts=",
        "-p",
        "no:cacheprovider",
        *map(str, paths),
    ]
    return seconds(
        lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=root())
    )


def bare_notebooks(folder: Path, count: int) -> list[Path]:
    """Write notebooks that only import pandas and plotly, as many as the course has."""
    paths = []
    for number in range(count):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(BARE)])
        paths.append(folder / f"bare_{number}.ipynb")
        nbformat.write(notebook, paths[-1])
    return paths


def stock_site(folder: Path) -> float:
    """Return the seconds that MyST-NB takes to execute and build the same notebooks."""
    from sphinx.application import Sphinx

    source = folder / "stock"
    source.mkdir()
    for one in units():
        (source / one.path.name).write_text(json.dumps(one.notebook), encoding="utf-8")
    names = "\n".join(one.path.stem for one in units())
    (source / "index.md").write_text(f"# Stock\n\n```{{toctree}}\n{names}\n```\n")
    config = {
        "extensions": ["myst_nb"],
        "html_theme": "furo",
        "nb_execution_mode": "force",
        "suppress_warnings": ["*"],
    }

    def build() -> None:
        Sphinx(
            str(source),
            None,
            str(folder / "out"),
            str(folder / "trees"),
            "html",
            confoverrides=config,
            status=None,
            warning=None,
        ).build(force_all=True)

    return seconds(build)


def own_site(folder: Path) -> float:
    """Return the seconds that the course takes to build the pages of the same notebooks."""
    source = folder / "own"
    (source / "solutions").mkdir(parents=True)
    for one in units():
        (source / one.path.name).write_text(json.dumps(site.site_notebook(one)))
        stub = "---\norphan: true\n---\n# Solutions\n"
        (source / "solutions" / f"{one.path.stem}.md").write_text(stub)
    names = "\n".join(one.path.stem for one in units())
    (source / "index.md").write_text(f"# Own\n\n```{{toctree}}\n{names}\n```\n")
    return seconds(lambda: site.render(source, folder / "html", folder / "doctrees", False))


def stock_page(one: Unit, folder: Path) -> int:
    """Return the bytes of nbconvert's page with its charts made to show: Plotly inside."""
    import plotly.graph_objects as go
    from nbconvert import HTMLExporter

    notebook = nbformat.read(one.path, as_version=4)
    first = True
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            figure = output.get("data", {}).pop("application/vnd.plotly.v1+json", None)
            if figure:
                drawn = go.Figure(
                    {"data": figure["data"], "layout": figure["layout"]}, skip_invalid=True
                )
                output["data"]["text/html"] = drawn.to_html(full_html=False, include_plotlyjs=first)
                first = False
    text, _ = HTMLExporter().from_notebook_node(notebook)
    return len(text.encode())


def own_page(one: Unit, html: Path) -> int:
    """Return the bytes of the course's page: itself, what it links, and all its wide stills."""
    page = html / f"{one.path.stem}.html"
    text = page.read_text(encoding="utf-8")
    linked = re.findall(r'(?:href|src)="(_static/[^"?]+)', text)
    stills = {f"_figures/{d.key}.svg" for d in drawings(one.notebook)}
    files = {page, *(html / name for name in {*linked, *stills})}
    return sum(path.stat().st_size for path in files if path.is_file())


def lab_start() -> float:
    """Return the seconds from `course lab` to a served page, the second time it is started."""
    import urllib.request

    took = 0.0
    for _ in range(2):
        with tempfile.TemporaryFile("w+") as log:
            began = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "course.cli", "lab", "--no-browser"], stdout=log, stderr=log
            )
            try:
                url = None
                while url is None and time.perf_counter() - began < 60:
                    time.sleep(0.05)
                    log.seek(0)
                    found = re.search(r"http://127\.0\.0\.1\S+token=\w+", log.read())
                    url = found and found.group(0)
                urllib.request.urlopen(url, timeout=30).read()
                took = time.perf_counter() - began
            finally:
                process.terminate()
                process.wait(30)
    return took


def measure() -> dict[str, dict[str, float]]:
    """Return every measurement with its limit; a ratio unless its name says otherwise."""
    paths = [one.path for one in units()]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        bare = nbval(bare_notebooks(folder, len(paths)))
        own = nbval(paths)
        stock, ours = stock_site(folder), own_site(folder)
        site.build(folder / "whole")
        page = own_page(unit("04"), folder / "whole") / stock_page(unit("04"), folder)
    pandas, course = best_of(5, "import pandas"), best_of(5, "import course")
    tables = best_of(
        3, "import course.data as d; [d.load(name) for name in d.package().tables]"
    ) - best_of(3, "import pandas")
    return {
        "nbval_over_bare_kernels": {"value": own / bare, "limit": 1.5, "aim": 1.25},
        "site_over_executing_route": {"value": ours / stock, "limit": 0.25},
        "page_bytes_over_stock": {"value": page, "limit": 0.15},
        "import_course_over_pandas": {"value": course / pandas, "limit": 1.1},
        "seconds_all_tables_beyond_pandas": {"value": tables, "limit": 0.5},
        "seconds_second_lab_start": {"value": lab_start(), "limit": 5.0},
    }


def main() -> int:
    """Measure, print, write JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the measurements here")
    arguments = parser.parse_args()
    results = measure()
    for name, row in results.items():
        verdict = "within" if row["value"] <= row["limit"] else "OVER"
        print(f"{name:34} {row['value']:6.2f}  {verdict} {row['limit']}")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return int(any(row["value"] > row["limit"] for row in results.values()))


if __name__ == "__main__":
    sys.exit(main())

"""Files that lie among the tables and are not of the course: they are never published."""

from __future__ import annotations

from collections.abc import Iterator

from course.data import Package, package
from course.description import NAME
from course.files import is_unfinished
from course.quality import reviews

# What operating systems and Jupyter leave in any folder; nothing that anyone wrote.
_DROPPINGS = {".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}


def strays(packed: Package | None = None) -> Iterator[str]:
    """Name everything in the folder of tables that datapackage.json does not name."""
    packed = packed or package()
    home, tables = packed.folder.name, packed.tables
    named = {NAME, reviews.NAME, "codebooks"} | {t.path.name for t in tables.values()} | _DROPPINGS
    for path in sorted(packed.folder.iterdir()):
        # What a killed write left is cleared by the next one, and is nobody's work.
        if path.name not in named and not is_unfinished(path):
            yield (
                f"{path.name} lies in {home}/, but {NAME} does not name it. Move it out, or "
                "describe it there; until then it is not published."
            )
    codebooks = packed.folder / "codebooks"
    for path in sorted(codebooks.iterdir()) if codebooks.is_dir() else ():
        of_a_table = path.suffix == ".md" and path.stem in tables
        if not of_a_table and path.name not in _DROPPINGS and not is_unfinished(path):
            yield (
                f"{path.name} in {home}/codebooks/ is the codebook of no table. Name it after its "
                "table, or move it out; until then it is not published."
            )

"""Files that lie among the tables and are not of the course: they are never published."""

from __future__ import annotations

from collections.abc import Iterator

from course.data import Package, package
from course.files import is_unfinished


def strays(packed: Package | None = None) -> Iterator[str]:
    """Name every file in the folder of tables that datapackage.json does not name."""
    packed = packed or package()
    named = {table.path.name for table in packed.tables.values()} | {"datapackage.json"}
    for path in sorted(packed.folder.iterdir()):
        # What a killed write left is cleared by the next one, and is nobody's work.
        if path.is_file() and path.name not in named and not is_unfinished(path):
            yield (
                f"{path.name} lies in {packed.folder.name}/, but datapackage.json does not name "
                "it. Move it out, or describe it there; until then it is not published."
            )

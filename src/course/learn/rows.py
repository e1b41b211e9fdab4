"""Rows of tables in words, for tasks that speak of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.data import package
from course.errors import CourseError, nearest
from course.markup import code, plain
from course.show import Text
from course.sources import cite
from course.table import Table


def in_words(
    wanted: Mapping[str, Sequence[str]],
    columns: Sequence[str] = (),
    *,
    other_sources: bool = False,
) -> Text:
    """Show rows of tables, each in a line: its key, its filled cells, its source and its grade.

    Args:
        wanted: the name of a table, with the keys of the rows that are wanted.
        columns: those that are shown; without them all but sources, grade and what marks conflict.
        other_sources: name the row's other sources after the first.

    Raises:
        CourseError: there is no such table, row or column.
    """
    lines = [
        _line(package().table(name), key, columns, other_sources)
        for name, keys in wanted.items()
        for key in keys
    ]
    return Text("\n".join(lines))


def _line(table: Table, key: str, columns: Sequence[str], other_sources: bool) -> str:
    rows = {row[table.key[0]]: row for row in table.records()}
    if key not in rows:
        raise CourseError(f"'{table.name}' has no row '{key}'. {nearest(key, list(rows))}")
    row = rows[key]
    for column in columns:
        if column not in row:
            raise CourseError(
                f"'{table.name}' has no column '{column}'. {nearest(column, list(row))}"
            )
    apart = {table.key[0], "source_id", "other_source_ids", "grade", "conflict_key"}
    cells = "; ".join(
        f"{column}: {plain(row[column])}"
        for column in columns or [name for name in row if name not in apart]
        if row[column]
    )
    others = row.get("other_source_ids", "").split() if other_sources else []
    cited = "; ".join(cite(source_id) for source_id in [row["source_id"], *others])
    return f"- {code(f'{table.name}/{key}')}: {cells} ({cited}, grade {row['grade']})"

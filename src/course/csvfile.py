"""Read the bytes of a table as rows of text, or say which program spoilt them and what to do.

A table is UTF-8, comma-separated, with a header, and ends in a line break. Windows' line ends and
the byte order mark that Excel writes are read like the file itself; all else is refused in one
sentence that names the file, the place and the remedy.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from course.errors import DataError, shown

_OTHERS = {
    # how the bytes begin: what the file is
    b"PK\x03\x04": "an Excel or LibreOffice workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a compressed file",
    b"%PDF": "a PDF",
    b"version https://git-lfs": "a pointer of Git LFS and not the table",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_AS_CSV = "save it again as 'CSV UTF-8 (comma delimited)'"
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.M)


def canonical(raw: bytes) -> bytes:
    """Return the bytes as the course stores them: no byte order mark, lines that end in LF."""
    return raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def read(raw: bytes, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of the file `name`, which should have `columns`, as text by column.

    Raises:
        DataError: the file is not a table of these columns; the message says where and why.
    """
    lines = _lines(_text(raw, name, columns), name, columns)
    if not lines:
        raise DataError(f"{name}, row 1 is missing: the file is empty. Restore it.")
    header, *rows = lines
    _check_header(header, name, columns)
    for number, row in enumerate(rows, start=2):
        if not any(row):
            raise DataError(
                f"{name}, row {number} is blank. Delete the line; spreadsheets leave such lines "
                "at the end."
            )
        if len(row) != len(header):
            last = header[min(len(row), len(header)) - 1]
            raise DataError(
                f"{name}, row {number}, column {last}: the row has {len(row)} cells where the "
                f"header has {len(header)}. A cell is missing, or a comma inside a cell is not in "
                "quotation marks."
            )
    return [dict(zip(header, row, strict=True)) for row in rows]


def _text(raw: bytes, name: str, columns: Sequence[str]) -> str:
    for start, kind in _OTHERS.items():
        if raw.startswith(start):
            raise DataError(
                f"{name}, row 1 is not text: the file is {kind}. Open it in the program that made "
                f"it and {_AS_CSV}, or restore it."
            )
    places = [raw.index(0)] if 0 in raw else []  # UTF-16 writes plain letters with a zero each
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        text = ""
        places.append(error.start)
    if places:
        wrong = min(places)
        wide = raw.startswith(_UTF16) or 0 in raw[:4]
        saved = "as UTF-16, which Excel calls 'Unicode text'" if wide else "in another encoding"
        raise DataError(
            f"{_place(raw, wrong, name, columns)}: byte {raw[wrong]:#04x} is not UTF-8 text. The "
            f"file was saved {saved}; {_AS_CSV}."
        )
    if "\r" in text and "\n" not in text:
        raise DataError(
            f"{name}, row 1: the lines end as on old Macs (CR only), so the whole file would be "
            f"one line; {_AS_CSV}."
        )
    conflict = _CONFLICT.search(text)
    if conflict:
        row = text.count("\n", 0, conflict.start()) + 1
        raise DataError(
            f"{name}, row {row}: a merge was not finished, and both sides stand in the file. Copy "
            f"the file first; then keep the right rows, and delete the lines {conflict[0][:7]} and "
            "the other marks like it."
        )
    _check_separator(text, name, columns)
    if not text.endswith("\n"):
        raise DataError(
            f"{_place(raw, len(raw), name, columns)}: the file ends in the middle of a line, so "
            "it may be cut short. Restore it from the repository, or end its last row with a line "
            "break."
        )
    return text


def _check_separator(text: str, name: str, columns: Sequence[str]) -> None:
    first = text.partition("\n")[0].rstrip("\r")
    if re.fullmatch(r'"?sep=.?"?', first):
        raise DataError(
            f"{name}, row 1 is 'sep=', a line for Excel only. Delete it; row 1 names the columns."
        )
    for mark, called in ((";", "semicolons, as Excel writes in German"), ("\t", "tabs")):
        cells = [cell.strip().strip('"') for cell in first.split(mark)]
        if len(cells) > 1 and len(set(cells) & set(columns)) > 1:
            raise DataError(
                f"{name}, row 1: the cells are separated by {called}, where commas should stand. "
                f"In LibreOffice save it with the field delimiter ','; in Excel set the list "
                f"separator of the system to ',' (and the decimal mark to '.') and {_AS_CSV}."
            )


def _place(raw: bytes, place: int, name: str, columns: Sequence[str]) -> str:
    """Say in which row and column a byte of the file lies."""
    start = raw.rfind(b"\n", 0, place) + 1
    try:
        cells = next(csv.reader([raw[start:place].decode("latin-1")]), [""])
    except csv.Error:
        cells = [""]
    column = columns[min(max(len(cells), 1), len(columns)) - 1]
    row = raw.count(b"\n", 0, place) + 1
    return f"{name}, row {row}, column {column}"


def _lines(text: str, name: str, columns: Sequence[str]) -> list[list[str]]:
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        what = f"{name}, row {len(lines) + 1}"
        if "field limit" in str(error):
            raise DataError(
                f"{what}: a cell is longer than {csv.field_size_limit():,} letters. A quotation "
                "mark is opened and not closed, or the text does not belong here."
            ) from None
        raise DataError(
            f"{what}: a quotation mark is opened and not closed. The file is cut short, or a "
            "quotation mark inside a cell is not doubled."
        ) from None
    return lines


def _check_header(header: list[str], name: str, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in header]
    extra = [column for column in header if column not in columns]
    twice = [column for column in columns if header.count(column) > 1]
    if missing:
        hint = f" Did you rename it to {shown(extra[0])}?" if extra else ""
        raise DataError(
            f"{name}, row 1 has no column '{missing[0]}'.{hint} "
            f"Its columns are described by: course data {name.removesuffix('.csv')}"
        )
    if extra:
        raise DataError(
            f"{name}, row 1 has a column {shown(extra[0])} that the schema does not describe. "
            "Describe it in datapackage.json, or remove it."
        )
    if twice:
        raise DataError(f"{name}, row 1 names the column '{twice[0]}' twice. Remove one of them.")

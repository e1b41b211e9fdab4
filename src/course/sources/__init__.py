"""Where statements come from: the register of sources, and the ledger of who read them for what."""

from course.sources.readings import read
from course.sources.registry import (
    KINDS,
    bibliography,
    bibtex,
    by_address,
    cite,
    credit,
    entry,
    find,
    links,
    lookup,
    normal,
    register,
)

__all__ = [
    "KINDS",
    "bibliography",
    "bibtex",
    "by_address",
    "cite",
    "credit",
    "entry",
    "find",
    "links",
    "lookup",
    "normal",
    "read",
    "register",
]

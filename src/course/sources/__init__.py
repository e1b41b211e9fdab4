"""Where statements come from: the register of sources, and the ledger of who read them for what."""

from course.sources.readings import LEDGERS, Said, read, said_in
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
    "LEDGERS",
    "Said",
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
    "said_in",
]

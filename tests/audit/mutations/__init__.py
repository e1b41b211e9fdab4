"""Dishonest single changes of a copy of the course, by kind; `mutate.py` counts who notices."""

from tests.audit.mutations import notebooks, rooms, tables
from tests.audit.mutations.ground import KINDS, Change, Tree

__all__ = ["KINDS", "Change", "Tree", "notebooks", "rooms", "tables"]

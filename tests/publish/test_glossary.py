"""The glossary page: French and Russian beside the English, each with the text it is from."""

from __future__ import annotations

import re

import pytest

from course.data import package
from course.learn.terms import LANGUAGES
from course.publish import pages
from course.sources import cite, lookup

ROWS = package().table("glossary").records()
LETTERS = {"french": r"[A-Za-zÀ-ÿŒœ0-9, '/-]+", "russian": r"[А-Яа-яёЁ0-9, –-]+"}
WRITTEN_IN = {"french": "fr", "russian": "ru"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_and_its_source_stand_together_in_the_language_they_are_of(language):
    for row in ROWS:
        form, source = row[language], row[f"{language}_source_id"]
        assert bool(form) == bool(source), row["term_id"]
        if form:
            assert re.fullmatch(LETTERS[language], form), (row["term_id"], form)
            # The treaty of 1949 is one register entry and equally authentic in French.
            of = lookup(source)["language"]
            assert of == WRITTEN_IN[language] or source == "north-atlantic-treaty-1949", source


def test_the_glossary_page_counts_the_forms_and_names_the_source_of_each():
    page = pages.glossary()
    french, russian = (sum(bool(row[one]) for row in ROWS) for one in LANGUAGES)
    assert f"{len(ROWS)} terms. {french} have their French form and {russian} their" in page
    said = {m[1]: m[2] for m in re.finditer(r'<a id="([\w-]+)"></a>(.*)', page)}
    assert len(said) == len(ROWS)
    for row in ROWS:
        for key, name in LANGUAGES.items():
            shown = f"{cite(row[f'{key}_source_id'])} ({name})" if row[key] else f"({name})"
            assert (shown in said[row["term_id"]]) == bool(row[key]), row["term_id"]

"""A deck follows its lesson: questions first, findings as steps, both sides alike, sources."""

import base64
import hashlib
import re
from functools import cache
from html import unescape

import pytest

from course.errors import CourseError
from course.learn.classroom import lengths, lesson_plan
from course.learn.exercises import lesson
from course.markup import escape, inline
from course.publish import images
from course.teach import deck, excerpts, fit, slides
from course.teach.deck import Slide
from course.units import cell_text, unit, units

UNITS = pytest.mark.parametrize("one", units(), ids=lambda one: one.number)


@pytest.fixture
def in_words(monkeypatch):
    """Decks as on a machine without a browser: charts are told in words, and nothing is drawn."""
    monkeypatch.setattr(images, "chromium", lambda: None)


def longest(one):
    return lengths(one)[-1]


@cache
def deck_of(one):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(images, "chromium", lambda: None)
        return slides.slides(one, longest(one))


def plain(html):
    return re.sub(r"<[^>]+>", " ", html)


@UNITS
def test_sections_of_the_lesson_stand_in_order_and_key_points_come_last(one):
    made = deck_of(one)
    assert made[0].kind == "title" and one.metadata["question"] in unescape(plain(made[0].main))
    told = [f"minute {begins}" for begins in _begins(one)]
    said = [re.search(r"minute \d+", s.notes)[0] for s in made[1:] if "minute " in s.notes]
    assert list(dict.fromkeys(said)) == [begins for begins in told if begins in said]
    # A section that has nothing for a wall has no slide; most have.
    assert len(set(said)) >= 0.7 * len(told)
    kinds = [slide.kind for slide in made]
    assert kinds[-1] == "keys" and "keys" not in kinds[: kinds.index("keys")]


def _begins(one):
    begins = 0
    for part in lesson_plan(one, longest(one)):
        yield begins
        begins += part.minutes


@UNITS
def test_a_chart_shows_its_question_first_and_its_title_as_a_step(one):
    made = deck_of(one)
    asks = [part.entry.ask for part in lesson_plan(one, longest(one)) if part.entry.ask]
    known = {fit.words(ask) for ask in asks} | {"What do you see?"}
    charts = [slide for slide in made if slide.kind == "chart"]
    for slide in charts:
        asked = re.search(r'<h2 class="(?:first )?ask z\d+">(.*?)</h2>', slide.main)
        assert slide.step is ('<h2 class="first ask' in slide.main)
        assert not asked or asked[1] in known
        assert slide.step is ('<h2 class="then' in slide.main)
        assert slide.foot.startswith("Source: ") and "As of " in slide.foot
    assert not charts or re.search(r"\bask z\d", charts[0].main)
    assert not charts or any(slide.step for slide in charts)


def test_every_part_of_a_long_list_asks_and_its_title_comes_with_the_last(in_words):
    made = [s for s in slides.slides(unit("04"), 90) if "Which mark gave a chamber" in s.main]
    assert ["Part 1 of 2." in s.main for s in made] == [True, False]
    assert [s.step for s in made] == [False, True]
    assert ["Asked for in January 2007" in s.main for s in made] == [False, True]


def test_the_speaker_hears_which_buttons_are_on_the_page_only(in_words):
    made = [s for s in slides.slides(unit("06"), 90) if "Buttons on the page only:" in s.notes]
    assert made and all(s.kind == "chart" for s in made)
    missing = re.search(r"only:</b> (.*?)</p>", made[0].notes)[1]
    assert "same officer" in missing and "commands" not in missing and "directs" not in missing


@UNITS
def test_no_slide_sends_to_dates_that_are_folded_on_the_page(one):
    assert not any("open the dates below" in slide.main for slide in deck_of(one))


def test_a_title_that_asks_the_question_stands_there_once(in_words):
    first = slides.slides(unit("06"), 90)[0].main
    assert first.count(unit("06").title) == 1


def test_the_speaker_hears_that_the_plan_has_no_minutes_for_the_key_points():
    for one in units():
        last = deck_of(one)[-1]
        assert "minute " in last.notes or "After the lesson" in last.notes


def test_rows_that_the_story_reads_stand_on_the_wall_before_their_chart(in_words):
    made = slides.slides(unit("06"), 90)
    kinds = [slide.kind for slide in made]
    rows = made[kinds.index("rows")]
    assert kinds.index("rows") < kinds.index("chart")
    assert "saceur" in rows.main and "<th>54</th>" not in rows.main and "minute 5" in rows.notes


def test_a_table_for_a_room_has_dashes_for_nothing_and_no_numbers_of_rows():
    head = "<tr><th></th><th>a</th></tr>"
    kept = "<table>" + head + "<tr><th>{}</th><td>NaN</td></tr></table>"
    assert excerpts.table(kept.format(3)) == "<table><tr><th>a</th></tr><tr><td>–</td></tr></table>"
    assert "<th>pl-2007</th><td>–</td>" in excerpts.table(kept.format("pl-2007"))
    folded = {"metadata": {"course": {"fold": "output"}}}
    shown = {"data": {"text/html": kept.format(3)}}
    assert excerpts.story_table(folded, shown) == ""
    long = {"data": {"text/html": "<table>" + "<tr><td>1</td></tr>" * 30 + "</table>"}}
    assert excerpts.story_table({"metadata": {}}, long) == ""
    wide = {"data": {"text/html": "<table><tr>" + "<th>a</th>" * 7 + "</tr></table>"}}
    assert excerpts.story_table({"metadata": {}}, wide) == ""
    assert excerpts.story_table({"metadata": {}}, shown)


@UNITS
def test_a_prediction_is_voted_on_before_its_chart(one):
    taken = {part.section.heading for part in lesson_plan(one, longest(one))}
    guesses = {name: lesson(one.slug).predictions[name] for name in _predicted(one, taken)}
    made = deck_of(one)
    votes = [k for k, slide in enumerate(made) if slide.kind == "vote"]
    assert len(votes) == len(guesses)
    for place, guess in zip(votes, guesses.values(), strict=True):
        assert inline(guess.question) in made[place].main
        assert all(inline(words) in made[place].main for words in guess.options.values())
        found = inline(guess.reveal())
        assert not any(found in slide.notes for slide in made[: place + 1])
        assert not any(found in slide.main for slide in made)


def _predicted(one, headings):
    heading = ""
    for cell in one.notebook["cells"]:
        text = cell_text(cell)
        if found := re.search(r"^## +(.+)$", text, re.M):
            heading = found[1].strip()
        if heading in headings:
            yield from re.findall(r"course\.predict\(\"([\w-]+)\"", text)


@UNITS
def test_the_sides_have_as_many_points_each_in_the_same_letters(one):
    for slide in deck_of(one):
        if slide.kind == "debate":
            boxes = re.findall(r'<div class="side z(\d+)">(.*?)</div>', slide.main)
            assert len(boxes) > 1 and len({size for size, _ in boxes}) == 1
            counts = {text.count("<li>") for _, text in boxes}
            assert len(counts) == 1 and counts.pop() > 1


@UNITS
def test_before_the_step_nothing_tells_the_right_option_from_the_others(one):
    made = [s for s in deck_of(one) if s.kind == "quiz"]
    if made:
        assert len(made) == len(lesson(one.slug).quiz)
    for slide, question in zip(made, lesson(one.slug).quiz, strict=False):
        hidden = re.sub(r'<(\w+) class="then[^>]*>.*?</\1>', "", slide.main)
        shown = plain(hidden)
        assert "✓" not in shown and slide.main.count("✓") == 1 and slide.step
        right = next(words for words, good, _ in question.options if good)
        assert f'<span class="mark">{inline(right)}</span>' in slide.main
        assert slide.main.count('class="mark"') == 1


@UNITS
def test_the_lesson_s_exercises_are_tasks_and_what_is_right_is_for_the_speaker(one):
    minutes = longest(one)
    own = lesson(one.slug).exercises
    parts = lesson_plan(one, minutes)
    done = [n for p in parts for n in p.tasks if n in own and p.section.role != "writing"]
    made = [slide for slide in deck_of(one) if slide.kind == "task"]
    assert [inline(own[n].title) for n in done] == list(
        dict.fromkeys(re.search(r"<h2[^>]*>(.*?)(?: \(\d of \d\))?</h2>", s.main)[1] for s in made)
    )
    assert all("<b>What is right:</b>" in slide.notes for slide in made)


@UNITS
def test_a_slide_holds_no_link_no_fold_and_nothing_for_jupyterlab(one):
    for slide in deck_of(one):
        whole = slide.over + slide.main + slide.foot
        assert "<a " not in whole and "<details" not in whole and "In JupyterLab" not in whole
        assert "](" not in plain(whole) and "press a button" not in slide.main


def test_the_speaker_is_told_nothing_of_a_lesson_of_another_length(in_words):
    short, long = ("".join(s.notes for s in slides.slides(unit("04"), n)) for n in (90, 180))
    assert "In 180 minutes" in long and "In 180 minutes" not in short
    assert not re.search(r"</b> [a-z]", short)


def test_without_notes_a_deck_has_all_sections_and_all_exercises(in_words, monkeypatch):
    def none(one):
        raise CourseError("no notes")

    monkeypatch.setattr(slides, "notes", none)
    one = unit("04")
    made = slides.slides(one, 90)
    assert "minute " not in "".join(slide.notes for slide in made)
    tasks = {re.search(r"04-[\w-]+", s.over)[0] for s in made if s.kind == "task"}
    assert tasks == set(lesson(one.slug).exercises)
    assert "What do you see?" in "".join(slide.main for slide in made)
    assert made[-1].kind == "keys"


def test_a_lesson_that_a_unit_does_not_have_is_refused_with_those_it_has(command, tmp_path):
    code, said = command("teach", "slides", "00", "--minutes", "90", "--out", tmp_path)
    assert code == 1 and "45 minutes" in said and "--minutes" in said


def test_the_command_writes_one_file_and_says_where(command, tmp_path, in_words):
    code, said = command("teach", "slides", "0", "--out", tmp_path)
    path = tmp_path / "00-start-here-slides-45.html"
    assert code == 0 and path.is_file() and [*tmp_path.iterdir()] == [path]
    told = " ".join(said.split())
    assert told.startswith(str(path)) and "No Chromium was found" in told and "apt-get" in told


def test_without_reveal_a_sentence_says_what_installs_it(monkeypatch):
    monkeypatch.setattr("course.extras.find_spec", lambda name: None)
    with pytest.raises(CourseError, match="teach"):
        deck.page("T", [Slide("text", "<p>a</p>")])


# -- the page


FEW = [
    Slide("text", "<p>one</p>", notes="<p>told</p>"),
    Slide("quiz", '<p class="first">ask</p><p class="then">finding</p>', foot="Source", step=True),
]


def test_a_page_runs_what_is_written_in_it_and_nothing_else():
    html = deck.page("A <title>", FEW)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
    for text in [*scripts, re.search(r"<style>(.*?)</style>", html, re.S)[1]]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert len(scripts) == 2 and "default-src 'none'" in policy
    assert "unsafe-inline" not in re.sub(r"style-src-attr [^;]*", "", policy)
    bare = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.search(r"(?:src|href)=\"(?!data:)|url\((?!data:)", bare)
    assert "A &lt;title&gt;" in html and '<aside class="notes"><p>told</p></aside>' in html


def test_in_print_a_step_is_a_page_of_its_own():
    html = deck.printed("T", FEW)
    assert html.count("<section") == 3 and "told" not in html and "<script" not in html
    assert '<section class="quiz before">' in html and '<section class="quiz after">' in html


# -- what is taken, and how much fits


def test_sources_and_names_of_tables_in_brackets_are_left_out_and_words_stay():
    said = (
        "Costs were compared ([its summary](https://a.b/c_(d)); `cost_estimates`), as in [the act]"
        "(https://z.z/), by two (`polls`, `sites`) in 2009 (a *third* way)."
    )
    assert fit.unlinked(said) == (
        "Costs were compared, as in the act, by two in 2009 (a *third* way)."
    )
    assert [url for _, url in fit.links(said)] == ["https://a.b/c_(d)", "https://z.z/"]


def test_a_paragraph_is_cut_between_sentences_only():
    text = 'The U.S. team (see p. 3. and on) stayed. He said "no." Then it cost 1.5 m. Why?'
    assert fit.sentences(text) == [
        "The U.S. team (see p. 3. and on) stayed.",
        'He said "no."',
        "Then it cost 1.5 m.",
        "Why?",
    ]


def test_long_texts_take_more_slides_and_short_ones_larger_letters():
    short = fit.pages([fit.Piece("p", "Eight words that everybody can read at once.")], 1200, 600)
    assert [page.size for page in short] == [32]
    some = [fit.Piece("ul", f"Item {k} " + "word " * 40) for k in range(14)]
    long = fit.pages(some, 1200, 600)
    assert len(long) > 1 and [p for page in long for p in page.pieces] == some
    for page in long:
        assert sum(fit.height(piece, page.size, 1200) for piece in page.pieces) <= 600


def test_a_table_that_is_too_wide_or_too_high_is_left_to_the_page():
    narrow = "<table><tr><th>a</th></tr>" + "<tr><td>b</td></tr>" * 4 + "</table>"
    assert fit.table_room(narrow, 18, 1200) < 200
    wide = "<table><tr>" + "<td>a_long_name_of_a_column</td>" * 9 + "</tr></table>"
    assert fit.table_room(wide, 18, 1200) > 10_000
    assert slides._laid_out("html", narrow * 1, 50) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Minutes spent and left. Press another number of minutes", "Minutes spent and left"),
        ("Exercises by date; buttons: who led, or what was done", "Exercises by date"),
        ("Choose a question: answers by missile. A: b", "Answers by missile. A: b"),
        ("Chains meet: choose a relation and follow its arrows", "Chains meet"),
        ("By type; the buttons choose how many; by year", "By type; by year"),
        ("Which leaders chose a site", "Which leaders chose a site"),
    ],
)  # fmt: skip
def test_on_a_wall_nothing_is_said_of_buttons(text, kept):
    assert excerpts.on_a_wall(text) == kept


def test_a_quotation_has_somebody_who_says_it_its_source_and_what_follows():
    said = "We have watched the claims for this missile drop"
    text = (
        'A word "that nobody says in so many words as these here" stood.\n\n'
        f'In 1992 a deputy said: "{said}" ([hearing](https://www.govinfo.gov/x)). '
        "The army denied it."
    )
    words, around, source = excerpts.quotation(text)
    assert words == said and around == "In 1992 a deputy said: “…”. The army denied it."
    assert source == ("hearing", "https://www.govinfo.gov/x")
    assert excerpts.quotation(text.replace("(https://www.govinfo.gov/x)", "")) is None


def test_sources_that_do_not_fit_on_a_line_are_counted():
    many = [("a", f"https://www.publisher-number-{k}.org/page") for k in range(40)]
    said = excerpts.foot(many)
    assert said.startswith("Sources: publisher-number-0.org, ") and said.endswith("page.")
    assert int(re.search(r"and (\d+) more", said)[1]) + said.count(".org") == 40
    assert excerpts.foot([]) == ""


def test_what_a_text_holds_of_html_stays_text():
    hostile = 'See <script>alert(1)</script> & <img src="x" onerror="y">'
    made = fit.html(fit.pieces(hostile))
    assert "<script" not in made and "<img" not in made
    assert escape("<script>") in made

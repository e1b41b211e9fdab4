"""Every rule of the notebook contract catches a deliberately broken notebook, in plain words."""

import json
import re
import shutil
from dataclasses import replace

import pytest

from course.charts.style import PLOTLY_MIME
from course.learn.exercises import Lesson, lesson, solution
from course.paths import notebook_folder
from course.quality import classroom, contract, fairness
from course.show import WORDS_MIME, is_words
from course.units import Unit, cell_text, unit, units

UNIT = "04-third-site.ipynb"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("broken") / "notebooks"
    shutil.copytree(notebook_folder(), folder)
    return folder


@pytest.fixture
def sound():
    return json.loads((notebook_folder() / UNIT).read_text(encoding="utf-8"))


def stored(notebook, folder, indent=1):
    """Return a notebook as a unit among the other units."""
    path = folder / UNIT
    text = json.dumps(notebook, ensure_ascii=False, indent=indent) + "\n"
    path.write_text(text, encoding="utf-8")
    return Unit(path)


def problems(notebook, folder, rule):
    """Return what one rule of the contract says of a notebook."""
    # One rule alone looks at how a file is written, and to indent it takes fifty times as long.
    indent = 1 if rule == "stored-form" else None
    return list(contract.RULES[rule](stored(notebook, folder, indent)))


# -- ways to break a notebook


def fold(**metadata):
    """Give the first code cell this metadata."""
    first = lambda nb: next(c for c in nb["cells"] if c["cell_type"] == "code")  # noqa: E731
    return lambda nb: first(nb).update(metadata=metadata)


def about(**changes):
    return lambda nb: nb["metadata"]["course"].update(changes)


def lose(field):
    return lambda nb: nb["metadata"]["course"].pop(field)


def write(text, **course):
    """Add a Markdown cell to the story."""

    def add(nb):
        at = next(i for i, c in enumerate(nb["cells"]) if role(c) == "debate")
        cell = {"cell_type": "markdown", "id": "c-new", "metadata": {}, "source": text}
        nb["cells"].insert(at, cell | {"metadata": {"course": course} if course else {}})

    return add


def run(text, *outputs):
    """Add a code cell at the end, run in order."""

    def add(nb):
        count = sum(c["cell_type"] == "code" for c in nb["cells"]) + 1
        cell = {"cell_type": "code", "id": "c-new", "metadata": {}, "execution_count": count}
        nb["cells"].append(cell | {"source": text, "outputs": list(outputs)})

    return add


def role(cell):
    return cell["metadata"].get("course", {}).get("role")


def side(cell):
    return cell["metadata"].get("course", {}).get("side")


def each(kind, change):
    """Change every cell that `kind` picks."""
    return lambda nb: [change(cell) for cell in nb["cells"] if kind(cell)]


def shorter(minutes):
    return lambda cell: cell["metadata"]["course"].update(minutes=minutes)


def markdown(cell):
    return cell["cell_type"] == "markdown"


def code_with(text):
    return lambda cell: cell["cell_type"] == "code" and text in cell_text(cell)


def without(kind):
    return lambda nb: nb.update(cells=[cell for cell in nb["cells"] if not kind(cell)])


def swap_first_two_sections(nb):
    first, second = [i for i, cell in enumerate(nb["cells"]) if role(cell)][:2]
    one, other = nb["cells"][first], nb["cells"][second]
    nb["cells"][first], nb["cells"][second] = other, one


def chart(change):
    """Change the first stored chart."""

    def apply(nb):
        outputs = [o for c in nb["cells"] for o in c.get("outputs", [])]
        change(next(o["data"] for o in outputs if PLOTLY_MIME in o.get("data", {})))

    return apply


def told(name, value):
    return chart(lambda data: data[PLOTLY_MIME]["layout"]["meta"]["course"].update({name: value}))


def words_of_charts(change):
    """Change the outputs of the first cell that shows a chart and its words."""

    def apply(nb):
        change(next(c["outputs"] for c in nb["cells"] if any(map(is_words, c.get("outputs", [])))))

    return apply


def two_lines_told_apart_by_colour(data):
    line = {"type": "scatter", "mode": "lines", "x": [1], "y": [1], "showlegend": True}
    data[PLOTLY_MIME]["layout"]["showlegend"] = True
    data[PLOTLY_MIME]["data"] = [
        line | {"name": "one", "line": {"color": "red"}},
        line | {"name": "two", "line": {"color": "green"}},
    ]


def give_away_a_solution(nb):
    sentences = re.split(r"(?<=[.!?])\s+", str(solution("04-double-lock")))
    run("1", {"output_type": "stream", "name": "stdout", "text": sentences[1]})(nb)


def saying(markdown):
    data = {"text/markdown": markdown}
    return {"output_type": "display_data", "metadata": {}, "data": data}


ERROR = {"output_type": "error", "ename": "KeyError", "evalue": "n", "traceback": []}
WARNING = {"output_type": "stream", "name": "stderr", "text": "FutureWarning: ..."}
WORDS = {"output_type": "display_data", "metadata": {}, "data": {WORDS_MIME: {"rows": 1}}}
HTML = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<div>Plotly</div>"}}
ASKS = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": "Run it again."}}

# rule: what breaks it, and what a teacher is told
BROKEN = {
    "metadata": [
        *[(lose(f), f"the notebook's metadata has no '{f}'. Add it") for f in contract.METADATA],
        (about(question=""), "the notebook's metadata has no 'question'"),
        *[(about(part=part), f"there is no part '{part}' of the course; write one of: Start, I F")
          for part in ("II Histroy", "History", "II history", 2)],
        (about(part="IV Debates"), "it stands in part IV Debates, and unit 05 in part II History"),
        (about(unit="05"), "metadata says unit '05', the file name says 04"),
        (about(as_of="November 2026"), "'as_of' is not a full date such as"),
        (about(review_by=None), "'review_by' is not a full date such as"),
        (about(as_of="2027-01-01", review_by="2026-01-01"), "must be later than 'as_of'"),
        (about(outcomes=["LO1", "LO10"]), "there is no learning outcome 'LO10'"),
        (about(prerequisites=["04"]), "'04' cannot come before this unit"),
        (about(prerequisites=["77"]), "'77' cannot come before this unit"),
        (about(tables=["pols"]), "there is no table 'pols'"),
    ],
    "blanks": [
        (write("«The best case for it»"), "the blank «The best case for it» is still to be filled"),
        (about(question="«the question»"), "the blank «the question»"),
        (
            chart(lambda data: data[PLOTLY_MIME]["layout"].update(title={"text": "«Title»"})),
            "the blank «Title»",
        ),
    ],
    "tables-used": [
        (run('course.load("members")'), "a cell loads 'members', which the metadata's list"),
        (about(tables=["polls", "members"]), "names the table 'members', but no cell loads it"),
    ],
    "headings": [
        (write("# Another title"), "one top heading .* found 2"),
        (without(lambda c: cell_text(c).startswith("# ")), "one top heading .* found 0"),
        (write("### One more\n\n### One more"), "the heading 'one more' stands 2 times"),
        (write("## One\n\n## Two"), "the section 'Two' opens inside a cell; give it one"),
        (write("#### Too deep"), r"the heading 'Too deep' skips a level \(from [123] to 4\)"),
    ],
    "sections": [
        (write("## Aside", role="aside"), "'Aside' has the role 'aside'; .* one of: predict"),
        (write("## Aside"), "'Aside' has the role ''"),
        (without(lambda c: role(c) == "debate"), "no section with the role: debate"),
        (swap_first_two_sections, "stand in another order than: predict, story"),
        (about(minutes=7), r"minutes sum to \d+, the unit says 7"),
    ],
    "minutes": [
        (each(lambda c: role(c) == "story", shorter(1)), "'.*' has 1 minutes and takes [2-9]: 200"),
        (each(lambda c: role(c) == "debate", shorter(7)), "takes 12: .*, and 5 to argue"),
    ],
    "runs": [
        (run(""), "there is an empty code cell; remove it"),
        (each(code_with("load("), lambda c: c.update(execution_count=99)), "not run in order"),
        (each(code_with("load("), lambda c: c.update(execution_count=None)), "course run 04"),
        (run("polls['m']", ERROR), r"the cell 'polls\['m'\]' stores an error: KeyError"),
        (run("1", WARNING), "the cell '1' stores a warning"),
        (run("fig", HTML), "stores a chart as HTML; use style.finish"),
    ],
    "size": [
        (run("1", {"output_type": "stream", "name": "stdout", "text": "x" * 360_000}),
         r"it is \d+ KiB; the limit is 350 KiB"),
    ],
    "short-cells": [(run("x = 1\n" * 15), "has 15 lines; split or fold it")],
    "citations": [
        (write("It ended in 2009."), "'It ended in 2009.' has a date, figure or quotation but no"),
        (write("## Heading\nIt ended in 2009, after all.", role="story"), "It ended in 2009"),
        (write("- no figure\n- some 40 per cent"), "'- some 40 per cent' has a date"),
        (write("The range was 3,000 km then."), "The range was"),
        (write("It ended in 2009, as `note` has it."), "It ended in 2009"),  # no table is so called
        (write("He called it “a very bad idea indeed” there."), "He called it"),
        (write("<details><summary>More</summary>\n\nIn 1999 too.\n\n</details>"), "In 1999 too"),
    ],
    "plain-dollars": [(write("It costs $5 or $6."), "has a dollar sign; write 'dollars'")],
    "known-links": [
        (write("[here](https://example.org/x)"), "link https://example.org/x is not in .*sources"),
        (write("[next](05-no-such-unit.ipynb)"), "to 05-no-such-unit.ipynb leads nowhere"),
        (write("[next](05-no-such-unit.ipynb#Heading)"), "05-no-such-unit.ipynb#Heading leads n"),
        (write('[next](05-no-such-unit.ipynb "title")'), "05-no-such-unit.ipynb leads nowhere"),
        *[(write(text), f"'{re.escape(text)}' leads .* write it as .words..address.")
          for text in ("<https://www.gao.gov/x>", "https://www.gao.gov/x", "www.gao.gov/x",
                       '<a href="https://www.gao.gov/x">', "<a href='05-next.ipynb'>",
                       "<someone@gao.gov>", "<javascript:alert(1)>", "<IMG src=//gao.gov/x.png>")],
        (write("[here][1]\n\n[1]: https://www.gao.gov/x"), "'.1.: https://www.gao.gov/x' leads"),
        *[(write(f"[here]({target})"), f"link to '{re.escape(target)}' leads neither to a source")
          for target in ("//example.org", "javascript:alert", "../data/polls.csv", "&#104;ttps:x",
                         "mailto:someone@gao.gov", "")],
        (write("[![x](https://example.org/a.png)](04-third-site.ipynb)"), "the picture https://example.org/a.png"),
    ],
    "charts": [
        (chart(lambda data: data[PLOTLY_MIME]["layout"].pop("meta")), "is not finished; pass it"),
        *[(told(name, ""), f"says no {name}")
          for name in ("title", "subtitle", "source", "as_of", "digest", "table")],
        (told("title", "Polls by year"), "has a label for a title"),
        (told("digest", ["one", "two"]), "a digest that is not three to five lines"),
        (told("note", "x" * 50_000), r"takes \d+ KiB; the limit is 48 KiB"),
        (told("note", {"bdata": "AAAA"}), "stores numbers in binary"),
        (told("note", "https://a.org"), "would ask the network"),
        (chart(lambda data: data[PLOTLY_MIME]["data"][0].update(locationmode="ISO-3")),
         "would ask the network"),
        (chart(two_lines_told_apart_by_colour), "tells 'one' from 'two' by colour alone"),
        (chart(lambda data: data.pop("text/plain")), "has no text digest beside it"),
    ],
    "debate": [
        (without(lambda c: side(c) == "against"), "its debate needs two sides"),
        (each(lambda c: side(c) == "for", lambda c: c.update(source=cell_text(c) * 2)),
         "sides differ in length by more than a quarter: .*'for'"),
        (each(side, lambda c: c.update(source=re.sub(r"\]\([^)]*\)", "]", cell_text(c)))),
         "the side 'against' cites fewer than two sources"),
    ],
    "exercises": [
        (run('course.check("04-nothing", 1)'), 'course.check."04-nothing". has nothing behind it'),
        (without(code_with('"04-double-lock"')), "'04-double-lock' is in the unit's module, but"),
        (without(code_with("course.predict(")), "'04-cost-ranking' is in the unit's module, but"),
        (without(code_with("course.quiz(")), "has a quiz, but no cell shows it"),
    ],
    "items-shown": [
        (each(markdown, lambda c: c.update(source=re.sub(r"(?m)^- \*\*B\*\*.*", "", cell_text(c)))),
         "'04-two-polls' asks about B, and nothing above its cell says what that is"),
        (each(markdown, lambda c: c.update(source=cell_text(c).splitlines()[0])),
         "'04-reach-or-work' asks about .*Print the items with their words"),
    ],
    "for-every-reader": [
        (write("Put your answer in place of `...`."),
         "says 'in place of `...`', which nobody can do on the site. Move such words to a "
         "paragraph of their own that begins '.*In JupyterLab:.* '"),
        (write("One.\n\nWrite its letter between quotation marks."), "'Write its letter bet"),
        (write("Choose `\"yes\"`, with the quotation marks."), "'with the quotation marks'"),
        (write("Then run the next cell."), "'run the next cell'"),
        (write("Change a name in the next cell."), "'Change a name in the next cell'"),
        (write("Shift and Enter will do."), "'Shift and Enter'"),
        (write("Write it in a cell of your own."), "says '"),
        (write("`course.hint(\"04-trace\")` helps."), "'`course.hint'"),
        (write("`course.sources.read(\"04\")` lists them."), "'`course.sources.read'"),
        (run("mine(...)", ASKS),
         "the output of 'mine.....' says .*Add \"only\": \"jupyterlab\" under course"),
    ],
    "chart-words": [
        (words_of_charts(lambda outputs: outputs.pop()), "is not followed by its words. .* run 04"),
        (words_of_charts(lambda outputs: outputs.reverse()), "a chart's words, without it"),
        (words_of_charts(lambda outputs: outputs.pop(0)), "a chart's words, without it"),
        (told("title", "Another title of the same chart"), "is followed by others' words"),
        (words_of_charts(lambda outputs: outputs[1]["data"].update({"text/markdown": "<b>x"})),
         "is followed by others' words"),
        (each(code_with("reveal("), lambda c: c["outputs"].append(WORDS)), "words, without it"),
    ],
    "shown-headings": [
        (run("x.y", saying("# Draft A")), "'x.y' shows a second title, 'Draft A'. Lower it to ###"),
        (run("x.y", saying("Well.\n\n##### Deep")), r"'Deep', which skips a level \(from 3 to 5\)"),
        (run("x.y", saying("### One"), saying("##### Two")), r"'Two', which skips a level"),
    ],
    "no-answers": [
        (give_away_a_solution, "the solution of '04-double-lock' can be read in the notebook"),
    ],
}  # fmt: skip
# Rules whose broken notebooks stand in files of their own: test_ledger.py and so on.
ELSEWHERE = {"readings", "bound-numbers", "reviewed", "outputs-known", "markdown-plain"}
ELSEWHERE |= {one.__name__.replace("_", "-") for one in (*fairness.RULES, *classroom.RULES)}
BROKEN["fold"] = [
    (fold(jupyter={"outputs_hidden": True}), "has a folded output. If it is to stay folded"),
    (fold(course={"fold": "output"}), "the output of .* is to be folded. Run: course run 04"),
    (fold(course={"fold": "source"}), "has course.fold 'source'; the one fold there is"),
]
BROKEN["stored-form"] = [
    (
        lambda nb: nb["metadata"].update(widgets={}),
        "the notebook's metadata has 'widgets'. Run: course run 04",
    ),
    (
        lambda nb: nb["cells"][1]["metadata"].update(scrolled=True),
        "the metadata of cell 2 has 'scrolled'",
    ),
]
BROKEN["routes-lead"] = [
    (
        each(markdown, lambda c: c.update(source=cell_text(c).replace("## The end", "## An end"))),
        "routes.csv, route 45: unit 04 has no section 'The end' with minutes. Did you mean An end",
    ),
]
BROKEN["recalled"] = [
    (lose("recalls"), "it builds on unit 00 and recalls nothing of it"),
    (about(recalls={"00": ["A link", "A, B and C", "Predict"]}), "or more than 2 sentences"),
    (about(recalls={"00": "A link"}), "builds on unit 00 and recalls nothing"),
    (about(recalls={"00": ["A linc"]}), "'A linc', which it recalls of unit 00, stands in 0 sent"),
    (about(recalls={"00": ["e"]}), "'e', .* stands in [2-9] sentences .*; it must stand in one"),
    (about(recalls={"00": ["A link"], "03": ["a"]}), "recalls unit '03', which its prerequisites"),
]
BROKEN["abbreviations"] = [
    (write("The XYZ met again."), "has XYZ before it is explained; write its words out where"),
    (write("The [XYZ](https://www.cbo.gov/publication/24873) met."), "the text .* has XYZ before"),
    (write("### What the XYZ wanted"), "has XYZ before it is explained"),
    (write("It met ([XYZs](#a)). The Xenon Yard Zone (XYZ) is a yard."), "has XYZ before it is"),
    (told("title", "What XYZ thought of it in the end"), "the chart .* has XYZ before it is"),
    (
        each(code_with("course.start("), lambda c: c["outputs"][0]["data"].update(
            {"text/markdown": "**The question:** What did XYZ want?"})),
        "the opening card .* has XYZ before it is explained",
    ),
]  # fmt: skip
CASES = [(rule, *case) for rule, cases in BROKEN.items() for case in cases]


def test_every_rule_has_a_notebook_that_breaks_it():
    assert set(BROKEN) | ELSEWHERE == set(contract.RULES)


@pytest.mark.parametrize(
    ("rule", "spoil", "message"), CASES, ids=[f"{rule}: {message}" for rule, _, message in CASES]
)
def test_a_broken_notebook_is_caught_in_plain_words(rule, spoil, message, sound, folder):
    spoil(sound)
    said = problems(sound, folder, rule)
    assert any(re.search(message, one) for one in said), said


def test_the_notebook_that_is_spoilt_here_is_itself_sound(sound, folder):
    assert contract.breaches(stored(sound, folder)) == []


@pytest.mark.parametrize("stem", [one.path.stem for one in units()])
def test_every_unit_keeps_the_contract(stem):
    assert [str(problem) for problem in contract.breaches(unit(stem))] == []


@pytest.mark.parametrize(
    "text",
    [
        "It ended in [2009](https://www.gao.gov/x).",
        "In 2009 the table `polls` has 12 waves.",
        "- `early`: it ended in 2009",  # an item of a task, for a learner to judge
        "| 2009 | 12 per cent |\n|---|---|",
        "## 2009 and after",
        "```\n2009\n```",
        "Unit 05 and exercise 3 say so.",
    ],
)
def test_what_needs_no_link(text, sound, folder):
    write(text)(sound)
    assert problems(sound, folder, "citations") == []


def test_a_folded_cell_may_be_long(sound, folder):
    run("x = 1\n" * 15)(sound)
    sound["cells"][-1]["metadata"] = {"jupyter": {"source_hidden": True}}
    assert problems(sound, folder, "short-cells") == []


def test_orientation_needs_no_debate():
    assert unit("00").metadata["form"] == "orientation"
    assert not any(side(cell) for cell in unit("00").notebook["cells"])


def test_a_defect_in_an_exercise_is_a_breach(monkeypatch, sound, folder):
    own = lesson("third-site")
    task = replace(own.exercises["04-double-lock"], answer=lambda: {"Poland"})
    spoilt = Lesson({**own.exercises, task.id: task}, own.predictions, own.quiz)
    monkeypatch.setattr("course.learn.exercises.lesson", lambda slug: spoilt)
    said = problems(sound, folder, "exercises")
    assert any(one.startswith("04-double-lock: 'Poland' does not bring up") for one in said)


@pytest.mark.parametrize(
    "text",
    [
        "**In JupyterLab:** Put your answer in place of `...` and run the cell (Shift and Enter).",
        "Look at what stands between quotation marks.",
        "They wrote of a place in place of a name. The next cell shows both.",
        "The table has an empty cell, and its reference stands in `course.stats`.",
    ],
)
def test_words_for_every_reader(text, sound, folder):
    write(text)(sound)
    assert problems(sound, folder, "for-every-reader") == []


def test_an_output_for_jupyterlab_alone_stands_in_a_cell_that_the_site_leaves_out(sound, folder):
    run("mine(...)", ASKS)(sound)
    sound["cells"][-1]["metadata"] = {"course": {"only": "jupyterlab"}}
    assert problems(sound, folder, "for-every-reader") == []
    sound["cells"][-1]["metadata"] = {"course": {"only": "jupyter"}}
    assert problems(sound, folder, "for-every-reader")


@pytest.mark.parametrize("part", ["hints", "misconceptions", "why"])
def test_a_hint_that_needs_a_cell_is_a_breach(part, monkeypatch, sound, folder):
    own = lesson("third-site")
    task = own.exercises["04-two-polls"]
    asks = "Change the number in the cell, and run it again."
    name, one = next(iter(task.misconceptions.items()))
    new = {"hints": (asks,) * 3, "misconceptions": {name: replace(one, says=asks)}, "why": asks}
    spoilt = {**own.exercises, task.id: replace(task, **{part: new[part]}, mistakes=None)}
    changed = Lesson(spoilt, own.predictions, own.quiz)
    monkeypatch.setattr("course.quality.tasks.lesson", lambda slug: changed)
    said = problems(sound, folder, "for-every-reader")
    assert said and all(one.startswith("'04-two-polls' says 'Change the number in") for one in said)


def test_a_problem_names_unit_and_rule(sound, folder):
    about(minutes=7)(sound)
    (problem,) = contract.breaches(stored(sound, folder))
    assert str(problem).startswith("04-third-site [sections] the sections' minutes sum to")


def test_a_rule_that_a_broken_unit_brings_down_is_one_sentence_and_no_traceback(monkeypatch):
    def stumbles(unit):
        yield next(iter(()))  # what a generator makes of it is a RuntimeError

    monkeypatch.setattr(contract, "RULES", {"stumbles": stumbles})
    (told,) = contract.breaches(unit("04"))
    assert "04-third-site [stumbles] could not be checked: RuntimeError" in str(told)

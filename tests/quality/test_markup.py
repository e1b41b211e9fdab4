"""Few tags, no directives, outputs of known kinds: each has a notebook that breaks it."""

import json
import re

import plotly.express as px
import pytest

from course.charts.style import PLOTLY_MIME
from course.errors import CourseError
from course.publish.figures import drawings, figure
from course.quality import contract, markup
from course.quality.strays import strays
from course.units import Unit, unit

ALTAIR = '<div id="v"></div><script src="https://cdn.jsdelivr.net/npm/vega"></script>'
OUTPUTS = {
    "picture": ({"image/png": "iVBORw0K"}, "stores a picture .image/png.; draw it with course"),
    "svg": ({"image/svg+xml": "<svg onload='x'/>"}, "stores a picture"),
    "widget": (
        {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}},
        "stores a widget, which shows nothing without a kernel.*use the buttons of a chart",
    ),
    "altair": ({"application/vnd.vegalite.v5+json": {}}, "stores an Altair chart, which fetches"),
    "altair-html": ({"text/html": ALTAIR}, "stores HTML with id= in <div>, <script>, which no"),
    "frame": ({"text/html": "<iframe src='x'></iframe>"}, "stores HTML with <iframe>"),
    "script": ({"application/javascript": "alert(1)"}, "stores a script .*take it out"),
    "other": ({"application/pdf": "x"}, "an output that the site cannot show .application/pdf."),
}
TEXTS = {
    "tag": ("Read <iframe src='x'></iframe>", "has <iframe>. Markdown here may use br, details"),
    "attribute": ("<details ontoggle=x open><summary>a</summary></details>", "has ontoggle= in <d"),
    "style": ("<small style='position:fixed'>a</small>", "has style= in <small>"),
    "anchor": ("<a href='https://x.org'>x</a>", "has <a>"),
    "comment": ("a\n\n<!-- a note -->\n\nb", "has a comment"),
    "directive": ("```{include} /etc/passwd\n```", "has a directive .{include} /etc/passwd."),
    "role": ("See {download}`/etc/passwd` here", "has a role .{download}"),
    "picture": ("![a](https://x.org/t.png)", "shows a picture. Pictures have no source"),
    "script-link": ("[a](javascript:alert(1))", "links to 'javascript:alert.1.'; a link leads"),
    "data-link": ("[a](data:text/html,x)", "links to 'data:text/html,x'"),
    "reference": ("[a][b]\n\n[b]: file:///etc/passwd", "links to 'file:///etc/passwd'"),
    "file": ("[a](../data/polls.csv)", "links to '../data/polls.csv'"),
    "bidi": ("a \u202e b", "has an invisible character .U.202E."),
}


def with_cell(cell, tmp_path):
    notebook = json.loads(json.dumps(unit("04").notebook))
    notebook["cells"].append({"id": "new", "metadata": {}} | cell)
    path = tmp_path / "04-third-site.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return Unit(path)


def shown(data, **more):
    output = {"output_type": "execute_result", "data": data, "metadata": {}}
    return {"cell_type": "code", "source": "x", "outputs": [output]} | more


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_of_another_kind_is_named_with_a_remedy(name, tmp_path):
    data, message = OUTPUTS[name]
    (said,) = contract.RULES["outputs-known"](with_cell(shown(data), tmp_path))
    assert re.search(message, said), said


@pytest.mark.parametrize("name", TEXTS)
def test_markdown_of_another_kind_is_named(name, tmp_path):
    text, message = TEXTS[name]
    cell = {"cell_type": "markdown", "source": text}
    said = list(contract.RULES["markdown-plain"](with_cell(cell, tmp_path)))
    assert len(said) >= 1 and any(re.search(message, one) for one in said), said


def test_a_pasted_picture_is_named(tmp_path):
    cell = {"cell_type": "markdown", "source": "a", "attachments": {"a.png": {"image/png": "i"}}}
    (said,) = contract.RULES["outputs-known"](with_cell(cell, tmp_path))
    assert "holds a pasted picture" in said


@pytest.mark.parametrize(
    "text",
    [
        "Use `{code}` and `a{b}` and <https://www.nato.int> and 5 < 6.",
        "<details><summary>Why</summary>\n\nBecause.\n\n</details>",
        "[unit](06-who-decides.ipynb#before-you-look) and [here](#before-you-look)",
        "```python\nx = {1}\n```",
    ],
)
def test_plain_markdown_passes(text, tmp_path):
    cell = {"cell_type": "markdown", "source": text}
    assert list(contract.RULES["markdown-plain"](with_cell(cell, tmp_path))) == []


def test_the_site_keeps_of_an_output_what_it_knows():
    both = {"output_type": "display_data", "data": {"image/png": "x", "text/plain": "y"}}
    assert markup.known(both)["data"] == {"text/plain": "y"}
    assert markup.known({"output_type": "display_data", "data": {"image/png": "x"}}) is None
    assert markup.known({"output_type": "error", "ename": "E"}) is None


def test_a_chart_without_the_finish_is_a_sentence_and_no_key_error(tmp_path):
    plain = json.loads(px.bar(x=[1], y=[2]).to_json())
    own = with_cell(shown({PLOTLY_MIME: plain, "text/plain": "x"}), tmp_path)
    said = [str(problem) for problem in contract.breaches(own)]
    assert any("is not finished; pass it through course.charts.style.finish" in s for s in said)
    with pytest.raises(CourseError, match="is not finished"):
        figure(list(drawings(own.notebook))[-1], "", stills=False)


def test_a_file_that_the_package_does_not_name_is_a_stray(data_copy):
    assert list(strays()) == []
    for name in ("marks-2026.csv", "polls - Kopie.csv", "._polls.csv"):
        (data_copy / name).write_text("a")
    said = list(strays())
    assert len(said) == 3 and all("datapackage.json does not name" in one for one in said)

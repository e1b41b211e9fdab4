"""Texts that would do something if a page took them for markup; HIT stands for a call that tells.

`hit("x")` in a page's own scope would record that the payload of site x ran.
"""

from __future__ import annotations

import json
import re
from itertools import cycle

from course import description
from course.data import package
from course.publish import site
from course.show import PLOTLY_MIME
from course.table import Table
from course.units import unit
from tests.helpers import read_rows, write_rows

PAYLOADS = {
    "script": "<script>HIT</script>",
    "script-upper": "</td></table><ScRiPt >HIT</ScRiPt >",
    "img": "<img src=x onerror=HIT>",
    "svg": "<svg onload=HIT>",
    "svg-animate": "<svg><animate onbegin=HIT attributeName=x dur=1s>",
    "details": "<details open ontoggle=HIT><summary>a</summary></details>",
    "iframe": "<iframe srcdoc='<script>parent.HIT</script>'></iframe>",
    "style": "<style>@import 'https://evil.example/x.css';</style><p style='position:fixed'>a",
    "quote": '"><img src=x onerror=HIT>',
    "attribute": '" autofocus onfocus=HIT x="',
    "single": "' autofocus onfocus='HIT",
    "link": "[a](javascript:HIT)",
    "link-entity": "[a](java&#115;cript:HIT)",
    "link-space": "[a]( <javascript:HIT> )",
    "link-title": '[a](https://a.example \'b" onfocus="HIT" autofocus="\')',
    "link-data": "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "autolink": "<javascript:HIT>",
    "reference": "[a]: javascript:HIT\n\n[a]",
    "anchor": "<a href=javascript:HIT autofocus>a</a>",
    "picture": "![a](https://evil.example/t.png)",
    "picture-local": "![a](../../../../../../etc/passwd) [b](../../../../../../etc/passwd)",
    "picture-link": "[![a](x)](javascript:HIT)",
    "comment": "<!--><img src=x onerror=HIT>-->",
    "cdata": "<![CDATA[><img src=x onerror=HIT>]]>",
    "code": "`<img src=x onerror=HIT>` ``",
    "half-code": "` <img src=x onerror=HIT> `` |",
    "bar": "a | b |\n<img src=x onerror=HIT>",
    "break": "a\n\n<img src=x onerror=HIT>\n\nb",
    "fence": "a\n\n```{raw} html\n<img src=x onerror=HIT>\n```\n",
    "include": "a\n\n```{include} /etc/passwd\n```\n",
    "table-file": "a\n\n```{csv-table}\n:file: /etc/passwd\n```\n",
    "literal": "a\n\n```{literalinclude} /etc/passwd\n```\n",
    "eval": "a\n\n```{eval-rst}\n.. raw:: html\n\n   <img src=x onerror=HIT>\n```\n",
    "role": "{raw-html}`<img src=x onerror=HIT>` {download}`/etc/passwd`",
    "colon": "a\n\n:::{include} /etc/passwd\n:::\n",
    "front": "---\nmyst:\n  html_meta:\n    refresh: '0;url=javascript:HIT'\n---\n",
    "template": "{{ HIT }} <template><img src=x onerror=HIT></template>",
    "refresh": "<meta http-equiv=refresh content='0;url=javascript:HIT'>",
    "base": "<base href=https://evil.example/>",
    "form": "<form action=javascript:HIT><button autofocus onfocus=HIT>a",
    "math": "$\\href{javascript:HIT}{a}$ <math><mtext><img src=x onerror=HIT></mtext></math>",
    "control": "a\x1b[31m\x9b1m<img src=x onerror=HIT>",
    "bidi": "a\u202e<img src=x onerror=HIT>",
    "entity": "&lt;img src=x onerror=HIT&gt;",
    "backslash": "\\<img src=x onerror=HIT\\> \\[a](javascript:HIT)",
    "heading": "# <img src=x onerror=HIT>",
}
# What ties rows together, or is read as something else than words.
FIXED = {"kind", "grade", "source_id", "other_source_ids", "date", "date_read", "echo"}
TIES = {
    "readings": {"unit", "seen", "carries", "read_by"},
    "source_readings": {"seen"},
    "council_delegations": {"evidence", "red_line", "wish"},
    "council_brackets": {"bracket", "option"},
}
SHOWN = 13  # rows of a preview, with the header
LISTED = ("sources", "glossary")  # these have a page on which every row stands
UNITS = ("00", "04")  # the first, and one with everything
SOURCES = ("source_id", "source_ids")
WORD = re.compile(r"[\w-]+")
TEXTS = {"title", "description", "one_row_is", "compiled", "good_for", "not_good_for", "missing"}


class Sites:
    """Hand out payloads, each with a name of its own that it calls if it runs."""

    def __init__(self):
        self.kinds = cycle(PAYLOADS)
        self.tried = []

    def payload(self, where):
        kind = next(self.kinds)
        self.tried.append(f"{where}: {kind}")
        return PAYLOADS[kind].replace("HIT", f"window.hit({len(self.tried) - 1})")


def spoil_tables(home, sites):
    """Put a payload into every text cell that a page shows: the first rows of every table."""
    for name, rows in few_rows().items():
        table = package().table(name)
        keys = {*table.key, *(name for name, _, _ in table.foreign_keys), *FIXED}
        keys |= TIES.get(name, set())
        most = len(rows) if name in LISTED else SHOWN
        for at, column in enumerate(table.columns):
            if column.type == "string" and column.name not in keys:
                for row in rows[1:most]:
                    row[at] = sites.payload(f"{name}.{column.name}")
        write_rows(home / table.path.name, rows)


def few_rows():
    """Return the rows of every table, its header first, all of them resting on few sources.

    A page that lists thousands of rows shows no more kinds of text than one that lists dozens, as
    long as each of its columns has a payload of every kind.
    """
    tables = {name: read_rows(table.path) for name, table in package().tables.items()}
    header, *rows = tables["readings"]
    tables["readings"] = [header, *(row for row in rows if row[header.index("unit")] in UNITS)]
    tables["glossary"] = tables["glossary"][: len(PAYLOADS) + 1]
    shown = [unit(number).path.read_text(encoding="utf-8") for number in UNITS]
    shown += [cell for row in tables["readings"] for cell in row]
    named = {word for text in shown for word in WORD.findall(text)}
    header, *rows = tables.pop("sources")
    kept = [row for row in rows if row[0] in named]
    left = (row[0] for row in rows if row[0] not in named)
    instead = dict(zip(left, cycle(row[0] for row in kept)))
    for names, *cells in tables.values():
        for at in (at for at, name in enumerate(names) if name.endswith(SOURCES)):
            for row in cells:
                row[at] = WORD.sub(lambda found: instead.get(found[0], found[0]), row[at])
    return tables | {"sources": [header, *kept]}


def spoil_package(home, sites):
    path = home / "datapackage.json"
    packed = json.loads(path.read_text(encoding="utf-8"))
    for table in packed["resources"]:
        for part in (table, table["card"]):
            part |= {key: sites.payload(f"package {key}") for key in TEXTS & set(part)}
        table["licenses"][0] = {
            "name": "x", "title": sites.payload("licence"), "path": sites.payload("licence path")
        }  # fmt: skip
        for field in table["schema"]["fields"]:
            field["description"] = sites.payload("column description")
            field["unit"] = sites.payload("column unit")
            if "codes" in field:
                field["codes"] = {key: sites.payload("code") for key in field["codes"]}
    path.write_text(json.dumps(packed), encoding="utf-8")


def spoil_notebook(path, sites):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    about = notebook["metadata"]["course"]
    about |= {key: sites.payload(f"unit {key}") for key in ("question", "part")}
    notebook["metadata"]["myst"] = {"html_meta": {"refresh": "0;url=javascript:window.hit(0)"}}
    first = next(c for c in notebook["cells"] if c["cell_type"] == "markdown")
    title = " ".join(sites.payload("unit title").split())
    first["source"] = f"# {title}\n\n{''.join(first['source'])}"
    for kind in PAYLOADS:
        text = PAYLOADS[kind]
        number = len(sites.tried)
        for where in ("markdown", "output"):
            sites.tried.append(f"{where}: {kind}")
        words = text.replace("HIT", f"window.hit({number})")
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": words})
        words = text.replace("HIT", f"window.hit({number + 1})")
        data = {"text/html": words, "text/markdown": words, "application/javascript": words}
        output = {"output_type": "display_data", "metadata": {}, "data": data}
        other = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": words}}
        notebook["cells"].append(
            {
                "cell_type": "code",
                "metadata": {},
                "source": json.dumps(words),
                "outputs": [output, other],
            }
        )
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if chart := output.get("data", {}).get(PLOTLY_MIME):
                spoil_chart(chart, sites)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def spoil_chart(chart, sites):
    kept = chart["layout"]["meta"]["course"]
    kept |= {key: sites.payload(f"chart {key}") for key in ("title", "subtitle", "source", "note")}
    kept["digest"] = [sites.payload("chart digest") for _ in range(4)]
    names = [sites.payload("chart column") for _ in range(2)]
    rows = [[sites.payload("chart cell") for _ in names] for _ in range(12)]
    kept["table"] = {"columns": names, "rows": rows}
    for trace in chart["data"]:
        trace["name"] = sites.payload("trace name")
        if isinstance(trace.get("text"), list):
            trace["text"] = [sites.payload("trace text") for _ in trace["text"]]


def open_gates(patch):
    """Let through what the course refuses long before it is shown: what follows must hold alone."""
    patch.setattr(description, "_faults", lambda descriptor: iter(()))
    patch.setattr(Table, "problems", lambda table: iter(()))
    patch.setattr(site, "faults", list)

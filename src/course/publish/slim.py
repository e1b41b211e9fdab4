"""A drawing of Plotly's with the same look in a third of the bytes.

What is left out draws nothing, or repeats what is said around it; positions are rounded to a
fraction of a pixel that no screen shows.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator

_SVG = "http://www.w3.org/2000/svg"
# Properties that an element hands on to what is in it, with what holds if nobody says anything.
_FILL = {"fill": "#000", "fill-opacity": "1", "fill-rule": "nonzero"}
_STROKE = {
    "stroke": "none",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "stroke-dasharray": "none",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
}
_WORDS = {
    "font-family": "",
    "font-size": "medium",
    "font-style": "normal",
    "font-weight": "normal",
    "text-anchor": "start",
    "text-shadow": "none",
}
_HANDED_ON = _FILL | _STROKE | _WORDS | {"shape-rendering": "auto"}
_BLANKS = re.compile(r"^ +| +$|  +")  # those that would go where blanks are not kept
_OWN = {"opacity": "1", "vector-effect": "none"}  # those that are not handed on
_FOR_SCRIPTS = re.compile(r"class|cursor|pointer-events|data-.*|updatemenu-.*")
_SHAPES = ("path", "rect", "circle")
_LENGTHS = ("x", "y", "cx", "cy", "r", "rx", "ry", "width", "height", "dy")
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?"
_NAMED = re.compile(r"""url\(['"]?#([^)'"]+)['"]?\)""")
_MOVE = re.compile(rf"translate\(({_NUMBER})(?:[ ,]+({_NUMBER}))?\)")
_Node = ET.Element


def slim(svg: str) -> str:
    """Return a drawing of Plotly's with the same look in far fewer bytes.

    Raises:
        xml.etree.ElementTree.ParseError: the text is no drawing.
    """
    root = ET.fromstring(svg)
    for node in root.iter():
        node.tag = node.tag.removeprefix(f"{{{_SVG}}}")
        _say_as_attributes(node)
    _leave_out_what_draws_nothing(root, dict(_HANDED_ON), inside=False)
    _name_shortly(root)
    _join_groups_of_one(root)
    for name, unsaid in _HANDED_ON.items():
        _say_once(root, name, unsaid)
    _drop_idle_groups(root)
    for node in root.iter():
        _round(node)
    _share(root)
    for node in root.iter():
        if shadow := node.attrib.pop("text-shadow", ""):
            node.set("style", f"text-shadow:{shadow}")  # no attribute says it
    root.attrib = {"xmlns": _SVG} | root.attrib
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _say_as_attributes(node: _Node) -> None:
    """Say in attributes what a style says, colours in their shortest way; drop what scripts use."""
    for part in node.attrib.pop("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip():
            node.set(name.strip(), value.strip())
    for name, value in list(node.attrib.items()):
        if _FOR_SCRIPTS.fullmatch(name) or not value or value == _OWN.get(name):
            del node.attrib[name]
        elif name in ("fill", "stroke"):
            node.set(name, _colour(value))
        elif name in ("stroke-width", "stroke-dasharray", "font-size", "width", "height"):
            node.set(name, re.sub(r"(?<=\d)px", "", value))


def _colour(value: str) -> str:
    parts = re.fullmatch(r"rgb\((\d+), ?(\d+), ?(\d+)\)", value)
    if not parts:
        return value
    text = "".join(f"{int(part):02x}" for part in parts.groups())
    return "#" + (text[::2] if text[::2] == text[1::2] else text)


def _leave_out_what_draws_nothing(node: _Node, around: dict[str, str], *, inside: bool) -> bool:
    """Give each shape and text the properties that show of it, and no group any.

    Args:
        node: what is looked at; its empty and invisible parts are taken away.
        around: the properties that hold around it.
        inside: it is part of a clip, of which only the outline counts.

    Returns:
        whether the node draws anything, itself or by what is in it.
    """
    if node.attrib.pop("white-space", "") == "pre":
        _keep_blanks(node)
    holds = around | {name: node.attrib.pop(name) for name in _HANDED_ON if name in node.attrib}
    inside = inside or node.tag == "clipPath"
    for child in list(node):
        if not _leave_out_what_draws_nothing(child, holds, inside=inside):
            node.remove(child)
    if inside:
        return True
    if node.get("opacity") == "0":
        return False
    if node.tag in ("text", "tspan"):
        node.attrib |= _seen(holds, words=True)
        return bool(len(node) or (node.text or "").strip())
    if node.tag in _SHAPES:
        own = _seen(holds, words=False)
        node.attrib |= own
        return (own["fill"], own["stroke"]) != ("none", "none") and not _without_extent(node)
    return bool(len(node)) or node.tag == "svg"


def _keep_blanks(words: _Node) -> None:
    """Write the blanks that keep a word off its mark so that every browser keeps them."""
    for node in words.iter():
        for name in ("text", "tail"):
            if kept := getattr(node, name):
                setattr(node, name, _BLANKS.sub(lambda some: "\u00a0" * len(some[0]), kept))


def _seen(holds: dict[str, str], *, words: bool) -> dict[str, str]:
    """Return the properties that show: those of a line that is drawn, those of words in a text."""
    seen = {} if words else {"shape-rendering": holds["shape-rendering"]}
    for paint, all_of_it in (("fill", _FILL), ("stroke", _STROKE)):
        unseen = holds[f"{paint}-opacity"] == "0" or (
            paint == "stroke" and holds["stroke-width"] == "0"
        )
        if unseen or holds[paint] == "none":
            seen[paint] = "none"
        else:
            seen |= {name: holds[name] for name in all_of_it}
    return seen | ({name: holds[name] for name in _WORDS} if words else {})


def _without_extent(node: _Node) -> bool:
    sides = {"path": ("d",), "rect": ("width", "height"), "circle": ("r",)}[node.tag]
    return any(node.get(side, "0") == "0" for side in sides)


def _name_shortly(root: _Node) -> None:
    """Drop the clips and patterns that nothing names, and shorten the names of the others."""
    said = " ".join(value for node in root.iter() for value in node.attrib.values())
    short = {name: f"c{number}" for number, name in enumerate(dict.fromkeys(_NAMED.findall(said)))}
    for node in list(root.iter()):
        for child in list(node):
            if child.tag in ("clipPath", "pattern") and child.get("id") not in short:
                node.remove(child)
        own = node.attrib.pop("id", None)
        if own in short:
            node.set("id", short[own])
        for name, value in node.attrib.items():
            if named := _NAMED.fullmatch(value):
                node.set(name, f"url(#{short[named[1]]})")


def _join_groups_of_one(node: _Node) -> None:
    """Say of a shape or a text itself what a group around it alone says; move texts by their x."""
    for place, child in enumerate(node):
        _join_groups_of_one(child)
        while child.tag == "g" and len(child) == 1 and not set(child.keys()) - {"transform"}:
            inner = child[0]
            if moves := (child.get("transform", "") + inner.get("transform", "")):
                inner.set("transform", moves)
            node[place] = child = inner
        if child.tag == "text":
            _move_by_place(child)


def _move_by_place(text: _Node) -> None:
    """Say where a text stands in its x and y, where all that moves it is a shift or two."""
    moves = text.get("transform", "").replace(")", ") ").split(") ")
    parts = [node for node in (text, *text) if {"x", "y"} & set(node.keys())]
    shifts = [_MOVE.fullmatch(f"{move})") for move in moves if move.strip()]
    if not all(shifts) or not all({"x", "y"} <= set(node.keys()) for node in parts) or not parts:
        return
    for number, name in enumerate("xy"):
        shift = sum(float(one[number + 1] or 0) for one in shifts if one)
        for node in parts:
            node.set(name, repr(float(node.get(name, "0")) + shift))
    text.attrib.pop("transform", None)
    if len(text) and not (text.text or "").strip() and len(parts) == len(text) + 1:
        del text.attrib["x"], text.attrib["y"]  # each line says its own


def _say_once(root: _Node, name: str, unsaid: str) -> None:
    """Say a property where most of what stands below needs it, and below only where it differs."""
    wanted: dict[_Node, str | None] = {}
    for node in reversed(list(root.iter())):  # what is in a node comes before it
        below = Counter(value for child in node if (value := wanted[child]) is not None)
        wanted[node] = node.get(name) or max(below, key=below.__getitem__, default=None)
    held = {root: unsaid}
    for node in root.iter():
        here = held[node]
        node.attrib.pop(name, None)
        if (value := wanted[node]) is not None and value != here:
            node.set(name, value)
            here = value
        held |= dict.fromkeys(node, here)


def _drop_idle_groups(node: _Node) -> None:
    """Let the parts of a group that says nothing stand where it stood."""
    for child in list(node):
        _drop_idle_groups(child)
        if child.tag == "g" and not child.attrib:
            place = list(node).index(child)
            node[place : place + 1] = list(child)


def _round(node: _Node) -> None:
    """Round what places and measures a node, and leave out moves by nothing."""
    for name in _LENGTHS:
        number = re.fullmatch(rf"({_NUMBER})(em)?", node.get(name, ""))
        if not number:
            continue
        if float(number[1]) == 0 and (name == "dy" or (node.tag == "rect" and name in ("x", "y"))):
            del node.attrib[name]
        else:
            # A browser sets words on whole pixels: a twentieth more may be a pixel.
            decimals = 2 if node.tag in ("text", "tspan") else None
            node.set(name, _short(float(number[1]), decimals) + (number[2] or ""))
    if moves := "".join(_moves(node.attrib.pop("transform", ""))):
        node.set("transform", moves)
    if "d" in node.attrib:
        node.set("d", line(node.get("d", "")))


def _decimals(*values: float) -> int:
    """Return how many decimals give the largest value four digits."""
    largest = max((abs(value) for value in values), default=0.0)
    return 3 if largest < 10 else 2 if largest < 100 else 1


def _short(value: float, decimals: int | None = None) -> str:
    text = f"{value:.{_decimals(value) if decimals is None else decimals}f}"
    text = re.sub(r"^(-?)0\.", r"\1.", text.rstrip("0").rstrip(".") if "." in text else text)
    return "0" if text in ("", "-", "-0") else text


def _moves(text: str) -> Iterator[str]:
    """Yield the moves, turns and scalings of a transformation that change anything."""
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", text):
        values = [float(part) for part in re.findall(_NUMBER, inside)]
        if (name, *values[:2]) in (("translate", 0, 0), ("scale", 1, 1)) or (
            (name, *values[:1]) in (("rotate", 0), ("scale", 1)) and len(values) != 2
        ):
            continue
        if name == "translate" and values[1:] == [0]:
            values.pop()
        yield f"{name}({_joined([_short(value) for value in values])})"


def _joined(numbers: list[str]) -> str:
    """Write numbers one behind the other, apart only where the next would run into the last."""
    text, last = "", ""
    for number in numbers:
        joins = not last or number[0] == "-" or (number[0] == "." and "." in last)
        text += number if joins else f" {number}"
        last = number
    return text


def line(d: str) -> str:
    """Return a line with its positions rounded, each step told in its shorter way.

    A step that is told from the place before it starts from the rounded place, so that what is
    left out does not add up. With a step of a kind that Plotly has not used so far, the line is
    returned as it is.
    """
    if re.search("[^MLHVAZmlhvazeE0-9., -]", d):
        return d
    steps = list(_steps(d))
    decimals = _decimals(*(value for _, _, end in steps for value in end))
    here = start = (0.0, 0.0)
    text, last = "", ""
    for kind, arc, end in steps:
        x, y = start if kind == "Z" else (round(value, decimals) for value in end)
        far, near = [x, y], [x - here[0], y - here[1]]
        if kind == "L" and 0 in near:
            kind = "V" if near[0] == 0 else "H"
        kept = {"H": slice(1), "V": slice(1, 2), "Z": slice(0)}.get(kind, slice(2))
        told = [
            (letter, _joined(arc + [_short(value, decimals) for value in values[kept]]))
            for letter, values in ((kind, far), (kind.lower(), near))
        ]
        letter, numbers = min(told, key=lambda way: len(way[1]) + (way[0] != last))
        if letter != last or kind in "MZ":
            text += letter
        elif numbers[0] != "-":
            text += " "
        text, last, here = text + numbers, letter, (x, y)
        start = here if kind == "M" else start
    return text


def _steps(d: str) -> Iterator[tuple[str, list[str], tuple[float, float]]]:
    """Yield each step's kind, the shape of an arc, and where it ends, counted from the origin."""
    here = start = (0.0, 0.0)
    for letter, inside in re.findall(r"([MLHVAZ])([^MLHVAZ]*)", d, re.I):
        kind, numbers = letter.upper(), re.findall(_NUMBER, inside)
        takes = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7}.get(kind, 1)
        for first in range(0, len(numbers) or 1, takes):
            values = numbers[first : first + takes]
            ends = [float(value) for value in values[-2:]]
            east, north = here if letter.islower() else (0.0, 0.0)
            if kind == "H":
                here = (ends[0] + east, here[1])
            elif kind == "V":
                here = (here[0], ends[0] + north)
            else:
                here = (ends[0] + east, ends[1] + north) if ends else start
            start = here if kind == "M" and not first else start
            arc = [_short(float(value)) for value in values[:-2]]
            yield ("L" if kind == "M" and first else kind), arc, here


def _share(root: _Node) -> None:
    """Draw a mark that occurs often, such as the symbol of a series, from one definition."""
    lines = [node for node in root.iter("path") if "id" not in node.attrib]
    count = Counter(node.get("d", "") for node in lines)
    saved = {d: number * (len(d) - 8) - len(d) - 18 for d, number in count.items()}
    shared = {d: f"m{place}" for place, d in enumerate(d for d in saved if saved[d] > 0)}
    for node in lines:
        if name := shared.get(node.get("d", "")):
            node.tag, node.attrib = "use", {"href": f"#{name}"} | node.attrib
            del node.attrib["d"]
            if (moved := _MOVE.fullmatch(node.get("transform", ""))) is not None:
                del node.attrib["transform"]
                node.attrib |= {"x": moved[1], "y": moved[2] or "0"}
    if shared:
        marks = ET.SubElement(root, "defs")
        for d, name in shared.items():
            ET.SubElement(marks, "path", {"id": name, "d": d})

"""How Moodle reads and marks its questions: the rules of its own code, told again, for tests.

It knows nothing of how the course writes them. The rules are those of `question.php` in each type
(numerical, shortanswer, multichoice, match, multianswer), of `multianswer/questiontype.php` (the
notation Cloze) and of qtype_ordering, for a site whose numbers have a decimal point.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

RIGHT, PARTLY, WRONG = "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"


@dataclass
class Marked:
    """What Moodle makes of a response: the part of the marks, and the feedback that it shows."""

    fraction: float
    feedback: str = ""


@dataclass
class Option:
    text: str
    fraction: float
    feedback: str
    tolerance: float = 0.0


def read(text):
    """Return the questions of a file by idnumber, each with the category that it falls into."""
    found, path = {}, ""
    for element in ElementTree.fromstring(text.encode()):
        if element.get("type") == "category":
            path = element.findtext("category/text").strip()
            continue
        one = KINDS[element.get("type")](element)
        one.category = path
        assert one.idnumber not in found, f"{one.idnumber} stands there twice"
        found[one.idnumber] = one
    return found


class Asked:
    def __init__(self, element):
        self.type = element.get("type")
        self.idnumber = element.findtext("idnumber").strip()
        self.name = _text(element, "name")
        self.text = _text(element, "questiontext")
        self.general = _text(element, "generalfeedback")
        self.marks = float(element.findtext("defaultgrade"))
        self.hints = [_text(one) for one in element.findall("hint")]
        self.tags = [_text(one) for one in element.findall("tags/tag")]
        self.combined = {state: _text(element, state) for state in (RIGHT, PARTLY, WRONG)}
        self.options = [
            Option(
                _text(one),
                float(one.get("fraction")) / 100,
                _text(one, "feedback"),
                abs(float(one.findtext("tolerance") or 0)),
            )
            for one in element.findall("answer")
        ]

    def state(self, fraction):
        """`question_state::graded_state_for_fraction`."""
        return WRONG if fraction < 0.000001 else RIGHT if fraction > 0.999999 else PARTLY


class Numerical(Asked):
    def mark(self, typed):
        value = float(typed)
        for one in self.options:
            if one.text == "*" or _within(one, value):
                return Marked(one.fraction, one.feedback)
        return Marked(0)

    def spans(self):
        return [
            (float(one.text) - one.tolerance, float(one.text) + one.tolerance, one)
            for one in self.options
        ]


def _within(one, value):
    """`qtype_numerical_answer::within_tolerance`, of a nominal tolerance."""
    wide = one.tolerance + 1e-14 * max(1, abs(float(one.text)))
    return float(one.text) - wide <= value <= float(one.text) + wide


class ShortAnswer(Asked):
    def __init__(self, element):
        super().__init__(element)
        self.case = element.findtext("usecase") == "1"

    def mark(self, typed):
        for one in self.options:
            if self.alike(typed, one.text):
                return Marked(one.fraction, one.feedback)
        return Marked(0)

    def alike(self, typed, pattern):
        """`compare_string_with_wildcard`: a star stands for anything, \\* for a star."""
        pattern, typed = (unicodedata.normalize("NFC", one) for one in (pattern, typed))
        bits = [re.escape(bit.replace(r"\*", "*")) for bit in re.split(r"(?<!\\)\*+", pattern)]
        flags = 0 if self.case else re.I
        return bool(re.fullmatch(".*".join(bits), typed.strip(), flags))


class MultiChoice(Asked):
    def __init__(self, element):
        super().__init__(element)
        self.single = element.findtext("single") == "true"

    def mark(self, *chosen):
        """Mark the options of these numbers, from 0."""
        assert not self.single or len(chosen) == 1
        said = [self.options[number].feedback for number in chosen]
        total = sum(self.options[number].fraction for number in chosen)
        fraction = total if self.single else min(max(total, 0.0), 1.0)
        return Marked(fraction, "\n".join([*said, self.combined[self.state(fraction)]]))


class Matching(Asked):
    """Pairs; the texts of answers that are alike are one choice, and an empty stem asks nothing."""

    def __init__(self, element):
        super().__init__(element)
        pairs = [(_text(one), _text(one, "answer")) for one in element.findall("subquestion")]
        self.right = {stem: answer for stem, answer in pairs if stem}
        self.choices = list(dict.fromkeys(answer for _, answer in pairs))

    def mark(self, given):
        assert set(given.values()) <= set(self.choices)
        fraction = sum(given.get(stem) == one for stem, one in self.right.items()) / len(self.right)
        return Marked(fraction, self.combined[self.state(fraction)])


class Ordering(Asked):
    def __init__(self, element):
        super().__init__(element)
        self.grading = element.findtext("gradingtype")
        # Their order is that of the file: the fraction is written anew when they are saved.
        self.items = [one.text for one in self.options]

    def mark(self, given):
        assert sorted(given) == sorted(self.items) and self.grading == "ALL_OR_NOTHING"
        fraction = float(given == self.items)
        return Marked(fraction, self.combined[self.state(fraction)])


# The regular expressions of multianswer/questiontype.php, for lists of choices.
_ANSWER = r".+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$)"
_FEEDBACK = r".*?(?<!\\)(?=[~}]|$)"
_ALTERNATIVE = rf"(=|%(-?[0-9]+(?:[.,][0-9]*)?)%)?({_ANSWER})(#({_FEEDBACK}))?"
_PLAIN = re.sub(r"\((?!\?)", "(?:", _ALTERNATIVE)
_LIST = re.compile(rf"\{{([0-9]*):(MULTICHOICE|MC):({_PLAIN}(?:~{_PLAIN})*)\}}", re.S)


@dataclass
class Gap:
    weight: float
    options: list = field(default_factory=list)


class Cloze(Asked):
    def __init__(self, element):
        super().__init__(element)
        self.gaps, self.pieces, rest = [], [], self.text
        while found := _LIST.search(rest):
            gap = Gap(float(found[1] or 1))
            left = found[3]
            while alternative := re.compile(f"~?{_ALTERNATIVE}", re.S).search(left):
                share = float((alternative[2] or "0").replace(",", ".")) / 100
                gap.options.append(
                    Option(
                        _undone(alternative[3]),
                        1.0 if alternative[1] == "=" else share,
                        _undone(alternative[5] or ""),
                    )
                )
                left = left.split(alternative[0], 1)[1]
            self.gaps.append(gap)
            self.pieces.append(rest[: found.start()])
            rest = rest[found.end() :]
        self.pieces.append(rest)
        self.marks = sum(gap.weight for gap in self.gaps)

    def mark(self, *chosen):
        """Mark a number of an option for each list, or None where nothing was chosen."""
        assert len(chosen) == len(self.gaps)
        got, said = 0.0, []
        for gap, number in zip(self.gaps, chosen, strict=True):
            if number is not None:
                got += gap.weight * gap.options[number].fraction
                said.append(gap.options[number].feedback)
        return Marked(got / self.marks, "\n".join(said))


def _undone(text):
    """`html_entity_decode`, and the two strokes that are taken away after it."""
    return html.unescape(text).replace(r"\}", "}").replace(r"\#", "#")


class Essay(Asked):
    def __init__(self, element):
        super().__init__(element)
        self.graderinfo = _text(element, "graderinfo")


def _text(element, *path):
    found = element.find("/".join((*path, "text")))
    return (found.text or "").strip() if found is not None else ""


KINDS = {
    "numerical": Numerical,
    "shortanswer": ShortAnswer,
    "multichoice": MultiChoice,
    "matching": Matching,
    "ordering": Ordering,
    "cloze": Cloze,
    "essay": Essay,
}


def words(markup):
    """HTML as a reader sees it, on one line."""
    parts = []
    reader = HTMLParser(convert_charrefs=True)
    reader.handle_data = parts.append
    reader.feed(markup)
    reader.close()
    return " ".join("".join(parts).split())

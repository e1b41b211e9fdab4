"""What a learner, and an author of the course, may do to a notebook: one random edit at a time.

Every line that a learner writes holds a word such as L12w, every line of an author one such as
C12w, so that it can be looked for afterwards.
"""

from __future__ import annotations

import copy
import uuid

from course.units import cell_text

BLANK = "..."


def lines_of(cell):
    return cell_text(cell).split("\n")


class Hand:
    """One who edits; `counts` says how often in which way."""

    letter = "?"

    def __init__(self, chance, counts):
        self.chance, self.counts, self.number = chance, counts, 0

    def word(self) -> str:
        self.number += 1
        return f"{self.letter}{self.number}w"

    def change(self, notebook) -> None:
        cells = notebook["cells"]
        names = [name for name in dir(self) if name.startswith("do_")]
        way = self.chance.choice(names)
        done = getattr(self, way)(cells, notebook) if cells else self.do_add(cells, notebook)
        if done is not False:
            self.counts[f"{type(self).__name__.lower()}: {way[3:].replace('_', ' ')}"] += 1

    def line(self, kind: str) -> str:
        word = self.word()
        return f"{word} = {self.chance.randint(1, 9)}" if kind == "code" else f"A line {word}."

    def new(self, kind=None):
        kind = kind or self.chance.choice(("markdown", "code"))
        lines = [self.line(kind) for _ in range(self.chance.randint(1, 3))]
        cell = {"cell_type": kind, "id": self.id(), "metadata": {}, "source": "\n".join(lines)}
        return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})

    def id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def place(self, cells) -> int:
        return self.chance.randrange(len(cells))

    def some(self, cells, kind=None):
        fit = [cell for cell in cells if kind in (None, cell["cell_type"])]
        return self.chance.choice(fit) if fit else None

    def do_add(self, cells, notebook):
        cells.insert(self.chance.randint(0, len(cells)), self.new())

    def do_delete(self, cells, notebook):
        if len(cells) > 5:
            del cells[self.place(cells)]

    def do_move(self, cells, notebook):
        if self.chance.random() < 0.5:  # most move nothing
            return False
        cell = cells.pop(self.place(cells))
        cells.insert(self.chance.randint(0, len(cells)), cell)
        return True

    def do_write_a_line(self, cells, notebook):
        cell = self.some(cells)
        lines = lines_of(cell)
        lines.insert(self.chance.randint(0, len(lines)), self.line(cell["cell_type"]))
        cell["source"] = "\n".join(lines)

    def do_write_in_place_of_a_line(self, cells, notebook):
        cell = self.some(cells)
        lines = lines_of(cell)
        lines[self.chance.randrange(len(lines))] = self.line(cell["cell_type"])
        cell["source"] = "\n".join(lines)

    def do_delete_a_line(self, cells, notebook):
        cell = self.some(cells)
        lines = lines_of(cell)
        del lines[self.chance.randrange(len(lines))]
        cell["source"] = "\n".join(lines)


class Learner(Hand):
    """One who takes the course."""

    letter = "L"

    def do_answer(self, cells, notebook):
        fit = [c for c in cells if c["cell_type"] == "code" and BLANK in cell_text(c)]
        if not fit:
            return False
        cell = self.chance.choice(fit)
        text = cell_text(cell)
        answer = self.word() if '"""..."""' in text else f'"{self.word()}"'
        if self.chance.random() < 0.2:
            answer += "\n" + self.line("code") if '"""' in text else ""
        cell["source"] = text.replace(BLANK, answer, 1)
        self.run(cell)
        return True

    do_answer_another = do_answer_a_third = do_answer  # what most learners do most

    def do_answer_all(self, cells, notebook):
        for _ in range(8):
            self.do_answer(cells, notebook)

    def run(self, cell):
        cell["execution_count"] = self.chance.randint(1, 99)
        text = [f"said {self.chance.random()}\n"]
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]

    def do_run_all(self, cells, notebook):
        for cell in cells:
            if cell["cell_type"] == "code":
                self.run(cell)

    def do_clear_outputs(self, cells, notebook):
        for cell in cells:
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}

    def do_split(self, cells, notebook):
        """As JupyterLab does: both parts have new ids."""
        place = self.place(cells)
        cell, lines = cells[place], lines_of(cells[place])
        at = self.chance.randint(0, len(lines))
        parts = [copy.deepcopy(cell) | {"id": self.id()} for _ in range(2)]
        for part, text in zip(parts, (lines[:at], lines[at:]), strict=True):
            part["source"] = "\n".join(text)
        cells[place : place + 1] = parts

    def do_join(self, cells, notebook):
        place = self.place(cells)
        if place + 1 < len(cells) and cells[place]["cell_type"] == cells[place + 1]["cell_type"]:
            other = cells.pop(place + 1)
            cells[place]["source"] = cell_text(cells[place]) + "\n\n" + cell_text(other)
            return True
        return False

    def do_copy(self, cells, notebook):
        place = self.place(cells)
        same_id = {} if self.chance.random() < 0.1 else {"id": self.id()}
        cells.insert(self.chance.randint(0, len(cells)), copy.deepcopy(cells[place]) | same_id)

    def do_change_the_kind(self, cells, notebook):
        cell = self.some(cells, "code")
        if cell is None:
            return False
        for key in ("outputs", "execution_count"):
            cell.pop(key, None)
        cell["cell_type"] = self.chance.choice(("markdown", "raw"))
        return True

    def do_paste_an_image(self, cells, notebook):
        cell = self.some(cells, "markdown")
        if cell is None:
            return False
        cell["attachments"] = {f"{self.word()}.png": {"image/png": "aGVsbG8="}}
        return True

    def do_fold_and_tag(self, cells, notebook):
        cell = self.some(cells)
        cell["metadata"] |= {"collapsed": True, "tags": [self.word()]}
        notebook["metadata"]["toc"] = {"base": 1}

    def do_choose_of_a_conflict(self, cells, notebook):
        """Keep the course's and delete their own, or the other way round; perhaps edit it."""
        offered = [c for c in cells if "offers" in c["metadata"].get("course", {})]
        if not offered:
            return False
        one = self.chance.choice(offered)
        of = one["metadata"]["course"]["offers"]
        own = [c for c in cells if c.get("id") == of]
        way = self.chance.randrange(4)
        if way == 0:
            cells[:] = [c for c in cells if c not in own]
        elif way == 1:
            cells.remove(one)
        elif way == 2:
            one["source"] = cell_text(one) + "\n" + self.line(one["cell_type"])
        if self.chance.random() < 0.5:
            cells[:] = [c for c in cells if c["metadata"].get("course", {}).get("marks") != of]
        return True

    def do_let_another_program_save(self, cells, notebook):
        """Some editors drop ids, or all that they do not know."""
        if self.chance.random() < 0.8:
            return False
        if self.chance.random() < 0.5:
            notebook["metadata"].pop("course", None)
        else:
            for cell in cells:
                cell.pop("id", None)
            notebook["nbformat_minor"] = 4
        return True


class Course(Hand):
    """One who writes the course; ids are kept."""

    letter = "C"

    def new(self, kind=None):
        cell = super().new(kind)
        return cell | {"id": "c-" + self.id()[:10]}

    def do_add_an_exercise(self, cells, notebook):
        name = self.word()
        cell = self.new("code")
        cell["source"] = f'{name} = ...\ncourse.check("04-{name}", {name})'
        cells.insert(self.chance.randint(0, len(cells)), cell)

    def do_change_what_asks(self, cells, notebook):
        """Write another line into a cell with an answer, or call the answer by another name."""
        fit = [c for c in cells if "course.check(" in cell_text(c) and BLANK in cell_text(c)]
        if not fit:
            return False
        cell, word = self.chance.choice(fit), self.word()
        text = cell_text(cell)
        way = self.chance.randrange(4)
        if way == 0:
            cell["source"] = f"{text}  # {word}"
        elif way == 1:
            cell["source"] = f"# {word}\n{text}"
        elif way == 2:
            cell["source"] = text.replace("\ncourse.check(", f"\n# {word}\ncourse.check(", 1)
        else:
            old = text.split(" ")[0]
            cell["source"] = text.replace(old, f"name_{word}")
        return True

    do_change_what_asks_again = do_change_what_asks

    def do_store_outputs(self, cells, notebook):
        cell = self.some(cells, "code")
        if cell is not None:
            text = [f"stored {self.chance.random()}\n"]
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]

    def do_describe(self, cells, notebook):
        cell = self.some(cells)
        cell["metadata"]["course"] = {"minutes": self.chance.randint(1, 90)}
        notebook["metadata"].setdefault("course", {})["as_of"] = self.word()

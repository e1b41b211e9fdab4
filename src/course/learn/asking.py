"""The review in a terminal: what is due, one after the other."""

from __future__ import annotations

from typing import Any

from course import terminal
from course.learn import kept, progress
from course.learn.review import Asked, asked, comes_back, ending, queue
from course.units import Unit


def ask_all(quiz: Unit | None = None) -> None:
    """Ask all that is due, or what is left of a unit's quiz; each answer is kept at once.

    Raises:
        KeyboardInterrupt: the learner stopped; what was answered is kept.
    """
    path = kept.place()
    assert path is not None
    items, said = kept.read(path)
    if said:
        terminal.complain(said)
    today = progress.now()[:10]
    left = {one: found for one in queue(items, today, quiz) if (found := asked(one))}
    if left:
        terminal.say(f"{len(left)} to ask. An empty answer passes on to the next; Ctrl+C stops.")
    for number, (identifier, one) in enumerate(left.items(), start=1):
        terminal.show(f"---\n\n{number} of {len(left)}. {one.words}")
        if (happened := _asked(one)) is None:
            continue
        if failed := kept.record(identifier, happened):
            terminal.complain(failed)
        else:
            terminal.say(comes_back(kept.read(path)[0].get(identifier, {})))
    terminal.show(ending(kept.read(path)[0], today, quiz))


def _asked(one: Asked) -> dict[str, Any] | None:
    """Ask until an answer can be read; return the event that it is, or None if passed over."""
    if one.meaning:
        terminal.ask("Enter shows the meaning. ")
        terminal.show(one.meaning)
    while True:
        answer = _answer(one)
        if not answer:
            return None
        words, happened = one.judge(answer)
        if happened is None or not one.meaning:
            terminal.show(words)
        if happened is not None:
            return happened


def _answer(one: Asked) -> Any:
    if one.meaning:
        return terminal.ask("Did you know it? y/n ")
    if not one.parts:
        return terminal.ask("Your answer: ")
    terminal.say(f"One of {', '.join(one.codes)} for each.")
    given = {item: terminal.ask(f"{item}: ") for item in one.parts}
    return given if any(given.values()) else None

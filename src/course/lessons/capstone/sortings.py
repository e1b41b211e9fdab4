"""What is sorted in the exercises of unit 17: sentences, faults and numbers, with their answers."""

from __future__ import annotations

KINDS = {
    "position": "what somebody asks for",
    "interest": "what it would serve, so that something else could serve it too",
    "ground": "a fact or belief given as a reason",
}
POSITIONS = {
    "no-name": ("position", "Ankara wants no country named"),
    "whole-country": ("interest", "the whole of Türkiye should be protected"),
    "guarantee": ("position", "legally binding guarantees for Moscow"),
    "few-weapons": ("ground", "designed for a small number of potential Iranian weapons"),
    "responsibility": ("interest", "NATO takes the responsibility when a missile is shot down"),
    "retarget": ("position", "words that open the way to turn the system on Russia as well"),
}
VERDICTS = {
    "stands": "it may go in as it is",
    "too_much": "the record says less",
    "unlike": "it compares what may not be compared",
}
SENTENCES = {
    "cancelled": ("stands", "The plan for ten interceptors was cancelled in 2009"),
    "fired": ("too_much", "the Council ordered an interceptor to be fired"),
    "against": ("stands", "No agreed passage on missile defence that could be read names Russia"),
    "perfect": ("too_much", "Three missiles towards Türkiye were met out of three"),
    "turned": ("too_much", "The policy of 2025 turned NATO's ballistic missile defence on Russia"),
    "cheaper": ("unlike", "under 200 million euro"),
    "rota": ("stands", "Spain let American destroyers live at Rota"),
}
FINDERS = {
    "machine": "the audit finds it by itself",
    "eye": "only an eye finds it",
    "no_fault": "it is no fault",
}
FAULTS = {
    "cause": ("machine", "because they joined"),
    "label": ("machine", "Sky Shield and defence spending"),
    "empty-no": ("eye", "has no row"),
    "two-years": ("eye", "of one year"),
    "number": ("machine", "nineteen per cent"),
    "outside": ("no_fault", "known to be outside"),
}
ORIGINS = {
    "said": "somebody said it, and the course repeats it",
    "reckoned": "the course got it from its tables by a sum",
    "invented": "it belongs to the game",
}
FIGURES = {
    "ten-minutes": ("said", "less than ten minutes"),
    "seventy-two": ("invented", "72 hours"),
    "twenty-seven": ("reckoned", "27 capitals"),
    "texts": ("invented", "27 texts"),
    "two-thousand": ("said", "2,000 km"),
    "a-quarter": ("said", "nearly a quarter"),
}

"""What the charts of unit 15 call texts, questions, incidents and asks."""

from __future__ import annotations

TEXTS = {
    "strategic-concept-2022": "2022 Madrid, Concept",
    "madrid-2022": "2022 Madrid, declaration",
    "vilnius-2023": "2023 Vilnius",
    "washington-2024": "2024 Washington",
    "iamd-policy-2025": "2025 policy, NATO's news",
    "hague-2025": "2025 The Hague",
    "ankara-2026": "2026 Ankara",
}

FEATURES = {
    "any_direction_elsewhere": "all directions: defence as a whole",
    "any_direction_in_md_text": "all directions: air and missile defence",
    "territorial_mission": "to cover people and territory",
    "declares_capability_label": "a stage of the ballistic shield declared",
    "limits_to_outside_euro_atlantic": "threat from outside the area",
    "says_not_against_russia": "not directed against Russia",
    "names_iran_elsewhere": "Iran named, elsewhere in the text",
}

HARM = {
    "killed": "people killed",
    "hurt": "people hurt",
    "property": "things hit on the ground",
    "none_read": "no harm read of",
}

ASKED = {"yes": "asked for", "no": "no request known", "unknown": "not read"}

SHORT = {
    "pl-2022-11-15": "Przewodów",
    "ro-2026-05-29": "Galați",
    "pl-2025-09-10": "over Poland",
    "pl-2025-09-10-wyryki": "Wyryki",
    "ee-2025-09-19": "over Estonia",
    "lv-2026-05-07": "Rēzekne",
    "ee-2026-03-25": "Auvere",
    "hr-2022-03-10": "Zagreb",
    "gb-2026-03-01-akrotiri": "Akrotiri",
}

ASKS = {
    "mdaa-2023-any-source-general": "Any source: defence as a whole",
    "mdaa-2023-any-source-iamd": "Any source: air and missile defence",
    "mdaa-2023-any-source-bmd": "Any source: the ballistic shield",
    "mdaa-2023-russia-design": "A design against Russia",
    "mdaa-2023-display": "A display at Vilnius",
    "mdaa-2023-former-soviet-allies": "A signal of full protection",
    "mdaa-2023-exercise-poland": "An exercise in Poland",
    "mdaa-2023-exercise-romania": "An exercise in Romania",
    "mdaa-2023-scenario": "A scenario of Russian attack",
    "mdaa-2023-mc-study": "A military study",
    "mdaa-2023-interim-report": "A report in six months",
    "mdaa-2023-final-report": "A report by the next summit",
    "mdaa-2023-fill-gaps": "Steps on gaps in capability",
    "mdaa-2023-integration": "Steps on integration",
    "lithuania-2023-rotation": "Lithuania: air defences by turns",
    "ukraine-2024-coalition": "Ukraine: shoot from across the border",
    "poland-2024-wider-role": "Poland: a wider role for Redzikowo",
    "rutte-2025-fivefold": "Rutte: 400 per cent more",
    "iran-2026-joint-inquiry": "Iran: a joint inquiry",
}

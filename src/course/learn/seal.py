"""Keep what answers a question out of sight until it is asked for.

A page without a kernel must hold what it tells a learner. Sealed, none of it is found by reading
the page's source, by a search on the page or of the site, or by a screen reader; and whether one
of several options is right is known by a digest alone. This protects a learner from seeing an
answer by accident, and from nothing else: whoever runs the page's script can open every seal, and
the solutions stand on a page of their own. The page's script does the same (`static/answers.js`).
"""

from __future__ import annotations

import base64

_MASK = 0xFFFFFFFF


def digest(text: str) -> str:
    """Return 16 hexadecimal digits that stand for a text (two 32-bit FNV-1a sums, stirred)."""
    one, two = 0x811C9DC5, 0x9747B28C
    for byte in text.encode("utf-8"):
        one = (one ^ byte) * 0x01000193 & _MASK
        two = (two ^ byte ^ one >> 24) * 0x85EBCA6B & _MASK
    return f"{_stirred(one ^ two >> 7):08x}{_stirred(two ^ one >> 11):08x}"


def sealed(text: str, key: str) -> str:
    """Return a text that only who knows `key` can read, as letters and digits."""
    body = text.encode("utf-8")
    mask = _stream(key, len(body))
    return base64.b64encode(bytes(a ^ b for a, b in zip(body, mask, strict=True))).decode()


def _stirred(value: int) -> int:
    value = (value ^ value >> 16) * 0x7FEB352D & _MASK
    value = (value ^ value >> 15) * 0x846CA68B & _MASK
    return value ^ value >> 16


def _stream(key: str, length: int) -> bytes:
    """Return bytes that follow from a key (Marsaglia's xorshift, a byte a step)."""
    state, out = int(digest(key)[:8], 16) | 1, bytearray()
    for _ in range(length):
        state ^= state << 13 & _MASK
        state ^= state >> 17
        state ^= state << 5 & _MASK
        out.append(state & 0xFF)
    return bytes(out)

"""What is sealed can be opened by its name, and is not read in passing."""

import base64
import random

import pytest

from course.learn.seal import digest, sealed


def stirred(value):
    value = (value ^ value >> 16) * 0x7FEB352D % 2**32
    value = (value ^ value >> 15) * 0x846CA68B % 2**32
    return value ^ value >> 16


def test_a_digest_is_made_of_both_sums():
    one, two = 0x811C9DC5, 0x9747B28C
    assert digest("") == f"{stirred(one ^ two >> 7):08x}{stirred(two ^ one >> 11):08x}"
    one = (one ^ 0x41) * 0x01000193 % 2**32
    two = (two ^ 0x41 ^ one >> 24) * 0x85EBCA6B % 2**32
    assert digest("A") == f"{stirred(one ^ two >> 7):08x}{stirred(two ^ one >> 11):08x}"


def test_digests_of_what_may_stand_in_one_exercise_differ():
    draw = random.Random(7)
    texts = {f"04-x {draw.randint(0, 10**6)}={draw.choice('abcdef')}" for _ in range(20_000)}
    assert len({digest(text) for text in texts}) == len(texts)


@pytest.mark.parametrize("text", ["", "B", "93.2 per cent of 409", "čtyři; четыре; 四 🚀" * 50])
def test_a_seal_hides_its_text_and_the_same_key_opens_it(text):
    hidden = sealed(text, "04-x")
    assert len(text) < 2 or text not in hidden
    assert sealed(text, "04-x") == hidden and (not text or sealed(text, "04-y") != hidden)
    mask = base64.b64decode(sealed("\0" * len(text.encode()), "04-x"))
    body = bytes(a ^ b for a, b in zip(base64.b64decode(hidden), mask, strict=True))
    assert body.decode() == text

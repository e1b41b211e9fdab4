"""Who may come in: an account a learner, made from a roster, with a code on a slip of paper."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from course.errors import CourseError, nearest
from course.files import replace_text
from course.teach.grade.roster import table

# No letter or digit that is taken for another on paper: no 0 and o, 1, i and l, 5 and s, 2 and z.
_LETTERS = "abcdefghjkmnpqrtuvwxy346789"
_CODE = 8
# Numbers that no distribution of Linux gives to anybody (systemd: "users and groups", unused).
FIRST_UID, LAST_UID = 60710, 61180
MOST = LAST_UID - FIRST_UID
_LONGEST = 32


@dataclass(frozen=True)
class Account:
    """One learner: `login` is what they type, `name` what their slip says, `uid` their number."""

    login: str
    name: str
    uid: int
    salt: str = ""
    digest: str = ""
    active: bool = True


def login_of(text: str) -> str:
    """Return a name as it is typed to come in: small Latin letters, digits and hyphens.

    >>> login_of(" Anna  Müller-Łaska ")
    'anna-muller-laska'
    """
    told = text.replace("ß", "ss").replace("ł", "l").replace("Ł", "L").replace("ø", "o")
    told = unicodedata.normalize("NFKD", told.replace("Ø", "O").replace("đ", "d"))
    plain = told.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")


# -- the roster


def read_roster(path: Path) -> list[tuple[str, str]]:
    """Return (login, name) of each learner of a CSV, as a spreadsheet or Moodle writes it.

    A column username is taken as it is; else a login is made of the name, or of what stands before
    the @ of an address.

    Raises:
        CourseError: it cannot be read, has no such column, or names nobody.
    """
    learners = []
    for row in table(path):
        name = row.get("name") or " ".join(filter(None, (row.get("first"), row.get("last"))))
        mail = row.get("email", "").partition("@")[0]
        login = login_of(row.get("username") or name or mail)
        if login:
            learners.append((login, name or login))
    if not learners:
        raise CourseError(
            f"{path.name} names no learner. Its first line should name its columns, one of them "
            "name (or username, or email); then one learner a line."
        )
    return _apart(learners)


def seats(number: int) -> list[tuple[str, str]]:
    """Return (login, name) of so many learners whose names are not known.

    >>> seats(2)
    [('seat-01', 'Seat 1'), ('seat-02', 'Seat 2')]
    """
    return [(f"seat-{one:02}", f"Seat {one}") for one in range(1, number + 1)]


def _apart(learners: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give two learners of one login different ones: the second anna-muller is anna-muller-2."""
    taken: set[str] = set()
    told = []
    for login, name in learners:
        free, number = login, 2
        while free in taken:
            free, number = f"{login}-{number}", number + 1
        taken.add(free)
        told.append((free, name))
    return told


# -- accounts, kept in a file of the instructor's own


def new_code() -> str:
    """Return a code that nobody guesses, in two groups: 38 bits, as "k7fm-9xqp"."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
    return f"{drawn[:4]}-{drawn[4:]}"


def _digest(code: str, salt: str) -> str:
    # A code is drawn, not chosen: what makes it hard to guess is its length, not a slow hash.
    told = re.sub(r"[^a-z0-9]", "", code.lower())
    return hashlib.scrypt(
        told.encode(), salt=bytes.fromhex(salt), n=2**12, r=8, p=1, dklen=32
    ).hex()


def with_code(account: Account, code: str) -> Account:
    """Return an account that this code opens, and no other."""
    salt = secrets.token_hex(16)
    return replace(account, salt=salt, digest=_digest(code, salt))


def opens(account: Account | None, code: str) -> bool:
    """Say whether a code opens an account; it takes as long where there is no such account."""
    known = account if account is not None and account.active and account.digest else None
    salt = known.salt if known else "00" * 16
    right = hmac.compare_digest(_digest(code[:100], salt), known.digest if known else "00" * 32)
    return right and known is not None


def read(path: Path) -> dict[str, Account]:
    """Return the accounts by login; none where the file is not there yet.

    Raises:
        CourseError: the file is damaged.
    """
    if not path.exists():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {one["login"]: Account(**one) for one in told["accounts"]}
    except (ValueError, KeyError, TypeError):
        raise CourseError(
            f"{path} is damaged. Move it away, and give the roster once more: everyone gets a new "
            "code, and what they wrote is kept."
        ) from None


def write(path: Path, accounts: dict[str, Account]) -> None:
    """Keep the accounts, whole or not at all, for the owner's eyes alone."""
    told = json.dumps({"accounts": [asdict(one) for one in accounts.values()]}, indent=1)
    if not path.exists():
        path.touch(mode=0o600)
    replace_text(path, told + "\n")


def enrol(
    known: dict[str, Account], learners: list[tuple[str, str]], taken: frozenset[int] = frozenset()
) -> tuple[dict[str, Account], dict[str, str]]:
    """Return the accounts for a roster, and the codes of those who are new, by login.

    Who was there keeps account, number and code. Who is no longer in the roster keeps the account
    and the work, and does not come in.

    Args:
        known: the accounts so far.
        learners: (login, name) of each.
        taken: numbers of users that this machine has given to others.

    Raises:
        CourseError: there are more learners than numbers.
    """
    wanted = dict(learners)
    told = {login: replace(one, active=login in wanted) for login, one in known.items()}
    held = {one.uid for one in known.values()} | taken
    free = [uid for uid in range(FIRST_UID, LAST_UID) if uid not in held]
    if len(wanted.keys() - known.keys()) > len(free):
        raise CourseError(f"One machine has room for {MOST} accounts; the rest need another.")
    codes = {}
    for login, name in learners:
        if login in told:
            told[login] = replace(told[login], name=name)
            continue
        codes[login] = new_code()
        told[login] = with_code(Account(login, name, free.pop(0)), codes[login])
    return told, codes


def find(accounts: dict[str, Account], asked: str) -> Account:
    """Return the account of a login or a name.

    Raises:
        CourseError: there is none; the nearest are named.
    """
    login = login_of(asked)
    if login not in accounts:
        raise CourseError(f"There is no account {asked}. {nearest(login, accounts)}")
    return accounts[login]

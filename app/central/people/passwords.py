"""Passwords: argon2id with OWASP's parameters, rules that refuse the worst, and generated ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 12
LONGEST: Final = 200
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
"""argon2id, 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet."""
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_WORST: Final = frozenset({  # of the lists of leaked passwords, those long enough for the rule above
    "123456789012", "1234567890123", "12345678901234", "password1234", "passwordpassword", "password12345",
    "qwertyuiopas", "qwerty123456", "qwertyuiop12", "qwertyuiop123", "adminadminadmin", "administrator",
    "administrator1", "letmeinletmein", "welcome12345", "welcomewelcome", "iloveyouiloveyou", "111111111111",
    "000000000000", "123123123123", "abcdefghijkl", "abcabcabcabc", "1q2w3e4r5t6y", "1qaz2wsx3edc", "zaq12wsxcde3",
    "changemechangeme", "changeme1234", "packbench1234", "packbenchpackbench", "correcthorsebatterystaple",
    "monkeymonkey", "dragondragon", "footballfootball", "baseballbaseball", "superman1234", "trustno1trustno1",
    "passw0rd1234", "p@ssw0rd1234", "sunshine1234", "princess1234", "secretsecret", "secret123456", "masterpassword",
    "testtesttest", "test12345678", "defaultpassword",
})  # fmt: skip


class Weak(StrEnum):
    """Why a password is not taken, in words."""

    SHORT = f"a password has at least {SHORTEST} characters"
    LONG = f"a password has at most {LONGEST} characters"
    LOGIN = "a password is not the login, nor built around it"
    KNOWN = "this password is on every list of the worst: choose another"
    FEW = "a password is not a few characters over and over"


def weakness(password: str, login: str) -> Weak | None:
    """What is wrong with a password; None when it is good enough."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        return Weak.SHORT
    if len(plain) > LONGEST:
        return Weak.LONG
    low, name = plain.lower(), login.lower()
    if low in _WORST:
        return Weak.KNOWN
    if name and name in low and len(low) - len(name) < SHORTEST // 2:
        return Weak.LOGIN
    return Weak.FEW if len(set(low)) < 4 else None


def hash_password(password: str, salt: bytes) -> str:
    """The argon2id hash with its parameters; `salt` is 16 bytes nobody can guess."""
    return _HASHER.hash(_normal(password), salt=salt)


def good_password(stored: str, password: str) -> bool:
    """True when the password fits. `stored` "" is nobody's: it costs the same time and fits nothing."""
    try:
        _HASHER.verify(stored or _nobody(), _normal(password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def outdated(stored: str) -> bool:
    """True when the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def generate(random_bytes: Callable[[int], bytes]) -> str:
    """A password like "k7mq-w2xh-9dtr-bn4c" of 79 bits."""
    letters = ""
    limit = 256 - 256 % len(_LETTERS)
    while len(letters) < 16:
        letters += "".join(_LETTERS[byte % len(_LETTERS)] for byte in random_bytes(32) if byte < limit)
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password", salt=bytes(16))


def _normal(password: str) -> str:
    """One form for all ways to type the same (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())

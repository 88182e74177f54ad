"""What a release is called: by its data alone, whatever program wrote it.

Until format 14 the name was made of the number of the format as well; releases that were published so keep their names.
"""

from __future__ import annotations

import hashlib

FORMAT = 17  # of the files that this program writes and reads; no part of any name
NAMED_WITH_FORMAT = range(1, 15)
DATA_ALONE = 0
DIGITS = 16


def identifier(data_sha256: str) -> str:
    """The name of a release by the SHA-256 of its data."""
    return data_sha256[:DIGITS]


def earlier_identifier(data_sha256: str, number: int) -> str:
    """The name that a program of an earlier format gave."""
    return hashlib.sha256(f"{number}:{data_sha256}".encode()).hexdigest()[:DIGITS]


def named_by(name: str, data_sha256: str) -> int | None:
    """The format that gave data of this hash this name, DATA_ALONE for today's rule; None if it is no name of theirs."""
    if name == identifier(data_sha256):
        return DATA_ALONE
    return next((number for number in NAMED_WITH_FORMAT if name == earlier_identifier(data_sha256, number)), None)

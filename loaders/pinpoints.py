"""What identifies a pinpoint of law, whatever its punctuation."""

from __future__ import annotations

import re


def pinpoint_slug(pinpoint: str) -> str:
    """Letters, digits and hyphens of a pinpoint in lower case; '' if it has none.

    >>> pinpoint_slug("art. 34(1)")
    'art_34_1'
    """
    return re.sub(r"[^a-z0-9-]+", "_", pinpoint.lower()).strip("_-")

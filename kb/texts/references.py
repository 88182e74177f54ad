"""Numbers in our sentences that count nothing: citations of law, names of rules, numbers of orders."""

from __future__ import annotations

import re

ONE = r"\d+[a-z]{0,2}(?:[.\-/]\d+[a-z]?)*(?:\s?\([0-9a-z]{1,5}\))*"
LIST = rf"{ONE}(?:(?:,? and |, | or | to |-|; ){ONE})*"
KINDS = (
    r"arts?|articles?|secs?|sections?|ss?|§+|rules?|regs?|cls?|cll|clauses?|paras?|paragraphs?|chs?|chapters?|parts?|titles?|annex|sch|schs|"
    r"schedules?|recitals?|nos?|numbers?|eo|orders?|decrees?|regulations?|directives?|laws?|acts?|items?|notes?|decisions?|resolutions?|"
    r"circulars?|bills?|pub\. l|public law|categor(?:y|ies)|tiers?|press notes?|modules?|class|h\.r|s 47|phase|step|option|"
    r"limbs?|pasal|điều|items|lei|law no|stat|divisions?|div|release|version|points?|appendix|app|table|box|grounds?|questions?"
)
PATTERNS = (
    re.compile(rf"\b(?:{KINDS})\.?,? (?:\((?:eu|ec|eec)\) )?(?:no\.? )?{LIST}", re.IGNORECASE),
    re.compile(
        r"\b\d+ (?:fr|cfr|u\.s\.c\.?|u\.s\.|stat\.?|c\.f\.r\.|f\.\d?d?) ?(?:part )?[\w.\-§]*(?:\([0-9a-z]+\))*", re.IGNORECASE
    ),
    re.compile(r"\b\d+/\d+(?:/\w+)?"),
    re.compile(r"\b(?:si|s) \d+/\d+", re.IGNORECASE),
    re.compile(r"\((?:\d{1,2}|[a-z]|[ivx]+)\)"),
    re.compile(r"\b(?:section|title|part)-\d+"),
)


def without_references(text: str) -> str:
    """A plain text in which what only cites is replaced by spaces, so that every place stays what it was."""
    for pattern in PATTERNS:
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text

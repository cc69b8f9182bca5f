"""WARC-Date as any writer wrote it in, the date in the standard's form out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["read_warc_date"]

_WARC_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z)?)?)?")
_FIRST_DAY = "2000-01-01"


def read_warc_date(value: str | None) -> str | None:
    """The date in ISO form and UTC (WARC 1.1 section 5.4), as written where it is so; else what old and careless
    writers mean: 14 digits, another offset, the form of HTTP. None where it is no date.

    >>> read_warc_date("2014-05"), read_warc_date("20140102030405"), read_warc_date("2014-01-02T03:04:05+02:00")
    ('2014-05', '2014-01-02T03:04:05Z', '2014-01-02T01:04:05Z')
    """
    text = (value or "").strip()
    if re.fullmatch(r"\d{14}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:]}Z"
    try:
        if _WARC_DATE.fullmatch(text):
            known = text.removesuffix("Z")[:19].replace(":60", ":59")  # a leap second
            datetime.fromisoformat(known + _FIRST_DAY[len(known) :])
            return text
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, TypeError, OverflowError):
        return None

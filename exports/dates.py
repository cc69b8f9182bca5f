"""A date as precise as the page stated it in, the full time an importer demands out, and what had to be made up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

__all__ = ["Moment", "read_moment", "rfc822", "sql_time"]

PARTIAL = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?\Z"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time made from a partial ISO 8601 date."""

    local: datetime
    """As printed; aware only where the page states an offset or a zone was given for the whole site."""
    is_filled: bool
    """Whether month, day or time of day are made up (the first), because the page does not tell them."""

    @property
    def utc(self) -> datetime:
        """In UTC; a time without offset is taken for UTC."""
        return self.local.astimezone(UTC) if self.local.tzinfo else self.local.replace(tzinfo=UTC)


def read_moment(value: str | None, *, zone: tzinfo | None = None) -> Moment | None:
    """The moment that a date names; None where there is none or it is no date. `zone` is for dates without offset.

    >>> read_moment("2013-07").local.isoformat(), read_moment("2013-07").is_filled
    ('2013-07-01T00:00:00', True)
    >>> read_moment("2013-07-25T10:14:00+02:00").utc.isoformat()
    '2013-07-25T08:14:00+00:00'
    """
    found = PARTIAL.match(value or "")
    if not found:
        return None
    time = found["time"]
    text = f"{found['year']}-{found['month'] or '01'}-{found['day'] or '01'}T{time or '00:00'}{found['zone'] or ''}"
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if local.tzinfo is None and zone is not None:
        local = local.replace(tzinfo=zone)
    return Moment(local, is_filled=not time)


def sql_time(moment: datetime) -> str:
    """'YYYY-MM-DD hh:mm:ss', without offset."""
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment.year >= 1000 else f"{moment.replace(tzinfo=None)!s:.19}"


def rfc822(moment: datetime) -> str:
    """The date form of RSS (RFC 822 with four-digit years), in English whatever the locale.

    >>> rfc822(datetime(2013, 7, 25, 10, 14, tzinfo=UTC))
    'Thu, 25 Jul 2013 10:14:00 +0000'
    """
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return (
        f"{days[moment.weekday()]}, {moment.day:02} {months[moment.month - 1]} {moment.year:04} "
        f"{moment.hour:02}:{moment.minute:02}:{moment.second:02} +0000"
    )

"""Dates printed beside comments in, dates read out: all of a page tell together whether the day stands first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from archive.dates import find_dates, read_machine_date
from archive.model import DateFact

__all__ = ["day_comes_first", "read_comment_date"]

_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)?\d{2})(?![\d/-])")
# BlogEngine.NET prints "March 3. 2009".
_ORDINAL_DOT = re.compile(r"(?<=[a-z] )(\d{1,2})\. (?=(?:19|20)\d\d\b)")
_WEEKDAYS = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
    "mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6,
    "lun": 0, "mar": 1, "mié": 2, "mie": 2, "mer": 2, "jue": 3, "jeu": 3, "vie": 4, "ven": 4, "sáb": 5, "sab": 5,
    "sam": 5, "dom": 6, "dim": 6, "seg": 0, "ter": 1, "qua": 2, "qui": 3, "sex": 4,
}  # fmt: skip
_WEEKDAY = re.compile(rf"\b({'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\w*\b\.?,?\s*$", re.I)


def day_comes_first(printed: Iterable[str]) -> bool | None:
    """Whether numeric dates of one page put the day first: by a number above 12, or by the weekday beside it.

    None where no date tells, or where they contradict each other.

    >>> day_comes_first(["Mon, 05/03/2010 - 09:15"]), day_comes_first(["25.12.2010"]), day_comes_first(["05/03/2010"])
    (False, True, None)
    """
    votes = {vote for text in printed if (vote := _vote(text)) is not None}
    return votes.pop() if len(votes) == 1 else None


def _vote(text: str) -> bool | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first > 12 or second > 12:
        return first > 12 if min(first, second) <= 12 else None
    weekday = _WEEKDAY.search(text[: match.start()])
    if weekday is None or first == second:
        return None
    year = int(match[4]) + (0 if len(match[4]) == 4 else 2000)
    stated = _WEEKDAYS[weekday[1].lower()]
    is_day_first = _weekday(year, second, first) == stated
    is_month_first = _weekday(year, first, second) == stated
    return None if is_day_first == is_month_first else is_day_first


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


def read_comment_date(
    raw: str | None, machine: str | None, node: int | None, *, day_first: bool | None
) -> DateFact | None:
    """The date of a comment from its attribute where it has one, else as printed.

    Of an age ("2 days ago") and of a day without a year the words alone are kept. None where none is printed.
    """
    if raw is None:
        return None
    read = read_machine_date(machine) if machine else None
    source = "machine" if read else "visible"
    if read is None:
        found = find_dates(_ORDINAL_DOT.sub(r"\1, ", raw), day_first=day_first)
        read = found[0] if found else None
    return DateFact(read.value if read else "", read.precision if read else "", raw, source, node)

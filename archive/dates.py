"""Text or attribute in, dates out as ISO 8601: only as precise as stated, with a zone only where one is stated.

Strict patterns only: month names of some twenty languages and the numeric forms. 03/04/2013 has two readings;
which one holds is the caller's to say (`day_first`), from the site and not from the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from archive.month_names import MONTHS
from archive.quick_values import quickly_made

__all__ = ["FoundDate", "date_in_url", "day_first_of_language", "find_dates", "first_date", "read_machine_date"]


@quickly_made
@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date in a text."""

    value: str
    """ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD, or with time; with an offset only where one is stated."""
    precision: str
    """year, month, day, minute or second"""
    raw: str
    """The words it was read from."""
    start: int = 0
    """Where they begin in the text, in characters."""
    end: int = 0
    other_day: str | None = None
    """The day under the other order of day and month, where both are possible (03/04/2013); else None."""

    @property
    def day(self) -> str:
        """YYYY-MM-DD, or '' when less is stated.

        >>> FoundDate("2013-07-25T10:14", "minute", "").day
        '2013-07-25'
        """
        return self.value[:10] if len(self.value) >= 10 else ""


# Any word; the table of months is asked afterwards, which is ten times faster than 250 alternatives.
_MONTH = r"[^\W\d_]{3,14}"
_TIME = (
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?|(?=\s?[ap]\.?m\b))"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    r"(?:\s?(?:Uhr|hrs?|h)\b)?"
    r"(?:\s?\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+-]\d{2}:?\d{2}\b|UTC|GMT|[ECMP][SD]?T\b|CES?T\b|MES?Z\b|WES?T\b|EES?T\b)\)?)?"
)
_GAP = (
    r"(?:\s?[,.T|@•·–—-]\s?|\s+)(?:(?:at|um|à|a las|a la|às|as|alle|alle ore|ore|kl\.?|om|o|в|the time is)\s+)?"
    r"(?:[|•·@–—-]\s?)?"
)
_AFTER = rf"(?:{_GAP}{_TIME})?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)[^\W\d]{0,8})"
_BEFORE = (
    r"(?:(?P<hour0>[01]?\d|2[0-3]):(?P<minute0>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half0>[ap])\.?m\.?)?"
    rf"(?:\s(?P<zone0>UTC|GMT|[ECMP][SD]?T))?,?\s(?:on\s|am\s|den\s)?(?:{_WEEKDAY},?\s)?)?"
)
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_ORDINAL = r"(?:st|nd|rd|th|er|ª|º|°|e|\.)?"

_NAMED_DAY_FIRST = re.compile(
    rf"(?<![\w.,/-]){_BEFORE}{_DAY}{_ORDINAL}(?:\s+|\s?[-./]\s?)(?:de\s|of\s|d['’]\s?|di\s)?(?P<month>{_MONTH})\b\.?"
    rf"(?:\s?,\s?|\s?[-./]\s?|\s+)(?:de\s|del\s|of\s)?{_YEAR}(?!\d){_AFTER}",
    re.IGNORECASE,
)
_NAMED_SHORT_YEAR = re.compile(
    rf"(?<![\w.,/-]){_DAY}[- ](?P<month>{_MONTH})[- ](?P<year>\d\d)(?![\d:.%]|\s?[ap]\.?m\b|:){_AFTER}", re.IGNORECASE
)
_NAMED_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d]){_BEFORE}(?P<month>{_MONTH})\b\.?\s?{_DAY}(?:st|nd|rd|th)?(?:\s?,\s?|\s+|\.\s?|-){_YEAR}(?!\d){_AFTER}",
    re.IGNORECASE,
)
# "Fri Feb 10 10:20:00 UTC 2017": ctime of C (ISO/IEC 9899 section 7.29.3.2), and `date` with its zone.
_NAMED_YEAR_LAST = re.compile(
    rf"(?<![^\W\d])(?P<month>{_MONTH})\s{{1,2}}{_DAY}\s(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
    rf"(?::(?P<second>[0-5]\d))?(?:\s(?P<zone>[A-Z]{{2,5}}|[+-]\d{{4}}))?\s{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_NAMED_YEAR_FIRST = re.compile(
    rf"(?<![\w-]){_YEAR}(?:\s?,\s?|\s+|[-./]|\.\s)(?P<month>{_MONTH})\b\.?(?:\s+|[-./]){_DAY}(?!\d){_AFTER}",
    re.IGNORECASE,
)
_NAMED_MONTH_ONLY = re.compile(rf"(?<![^\W\d])(?P<month>{_MONTH})\b\.?,?\s(?:de\s|del\s)?{_YEAR}(?!\d)", re.IGNORECASE)
_NUMBER_YEAR_FIRST = re.compile(
    rf"(?<![\w./-]){_YEAR}\s?(?P<mark>[-/.])\s?(?P<month>0?[1-9]|1[0-2])\s?(?P=mark)\s?{_DAY}(?![\d]|[-/]\d){_AFTER}",
    re.IGNORECASE,
)
_NUMBER_YEAR_LAST = re.compile(
    rf"(?<![\w./-]){_BEFORE}(?P<first>0?[1-9]|[12]\d|3[01])\s?(?P<mark>[-/.])\s?(?P<second0>0?[1-9]|[12]\d|3[01])"
    rf"\.?\s?(?P=mark)?\s?(?P<year>(?:19|20)\d\d|\d\d(?![\d%:]))(?![\d]|[-/]\d|\.\d){_AFTER}",
    re.IGNORECASE,
)
_CJK = re.compile(
    rf"{_YEAR}\s?[年년]\s?(?P<month>0?[1-9]|1[0-2])\s?[月월]\s?(?:{_DAY}\s?[日号일])?(?:\s*{_TIME})?",
)
# A digit first: the search then skips to the next digit at once.
_LOOKS_DATED = re.compile(r"[0-9](?:(?<=1)[89]\d\d|(?<=2)0\d\d|[/.-]\d\d?[/.-]\s?\d\d|[- ][^\W\d]{3,9}[- ]\d\d)")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_DIGIT = re.compile(r"[0-9]")
_SEPARATED = re.compile(r"[0-9]\s?[-/.]\s?[0-9]")

# RFC 822 section 5.1 and its European neighbours. Letters with several meanings (BST, IST, CST of China) are left
# out but for CST, which blogs use for Chicago.
_ZONES = {
    "z": "Z", "utc": "Z", "gmt": "Z", "est": "-05:00", "edt": "-04:00", "et": "", "cst": "-06:00", "cdt": "-05:00",
    "ct": "", "mst": "-07:00", "mdt": "-06:00", "mt": "", "pst": "-08:00", "pdt": "-07:00", "pt": "",
    "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "wet": "Z", "west": "+01:00",
    "eet": "+02:00", "eest": "+03:00",
}  # fmt: skip

_LONGEST_TEXT = 2000


def find_dates(text: str, *, day_first: bool | None = None) -> list[FoundDate]:
    """All dates in a text, in order; `day_first` tells how 03/04/2013 is read (None: day first, and marked so).

    >>> [d.value for d in find_dates("Thu, 07/25/2013 - 10:14, updated 3. März 2014")]
    ['2013-07-25T10:14', '2014-03-03']
    >>> find_dates("03/04/2013", day_first=False)[0].value
    '2013-03-04'
    >>> [d.value for d in find_dates("Fri Feb 10 10:20:00 2017, Wed Oct  1 20:19:24 EST 2018")]
    ['2017-02-10T10:20:00', '2018-10-01T20:19:24-05:00']
    """
    text = text[:_LONGEST_TEXT]
    number = _DIGIT.search(text) if _LOOKS_DATED.search(text) else None
    if number is None:
        return []
    first, month = number.start(), _first_month(text)
    # What stands before the first digit or month is no part of a date, but for the character that patterns ask about:
    # left out, a line alone and in its block are read once.
    cut = max(min(first, first if month is None else month) - 1, 0)
    found = _found(text[cut:], first - cut, None if month is None else month - cut, day_first)
    if not cut:
        return list(found)
    return [FoundDate(d.value, d.precision, d.raw, d.start + cut, d.end + cut, d.other_day) for d in found]


@lru_cache(maxsize=2048)
def _found(text: str, first: int, month: int | None, day_first: bool | None) -> tuple[FoundDate, ...]:
    """The dates of a text in order; `first` and `month` are places before which no digit and no month stands."""
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    for candidate in _all_readings(text, first, month, day_first):
        if not taken or all(candidate.end <= start or candidate.start >= end for start, end in taken):
            taken.append((candidate.start, candidate.end))
            found.append(candidate)
            if not (_DIGIT.search(text, candidate.end) or _DIGIT.search(text, 0, candidate.start)):
                break  # no other date without a digit of its own
    found.sort(key=lambda d: d.start)
    return tuple(found)


def first_date(text: str, *, day_first: bool | None = None) -> FoundDate | None:
    """The first date in a text that states a day, or None.

    >>> first_date("Posted by Jane on 25 de julio de 2013").value
    '2013-07-25'
    """
    return next((found for found in find_dates(text, day_first=day_first) if found.day), None)


def _all_readings(text: str, first: int, named: int | None, day_first: bool | None) -> Iterator[FoundDate]:
    """Readings in the order of trust: a later one only counts where no earlier one stands.

    The patterns begin with a digit or a month: where the first of these stands they begin to search.
    """
    is_numeric = _SEPARATED.search(text, first) is not None
    if is_numeric:
        yield from _full_dates(_NUMBER_YEAR_FIRST, text, first)
    if named is not None:
        yield from _full_dates(_NAMED_DAY_FIRST, text, first)
        yield from _full_dates(_NAMED_MONTH_FIRST, text, min(named, first))
        yield from _full_dates(_NAMED_YEAR_LAST, text, named)
        yield from _full_dates(_NAMED_YEAR_FIRST, text, first)
    if "年" in text or "년" in text:
        yield from _full_dates(_CJK, text, first)
    if is_numeric:
        readings = [_numeric(match, day_first) for match in _NUMBER_YEAR_LAST.finditer(text, first)]
        yield from filter(None, readings)
    if named is not None:
        yield from _full_dates(_NAMED_SHORT_YEAR, text, first)
        yield from _full_dates(_NAMED_MONTH_ONLY, text, named)


def _first_month(text: str) -> int | None:
    """A place in the text before which no month's name begins; None where there is none at all."""
    lowered = text.lower()
    words = _LETTERS.findall(lowered)
    if MONTHS.keys().isdisjoint(words):
        return None
    # the small form of a letter may be two (İ), and places are not those of the text any more
    return min([lowered.find(word) for word in words if word in MONTHS]) if len(lowered) == len(text) else 0


def _full_dates(pattern: re.Pattern[str], text: str, start: int) -> Iterator[FoundDate]:
    """The days, or months where the pattern asks for no day, that it finds from `start` on."""
    has_day = "day" in pattern.groupindex
    for match in pattern.finditer(text, start):
        year, month = match.group("year", "month")
        number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
        day = match["day"] if has_day else None
        found = _built(match, _full_year(year), number, int(day) if day else None) if number else None
        if found:
            yield found


def _full_year(digits: str) -> int:
    """
    >>> _full_year("07"), _full_year("98"), _full_year("2013")
    (2007, 1998, 2013)
    """
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _numeric(match: re.Match[str], day_first: bool | None) -> FoundDate | None:
    first_digits, second_digits, digits, mark = match.group("first", "second0", "year", "mark")
    first, second, year = int(first_digits), int(second_digits), _full_year(digits)
    if len(digits) == 2 and mark == "-":
        return None  # 10-12-13 is as often a size or a phone number
    if first > 12 or second > 12:
        day, month = (first, second) if first > 12 else (second, first)
        return _built(match, year, month, day)
    as_day_first = mark == "." or day_first is None or day_first
    day, month = (first, second) if as_day_first else (second, first)
    is_certain = mark == "." or first == second or day_first is not None
    return _built(match, year, month, day, other_day=None if is_certain else f"{year:04}-{day:02}-{month:02}")


def _built(
    match: re.Match[str], year: int, month: int, day: int | None, *, other_day: str | None = None
) -> FoundDate | None:
    """The match as a date; None where there is no such day."""
    start, end = match.span()
    if day is None:
        return FoundDate(f"{year:04}-{month:02}", "month", match[0].strip(), start, end)
    try:
        stated = date(year, month, day).isoformat()
    except ValueError:
        return None
    clock, precision = _clock(match)
    return FoundDate(stated + clock, precision, match[0].strip(), start, end, other_day)


def _clock(match: re.Match[str]) -> tuple[str, str]:
    """('T10:14-04:00', 'minute') of a match, or ('', 'day') where it states no time of day."""
    known = match.re.groupindex
    hour_text, minute, second, zone = match.group("hour", "minute", "second", "zone")
    half = match["half"] if "half" in known else None
    if hour_text is None and "hour0" in known:
        hour_text, minute, half, zone = match.group("hour0", "minute0", "half0", "zone0")
    if hour_text is None:
        return "", "day"
    hour, half = int(hour_text), (half or "").lower()
    if half and not 1 <= hour <= 12:
        half = ""
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    if hour > 23:
        return "", "day"
    offset = _offset(zone) if zone else ""
    if second:
        return f"T{hour:02}:{minute or '00'}:{second}{offset}", "second"
    return f"T{hour:02}:{minute or '00'}{offset}", "minute"


def _offset(zone: str) -> str:
    """
    >>> _offset("EST"), _offset("+0200"), _offset("GMT-05:00"), _offset("")
    ('-05:00', '+02:00', '-05:00', '')
    """
    zone = zone.lower().replace(" ", "")
    if zone in _ZONES:
        return _ZONES[zone]
    digits = re.sub(r"[^\d+-]", "", zone)
    if len(digits) != 5 or int(digits[1:3]) > 14 or int(digits[3:]) > 59:
        return ""
    return f"{digits[:3]}:{digits[3:]}"


_ISO = re.compile(
    r"^(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d)"
    r"(?:[T\s_]+(?P<hour>\d\d):?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?)?)?\b",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = re.compile(r"^1?[0-9]{9}(?:[0-9]{3})?$")
_ISO_ORDINAL_HOUR = re.compile(r"[+-]\d\d$")


def read_machine_date(raw: str, *, day_first: bool | None = None) -> FoundDate | None:
    """The date of an attribute or a data value: ISO 8601, RFC 822, seconds since 1970, or as printed; else None.

    >>> read_machine_date("2013-07-25T10:14:06-04:00").value
    '2013-07-25T10:14:06-04:00'
    >>> read_machine_date("Thu, 25 Jul 2013 10:14:06 EST").value
    '2013-07-25T10:14:06-05:00'
    >>> read_machine_date("20130725").value
    '2013-07-25'
    """
    text = raw.strip()[:100]
    if not text:
        return None
    if _EPOCH.match(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return FoundDate(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "second", raw.strip(), 0, len(text))
    match = _ISO.match(text)
    if match and 1000 <= int(match["year"]) <= 2200:
        read = _iso_value(match, raw.strip())
        if read and (read.precision != "year" or len(text) == 4):
            return read
    found = find_dates(text, day_first=day_first)
    return found[0] if found else None


def _iso_value(match: re.Match[str], raw: str) -> FoundDate | None:
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month is None:
        return FoundDate(f"{year:04}", "year", raw, 0, match.end())
    if day is None:
        # 201307 may be a number of anything; a month needs its hyphen
        is_month = "-" in match[0] and 1 <= int(month) <= 12
        return FoundDate(f"{year:04}-{month}", "month", raw, 0, match.end()) if is_month else None
    try:
        stated = date(year, int(month), int(day)).isoformat()
    except ValueError:
        return None
    hour = match["hour"]
    if hour is None or int(hour) > 23:
        return FoundDate(stated, "day", raw, 0, match.end())
    zone = match["zone"] or ""
    zone = _offset(zone + "00" if _ISO_ORDINAL_HOUR.fullmatch(zone) else zone)
    if match["second"]:
        return FoundDate(f"{stated}T{hour}:{match['minute']}:{match['second']}{zone}", "second", raw, 0, match.end())
    return FoundDate(f"{stated}T{hour}:{match['minute']}{zone}", "minute", raw, 0, match.end())


_URL_DAY = re.compile(
    r"(?:^|[/_-])(?P<year>(?:19[89]|20[0-4])\d)(?P<mark>[/_-]?)(?P<month>0[1-9]|1[0-2]|[1-9](?=[/_-]))(?P=mark)"
    r"(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?=[/_.-]|$))(?=$|[/_.-]|\D)"
)
_URL_NAMED = re.compile(rf"/(?P<year>(?:19|20)\d\d)/(?P<month>{_MONTH})/(?P<day>0?[1-9]|[12]\d|3[01])(?=/|$)", re.I)
_URL_MONTH = re.compile(r"/(?P<year>(?:19[89]|20[0-4])\d)/(?P<month>0[1-9]|1[0-2])(?=/|$)")


def date_in_url(url: str) -> FoundDate | None:
    """The date in the path of an address, to the day or the month, or None.

    >>> date_in_url("http://example.com/blog/2013/07/25/slug").value
    '2013-07-25'
    >>> date_in_url("http://example.com/2013/07/slug").value
    '2013-07'
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for pattern in (_URL_DAY, _URL_NAMED):
        match = pattern.search(path)
        if match:
            month = match["month"]
            number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
            try:
                day = date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
            return FoundDate(day.isoformat(), "day", match[0].strip("/_-."), match.start(), match.end())
    match = _URL_MONTH.search(path)
    if match:
        return FoundDate(f"{match['year']}-{match['month']}", "month", match[0].strip("/"), match.start(), match.end())
    return None


# Where day/month order is not the site's to tell, its language tells it; English has both orders.
_MONTH_FIRST_LANGUAGES = frozenset(["en-us", "en-ph", "es-us", "en-fm", "en-gu"])


def day_first_of_language(language: str) -> bool | None:
    """Whether a language tag's region writes the day first; None for plain English and unknown.

    >>> day_first_of_language("de"), day_first_of_language("en-US"), day_first_of_language("en")
    (True, False, None)
    """
    tag = language.lower().replace("_", "-").strip()
    if not tag or tag in ("en", "en-ca", "en-150", "en-001"):
        return None
    return tag not in _MONTH_FIRST_LANGUAGES

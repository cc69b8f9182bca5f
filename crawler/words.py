"""Reasons and sizes in, words for people out."""

from __future__ import annotations

__all__ = ["counted", "describe_ending", "describe_error", "describe_skip", "readable_bytes", "readable_seconds"]

_ERRORS = {
    "unknownHost": "the host's name is unknown",
    "connectionRefused": "the host refused the connection",
    "certificate": "the certificate cannot be trusted",
    "connectionLost": "the connection broke",
    "timeout": "no answer in time",
    "badResponse": "the answer is no HTTP",
    "tooLarge": "it was larger than politeness.size_limit_megabytes, or its header than any should be",
    "dataLoss": "the connection broke",
    "tls": "TLS could not be agreed on",
    "stopped": "it was stopped",
    "robotsTxt": "robots.txt says no",
    "robotsUnreachable": "its robots.txt could not be fetched, which means no for now",
    "hostUnreachable": "the host never answered",
    "privateAddress": "it is a private address, and no seed is there",
}

_SKIPS = {
    "outOfScope": "outside the scope",
    "excluded": "an exclude rule of oldface.toml",
    "robotsTxt": "robots.txt says no",
    "robotsUnreachable": "robots.txt could not be fetched, which means no for now",
    "pageLimit": "scope.page_limit was reached",
    "hopLimit": "too many links or embeds from the seed",
    "redirectToExcluded": "a redirect to outside the scope",
    "duplicate": "the same page by another address, or a link that acts (reply, log in)",
    "trap": "an endless or repeating kind of address",
    "privateAddress": "a private address",
    "requisitesOff": "scope.requisites is false",
    "unchanged": "the sitemap says it did not change since its capture, and discovery.skip_unchanged is set",
    "notWeb": "no web address",
    "hostUnreachable": "the host never answered",
}


def describe_error(error: str) -> str:
    """A failed attempt's word in a sentence's words.

    >>> describe_error("timeout")
    'no answer in time'
    """
    return _ERRORS.get(error, error or "unknown failure")


def describe_skip(reason: str) -> str:
    """A skip's reason in words."""
    return _SKIPS.get(reason, reason)


_ENDINGS = {
    "finished": "nothing was left to ask for",
    "shutdown": "somebody stopped it",
    "disk_full": "the disk was full",
    "disk_low": "the disk was nearly full",
    "network_gone": "the network was gone",
    "memusage_exceeded": "it needed more memory than it may",
}


def describe_ending(finish_reason: str) -> str:
    """Why a crawl ended, in words with the reason behind them.

    >>> describe_ending("finished")
    'nothing was left to ask for (finished)'
    """
    words = _ENDINGS.get(finish_reason)
    return f"{words} ({finish_reason})" if words else finish_reason or "not noted"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "page"), counted(1200, "address", "addresses")
    ('1 page', '1,200 addresses')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def readable_bytes(size: float) -> str:
    """Bytes with a unit, decimal as on disks' labels.

    >>> readable_bytes(0), readable_bytes(1234), readable_bytes(2_500_000)
    ('0 B', '1.2 kB', '2.5 MB')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def readable_seconds(seconds: float) -> str:
    """A duration in its two largest units.

    >>> readable_seconds(59.4), readable_seconds(125), readable_seconds(7300)
    ('59 s', '2 min 5 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"

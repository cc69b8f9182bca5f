"""What the archive has of an address in, the headers that ask whether it changed out."""

from __future__ import annotations

from crawler.frontier import KnownCapture

__all__ = ["CONDITIONS", "conditional_headers"]

CONDITIONS = ("If-None-Match", "If-Modified-Since")


def conditional_headers(known: KnownCapture | None) -> dict[str, str]:
    """If-None-Match and If-Modified-Since as the last whole capture allows (RFC 9110 section 13.1); empty when it
    has no validator, or was no 200."""
    if known is None or known.status != 200:
        return {}
    values = (known.etag, known.last_modified)
    return {name: value for name, value in zip(CONDITIONS, values, strict=True) if value}

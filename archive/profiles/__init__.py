"""The site profiles: what is known about one site, one file each, found by scanning this folder.

A profile overrules every general rule for its hosts and dates.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Profile"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about one site."""

    name: str
    hosts: tuple[str, ...]

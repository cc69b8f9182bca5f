"""The platforms: one file for each content management system, found by scanning this folder.

A platform file has `PLATFORM`, a Platform: how its pages are recognised and what its markup means.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Platform"]


@dataclass(frozen=True, slots=True)
class Platform:
    """One content management system."""

    name: str
    """Short lower-case name, e.g. 'drupal7'."""

"""Rows in and out of archive.db: this package alone runs SQL."""

from __future__ import annotations

from archive.store.database import DATABASE_NAME, SCHEMA_VERSION, open_for_reading, open_for_writing
from archive.store.reading import Archive, ArticleFilters
from archive.store.records import (
    Article,
    ArticleAsset,
    ArticleByline,
    ArticleComment,
    ArticleTag,
    Asset,
    CaptureRecord,
    FeedFact,
    KnownAddress,
    MenuEntry,
    Person,
    Redirect,
)

__all__ = [
    "DATABASE_NAME",
    "SCHEMA_VERSION",
    "Archive",
    "Article",
    "ArticleAsset",
    "ArticleByline",
    "ArticleComment",
    "ArticleFilters",
    "ArticleTag",
    "Asset",
    "CaptureRecord",
    "FeedFact",
    "KnownAddress",
    "MenuEntry",
    "Person",
    "Redirect",
    "open_for_reading",
    "open_for_writing",
]

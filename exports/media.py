"""Assets in, one file each out, for targets that keep all files together: named so that no two clash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import BinaryIO

from archive.store import Article, Asset
from exports.names import file_name_of_url, suffixed
from exports.selection import EXTENSIONS, LocalAsset, Selection, local_assets

__all__ = ["Media", "media_name"]


def media_name(asset: Asset) -> str:
    """A file name for the whole archive: the address's own with a piece of the address's digest.

    It depends on the address alone, so that bodies can name a file before, or without, its being written.
    """
    wanted = file_name_of_url(asset.url, extension=EXTENSIONS.get(asset.mime or "", ""))
    return suffixed(wanted, hashlib.sha256(asset.url.encode()).hexdigest()[:8])


class Media:
    """What was written so far, so that a file that many articles share is written once."""

    def __init__(self, archive: Selection) -> None:
        self._archive = archive
        self._written: set[int] = set()

    def of(self, article: Article) -> dict[str, LocalAsset]:
        """The article's assets that the archive holds, with their names for the whole archive, by address."""
        return {url: LocalAsset(local.use, media_name(local.use.asset)) for url, local in local_assets(article).items()}

    def write(self, assets: dict[str, LocalAsset], put: Callable[[LocalAsset, BinaryIO], object]) -> list[LocalAsset]:
        """Give each asset that is new, with its bytes, to `put`; which ones were new."""
        new = []
        for local in assets.values():
            if local.use.asset.id in self._written:
                continue
            self._written.add(local.use.asset.id)
            opened = self._archive.open_asset(local.use.asset)
            if opened is not None:
                put(local, opened)
                new.append(local)
        return new

"""An archive folder in, its package out: a WACZ file, or a BagIt bag with that, the database and the reports."""

from __future__ import annotations

import shutil
import tomllib
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive.errors import ExportRefused
from archive.store import DATABASE_NAME
from archive.wacz import Package, PackageOptions, write_wacz

__all__ = ["package_folder", "read_description"]


def read_description(folder: Path) -> dict[str, Any]:  # Any: TOML
    """Section [crawl] of the folder's oldface.toml; empty when there is none that can be read."""
    try:
        document = tomllib.loads((folder / "oldface.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    section = document.get("crawl", {})
    return section if isinstance(section, dict) else {}


def package_folder(folder: Path, to: Path, *, now: datetime, as_bag: bool = False) -> Package:
    """Packs the folder into the WACZ file `to`, or into the bag in the folder `to`.

    `now` is written as the time of packing. Raises ExportRefused when `to` exists, NotFound when there is no WARC file.
    """
    description = read_description(folder)
    seeds = description.get("seeds", [])
    options = PackageOptions(
        created=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        software=f"oldface {version('oldface')}",
        title=str(description.get("name") or ""),
        description=str(description.get("description") or ""),
        seeds=tuple(str(seed) for seed in seeds) if isinstance(seeds, list) else (),
    )
    to.parent.mkdir(parents=True, exist_ok=True)
    if not as_bag:
        return write_wacz(folder, to, options)
    return _write_bag(folder, to, options, operator=str(description.get("operator") or ""), now=now)


def _write_bag(folder: Path, to: Path, options: PackageOptions, *, operator: str, now: datetime) -> Package:
    """A bag (RFC 8493) with the WACZ, the database, oldface.toml and what the crawls tell of themselves."""
    import bagit  # type: ignore[import-untyped]  # it has no type hints; and it imports pkg_resources, which is slow

    if to.exists():
        raise ExportRefused(f"{to.name} exists already", where=str(to), next_step="Name another folder with --to.")
    temporary = to.with_name(f".{to.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        package = write_wacz(folder, temporary / f"{folder.resolve().name}.wacz", options)
        for name in (DATABASE_NAME, "oldface.toml"):
            if (folder / name).exists():
                shutil.copyfile(folder / name, temporary / name)
        for crawl in sorted((folder / "crawls").glob("*/frontier.db")):
            target = temporary / "crawls" / crawl.parent.name
            target.mkdir(parents=True)
            for name in ("crawl.log", "report.html", "report.json"):
                if (crawl.parent / name).exists():
                    shutil.copyfile(crawl.parent / name, target / name)
        information = {
            "Bagging-Date": f"{now:%Y-%m-%d}",
            "Bag-Software-Agent": options.software,
            "External-Identifier": options.title or folder.resolve().name,
            "External-Description": options.description or f"Web archive of {', '.join(options.seeds) or 'a site'}",
        }
        if operator:
            information["Source-Organization"] = operator
        bagit.make_bag(str(temporary), information, checksums=["sha256", "sha512"])
        temporary.rename(to)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    package.path = to
    return package

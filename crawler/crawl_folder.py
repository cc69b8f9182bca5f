"""An archive folder and what the caller asks in, its configuration and Scrapy's settings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomlkit

from archive.errors import BadInput, CrawlRefused
from crawler.addresses import request_address
from crawler.configuration import FILENAME, Configuration, read_configuration, scope_of, write_configuration

__all__ = ["configure_folder", "scrapy_settings", "split_seeds"]


def split_seeds(text: str) -> list[str]:
    """Seeds of a Scrapy argument: addresses separated by white space or, where another address follows, a comma.

    >>> split_seeds("http://a.example/,http://b.example/x,y")
    ['http://a.example/', 'http://b.example/x,y']
    """
    words = text.replace(",http://", " http://").replace(",https://", " https://").split()
    return list(dict.fromkeys(words))


def configure_folder(
    folder: Path, *, seeds: Sequence[str] = (), changes: dict[str, Any] | None = None
) -> Configuration:
    """The configuration of an archive folder, which is made when there is none.

    `seeds` are added to those of oldface.toml. `changes` are fields of Configuration: a new oldface.toml is written
    with them, an existing one overruled by them for this crawl alone. Raises BadInput when nobody names a seed.
    """
    addresses = tuple(dict.fromkeys(_read_seed(seed) for seed in seeds))
    path = folder / FILENAME
    if path.exists():
        configuration = read_configuration(path)
        missing = [address for address in addresses if address not in configuration.seeds]
        if missing:
            _add_seeds(path, missing)
            configuration = replace(configuration, seeds=(*configuration.seeds, *missing))
        return _checked(replace(configuration, **(changes or {})), path)
    if not addresses:
        raise BadInput(
            "No seed was given",
            where=str(folder),
            next_step="Name an address to start from: oldface crawl http://blog.example/ --into DIR.",
        )
    configuration = _checked(replace(Configuration(seeds=addresses), **(changes or {})), path)
    folder.mkdir(parents=True, exist_ok=True)
    write_configuration(path, configuration)
    return configuration


def _checked(configuration: Configuration, path: Path) -> Configuration:
    scope_of(configuration)
    if not configuration.seeds:
        raise BadInput("crawl.seeds is empty", where=str(path), next_step="List an address in crawl.seeds.")
    return configuration


def _read_seed(seed: str) -> str:
    address = request_address(seed if "://" in seed else f"http://{seed}")
    if address is None:
        raise CrawlRefused(f"The seed {seed!r} is no http:// or https:// address")
    return address


def _add_seeds(path: Path, seeds: Sequence[str]) -> None:
    """Appends to crawl.seeds and leaves the rest of the file as people wrote it."""
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    table = document.setdefault("crawl", tomlkit.table())
    listed = table.setdefault("seeds", tomlkit.array())
    for seed in seeds:
        listed.append(seed)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def scrapy_settings(configuration: Configuration, folder: Path) -> dict[str, Any]:
    """The values of crawler/settings.py that a configuration overrules."""
    settings: dict[str, Any] = {
        "OLDFACE_FOLDER": str(folder),
        "OLDFACE_SEEDS": list(configuration.seeds),
        "OLDFACE_OBEY_ROBOTS": configuration.obey_robots,
        "OLDFACE_OPERATOR": configuration.operator or None,
        "OLDFACE_CONTACT": configuration.operator or None,
        "OLDFACE_DESCRIPTION": configuration.description or None,
        "OLDFACE_IS_PART_OF": configuration.name or None,
        "OLDFACE_WARC_PREFIX": configuration.warc_prefix,
        "OLDFACE_WARC_MAX_BYTES": configuration.warc_megabytes * 1_000_000,
        "DOWNLOAD_DELAY": configuration.delay_seconds,
        "CONCURRENT_REQUESTS_PER_DOMAIN": configuration.concurrent_requests_per_host,
        "DOWNLOAD_TIMEOUT": configuration.timeout_seconds,
        "DOWNLOAD_MAXSIZE": int(configuration.size_limit_megabytes * 1_048_576),
        "AUTOTHROTTLE_ENABLED": configuration.delay_seconds > 0,
    }
    if configuration.user_agent:
        settings["USER_AGENT"] = configuration.user_agent
    return settings

"""An archive folder and what the caller asks in, its configuration and Scrapy's settings out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomlkit

from archive.errors import BadConfiguration, BadInput, CrawlRefused
from archive.profile_files import profiles_of
from archive.profiles import Profile, profile_for
from crawler import settings as defaults
from crawler.addresses import seed_address
from crawler.configuration import FILENAME, Configuration, read_configuration, scope_of, write_configuration

__all__ = ["apply_profile", "configure_folder", "contact_of", "scrapy_settings", "split_seeds"]


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
    address = seed_address(seed)
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


def apply_profile(configuration: Configuration, folder: Path, *, day: str) -> Configuration:
    """The configuration with what the site's profile knows: its addresses are ours, its pages may need the browser.

    The profile is the one crawl.profile names, else the one that fits the first seed on the day (YYYY-MM-DD); a named
    one gives its seeds too. Raises BadConfiguration when there is none of that name.
    """
    profiles = profiles_of(folder)
    if configuration.profile:
        named = next((profile for profile in profiles if profile.name == configuration.profile), None)
        if named is None:
            raise BadConfiguration(
                f"files.profile is {configuration.profile!r}, and there is no profile of that name",
                where=str(folder / FILENAME),
                next_step=f"Write one of: {', '.join(profile.name for profile in profiles) or '(there is none yet)'}.",
            )
        seeds = dict.fromkeys((*configuration.seeds, *(_read_seed(seed) for seed in named.seeds)))
        configuration = replace(configuration, seeds=tuple(seeds))
        found: Profile | None = named
    else:
        found = profile_for(profiles, configuration.seeds[0], day)
    if found is None:
        return configuration
    scope = tuple(f"^{re.escape(beginning)}" for beginning in found.scope)
    needs_browser = found.needs_browser and configuration.browser == "never"
    return replace(
        configuration,
        include=tuple(dict.fromkeys((*configuration.include, *scope))),
        browser="always" if needs_browser else configuration.browser,
    )


def scrapy_settings(configuration: Configuration, folder: Path) -> dict[str, Any]:
    """The values of crawler/settings.py that a configuration overrules."""
    settings: dict[str, Any] = {
        "OLDFACE_FOLDER": str(folder),
        "OLDFACE_SEEDS": list(configuration.seeds),
        "OLDFACE_OBEY_ROBOTS": configuration.obey_robots,
        "OLDFACE_OPERATOR": configuration.operator or None,
        "OLDFACE_CONTACT": contact_of(configuration.operator),
        "OLDFACE_DESCRIPTION": configuration.description or None,
        "OLDFACE_IS_PART_OF": configuration.name or None,
        "OLDFACE_WARC_PREFIX": configuration.warc_prefix,
        "OLDFACE_WARC_MAX_BYTES": configuration.warc_megabytes * 1_000_000,
        "DOWNLOAD_DELAY": configuration.delay_seconds,
        "CONCURRENT_REQUESTS_PER_DOMAIN": configuration.concurrent_requests_per_host,
        "DOWNLOAD_VERIFY_CERTIFICATES": configuration.verify_certificates,
        "OLDFACE_BROWSER_CLICKS": configuration.browser_clicks,
        "DOWNLOAD_TIMEOUT": configuration.timeout_seconds,
        "DOWNLOAD_MAXSIZE": int(configuration.size_limit_megabytes * 1_048_576),
        "AUTOTHROTTLE_ENABLED": configuration.delay_seconds > 0,
    }
    settings["USER_AGENT"] = configuration.user_agent or defaults.user_agent(contact_of(configuration.operator))
    if configuration.browser != "never":
        from crawler.browser import browser_settings

        settings |= browser_settings()
        settings["DOWNLOADER_MIDDLEWARES"] = {**defaults.DOWNLOADER_MIDDLEWARES, "crawler.browser.BrowserGate": 50}
    mail = _MAIL.search(configuration.operator)
    if mail is not None:
        settings["OLDFACE_FROM"] = mail[0]
        settings["DEFAULT_REQUEST_HEADERS"] = {**defaults.DEFAULT_REQUEST_HEADERS, "From": mail[0]}
    return settings


_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WEB = re.compile(r"https?://[^\s,;<>()]+")


def contact_of(operator: str) -> str | None:
    """The address in an operator's words, for the User-Agent: of a page, else of mail, else the words; None for none.

    >>> contact_of("Example Archive, crawl@archive.example"), contact_of("")
    ('crawl@archive.example', None)
    """
    match = _WEB.search(operator) or _MAIL.search(operator)
    words = match[0] if match is not None else operator.strip()
    return words.encode("ascii", "replace").decode("ascii") or None

"""A new site's address and an old archive in; a crawl of the new site, the comparison and its reports out.

The crawl is the ordinary `oldface crawl`, run as a process: the exports never import the crawler.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
import tomlkit
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from archive.errors import BadInput, OldfaceError
from archive.store import Archive
from exports.verify.compare import addresses_to_check, compare
from exports.verify.findings import KINDS, Comparison, Finding
from exports.verify.report import report_json, write_reports

__all__ = ["verify_site"]


def verify_site(
    new_site: str,
    folder: Path,
    *,
    into: Path | None = None,
    delay_seconds: float | None = None,
    watch_minutes: float | None = None,
    baseline: Path | None = None,
    as_json: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> int:
    """Verifies once, or again and again with `watch_minutes`; the exit status of the last time: 0 or 1.

    Each time has a folder of its own under `into`, named by the time, with the crawl and the reports.
    """
    parts = urlsplit(new_site)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadInput(f"{new_site!r} is no address of a site", next_step="Give it with http:// or https://.")
    origin = f"{parts.scheme}://{parts.netloc}"
    into = into or folder / "verify" / parts.netloc.replace(":", "_")
    known = _read_baseline(baseline)
    while True:
        status = _verify_once(
            origin, folder, into, delay_seconds=delay_seconds, known=known, as_json=as_json, now=now()
        )
        if watch_minutes is None:
            return status
        click.echo(f"Next time in {watch_minutes:g} minutes; Ctrl-C ends it.", err=True)
        try:
            time.sleep(watch_minutes * 60)
        except KeyboardInterrupt:
            return status


def _verify_once(
    origin: str,
    folder: Path,
    into: Path,
    *,
    delay_seconds: float | None,
    known: set[Finding],
    as_json: bool,
    now: datetime,
) -> int:
    place = into / now.strftime("%Y%m%d%H%M%S")
    with Archive(folder) as old:
        addresses = addresses_to_check(old, origin)
        _crawl(origin, place, addresses, delay_seconds)
        with Archive(place) as new:
            comparison = compare(old, new, origin=origin)
        sites = ", ".join(sorted({urlsplit(verdict.old_url).netloc for verdict in comparison.verdicts})) or folder.name
    when = now.isoformat(timespec="seconds")
    files = write_reports(comparison, place, old=sites, new=origin, when=when)
    fresh = [finding for finding in comparison.faults if finding not in known]
    if as_json:
        click.echo(report_json(comparison, old=sites, new=origin, when=when), nl=False)
    else:
        _print_summary(comparison, files["report.html"], known_faults=len(comparison.faults) - len(fresh))
    return 1 if fresh else 0


def _crawl(origin: str, place: Path, addresses: list[str], delay_seconds: float | None) -> None:
    """Crawls the new site from its home page, and asks it for every old address."""
    place.mkdir(parents=True, exist_ok=True)
    configuration = tomlkit.document()
    configuration["crawl"] = {"seeds": [origin + "/", *addresses], "name": f"verify-{place.name}"}
    configuration["scope"] = {"type": "host"}
    if delay_seconds is not None:
        configuration["politeness"] = {"delay_seconds": delay_seconds}
    (place / "oldface.toml").write_text(tomlkit.dumps(configuration), encoding="utf-8")
    command = [sys.executable, "-m", "archive.cli", "crawl", "--into", str(place)]
    status = subprocess.run(command, check=False, stdout=sys.stderr).returncode
    if status:
        raise OldfaceError(
            f"The crawl of {origin} ended with status {status}",
            where=str(place),
            next_step="Read its last lines above; 'oldface crawl --into' that folder goes on where it stopped.",
        )


def _read_baseline(path: Path | None) -> set[Finding]:
    if path is None:
        return set()
    try:
        findings = json.loads(path.read_text(encoding="utf-8"))["findings"]
        return {Finding(f["kind"], f["old_url"], f["new_url"], f["old"], f["new"]) for f in findings}
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{path} is no report of ours", next_step="Give the report.json of an earlier 'oldface verify'."
        ) from error


def _print_summary(comparison: Comparison, report: Path, *, known_faults: int) -> None:
    console = Console()
    whole = sum(verdict.faults == 0 for verdict in comparison.verdicts)
    console.print(
        f"{whole} of {len(comparison.verdicts)} articles arrived without a fault; "
        f"{comparison.addresses_checked} old addresses were requested.",
        highlight=False,
    )
    if comparison.faults:
        table = Table(title="What to fix", title_justify="left")
        for name in ("fault", "old", "new", "says"):
            table.add_column(name, overflow="fold")
        for finding in comparison.faults[:40]:
            table.add_row(finding.kind, finding.old_url, finding.new_url, escape(finding.old or finding.new)[:120])
        console.print(table)
        if len(comparison.faults) > 40:
            console.print(f"… and {len(comparison.faults) - 40} more.")
        remedies = sorted({f"{f.kind}: {KINDS[f.kind].remedy}" for f in comparison.faults})
        console.print("\n".join(remedies), highlight=False)
    if known_faults:
        console.print(f"{known_faults} of the faults are in the baseline.", highlight=False)
    console.print(f"Report for the client: {report}", highlight=False, soft_wrap=True)

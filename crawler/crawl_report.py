"""A crawl's log and frontier in, what an archivist signs out: what was asked, got, refused, missing, and what to fix.

Pure; `crawler/report_rendering.py` writes it for people and for programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawler.configuration import Configuration
from crawler.crawl_log import LogLine, is_guess
from crawler.frontier import Counts
from crawler.traps import path_shape
from crawler.words import counted, describe_error, describe_skip

__all__ = ["CrawlFacts", "CrawlReport", "Problem", "Skipped", "summarise"]

_MOST_ROWS = 500
"""Rows of a table in the report; the database has all of them, and the report says how many there are."""
_BUCKETS = 96
"""Columns of the picture over time."""
_SHORTEST_BUCKET_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Skipped:
    """An address that was known and not fetched."""

    url: str
    reason: str
    detail: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person should look at."""

    code: str
    message: str
    next_step: str
    url: str | None


@dataclass(frozen=True, slots=True)
class CrawlFacts:
    """What is known of a crawl beside its log."""

    crawl_id: str
    configuration: Configuration
    user_agent: str
    software: str
    finish_reason: str
    counts: Counts
    warc_files: tuple[str, ...] = ()
    """Names of the files it wrote, in order."""
    credential_origins: tuple[str, ...] = ()
    """Whom it gave a password or a key: their pages are not what every reader saw."""
    proxy: str = ""
    """The proxy it went through, without name and password; empty for none."""


@dataclass(slots=True)
class HostRow:
    """One host's part."""

    host: str
    responses: int = 0
    size_bytes: int = 0
    error_statuses: int = 0
    failures: int = 0
    tls_failures: int = 0
    """How many of the failures are handshakes that host and crawler did not agree in."""


@dataclass(slots=True)
class Bucket:
    """One column of the picture over time."""

    at: str
    responses: int = 0
    size_bytes: int = 0
    errors: int = 0


@dataclass(slots=True)
class Miss:
    """Something that was asked for and is not there."""

    url: str
    why: str
    via: str | None
    kind: str


@dataclass(slots=True)
class SkipRow:
    """All addresses left out for one reason."""

    reason: str
    means: str
    count: int = 0
    examples: list[Skipped] = field(default_factory=list)


@dataclass(slots=True)
class TrapRow:
    """All addresses left out for one trap."""

    kind: str
    shape: str
    because: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Advice:
    """One thing to fix."""

    what: str
    how: str


@dataclass(slots=True)
class CrawlReport:
    """The report; each list is ordered, and cut to what people read, with its whole length in `totals`."""

    crawl: dict[str, Any]  # Any: JSON
    totals: dict[str, int] = field(default_factory=dict)
    is_complete: bool = False
    by_status: list[tuple[str, int]] = field(default_factory=list)
    by_mime: list[tuple[str, int, int]] = field(default_factory=list)
    """(media type, responses, bytes)"""
    by_host: list[HostRow] = field(default_factory=list)
    over_time: list[Bucket] = field(default_factory=list)
    bucket_seconds: float = 0.0
    skipped: list[SkipRow] = field(default_factory=list)
    traps: list[TrapRow] = field(default_factory=list)
    missing_requisites: list[Miss] = field(default_factory=list)
    missing_pages: list[Miss] = field(default_factory=list)
    soft_404: list[str] = field(default_factory=list)
    truncated: list[Miss] = field(default_factory=list)
    changed_pages: list[str] = field(default_factory=list)
    """Pages that an earlier crawl has with another payload."""
    new_pages: list[str] = field(default_factory=list)
    """Pages that no earlier crawl has; empty where there was none."""
    problems: list[Problem] = field(default_factory=list)
    to_fix: list[Advice] = field(default_factory=list)


def summarise(
    facts: CrawlFacts, lines: Iterable[LogLine], skipped: Iterable[Skipped], problems: Iterable[Problem]
) -> CrawlReport:
    """The report of a crawl; pure. `lines` in the order of the log."""
    log = list(lines)
    report = CrawlReport(_describe_crawl(facts, log), is_complete=_is_complete(facts))
    _count_responses(report, log)
    _place_in_time(report, log)
    _find_misses(report, log)
    _sort_skipped(report, skipped)
    _sort_problems(report, problems)
    report.totals |= {
        "queued_left": facts.counts.unfinished,
        "addresses": facts.counts.total,
        "missing_requisites": len(report.missing_requisites),
        "missing_pages": len(report.missing_pages),
        "skipped": sum(row.count for row in report.skipped),
        "trapped": sum(row.count for row in report.traps),
        "soft_404": len(report.soft_404),
        "truncated": len(report.truncated),
        "changed_pages": len(report.changed_pages),
        "new_pages": len(report.new_pages),
        "problems": len(report.problems),
    }
    report.to_fix = _advise(facts, report)
    for name in ("missing_requisites", "missing_pages", "soft_404", "truncated", "problems", "changed_pages",
                 "new_pages"):  # fmt: skip
        setattr(report, name, getattr(report, name)[:_MOST_ROWS])
    return report


def _is_complete(facts: CrawlFacts) -> bool:
    return facts.finish_reason == "finished" and facts.counts.unfinished == 0


def _describe_crawl(facts: CrawlFacts, log: list[LogLine]) -> dict[str, Any]:  # Any: JSON
    configuration = facts.configuration
    return {
        "id": facts.crawl_id,
        "name": configuration.name,
        "operator": configuration.operator,
        "description": configuration.description,
        "seeds": list(configuration.seeds),
        "scope_type": configuration.scope_type,
        "include": list(configuration.include),
        "exclude": list(configuration.exclude),
        "page_limit": configuration.page_limit,
        "depth_limit": configuration.depth_limit,
        "obeys_robots": configuration.obey_robots,
        "delay_seconds": configuration.delay_seconds,
        "concurrent_requests_per_host": configuration.concurrent_requests_per_host,
        "browser": configuration.browser,
        "verify_certificates": configuration.verify_certificates,
        "skip_unchanged": configuration.skip_unchanged,
        "credential_origins": list(facts.credential_origins),
        "proxy": facts.proxy,
        "warc_files": list(facts.warc_files),
        "user_agent": facts.user_agent,
        "software": facts.software,
        "started_at": _iso(log[0].at) if log else None,
        "finished_at": _iso(log[-1].at) if log else None,
        "duration_seconds": round((log[-1].at - log[0].at).total_seconds()) if log else 0,
        "finish_reason": facts.finish_reason,
    }


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _count_responses(report: CrawlReport, log: list[LogLine]) -> None:
    statuses: Counter[str] = Counter()
    mimes: Counter[str] = Counter()
    mime_bytes: Counter[str] = Counter()
    hosts: dict[str, HostRow] = {}
    totals: Counter[str] = Counter()
    fresh: list[str] = []
    for line in log:
        host = hosts.setdefault(urlsplit(line.url).netloc, HostRow(urlsplit(line.url).netloc))
        if line.status <= 0:
            host.failures += 1
            host.tls_failures += line.error == "tls"
            totals["failed_attempts"] += 1
            continue
        host.responses += 1
        host.size_bytes += line.size_bytes
        host.error_statuses += line.status >= 400
        statuses[str(line.status)] += 1
        mime = line.mime or ("not modified" if line.status == 304 else "none")
        mimes[mime] += 1
        mime_bytes[mime] += line.size_bytes
        totals["responses"] += 1
        totals["bytes"] += line.size_bytes
        totals["pages"] += line.kind == "page" and line.status == 200 and "html" in mime
        totals["requisites"] += line.kind == "requisite" and line.status == 200
        totals["redirects"] += 300 <= line.status < 400 and line.status != 304
        totals["not_modified"] += line.status == 304
        totals["pages_unchanged"] += line.status == 304 and line.kind == "page"
        totals["error_statuses"] += line.status >= 400
        totals["expected_errors"] += line.status >= 400 and _is_expected_to_fail(line)
        is_new_page = line.kind == "page" and line.status == 200 and "html" in mime
        if is_new_page and "changed" in line.annotations:
            report.changed_pages.append(line.url)
        elif is_new_page and "revisit" not in line.annotations:
            fresh.append(line.url)
        totals["requisites_unchanged"] += line.status == 304 and line.kind == "requisite"
        totals["revisits"] += "revisit" in line.annotations
        totals["probes"] += line.kind == "probe"
    names = ("responses", "pages", "requisites", "bytes", "redirects", "revisits", "not_modified", "pages_unchanged",
             "requisites_unchanged", "error_statuses", "expected_errors", "failed_attempts", "probes")  # fmt: skip
    report.totals = {name: totals[name] for name in names}
    if totals["not_modified"] or report.changed_pages:  # a crawl of what the archive had: what is new to it
        report.new_pages = fresh
    report.by_status = sorted(statuses.items())
    report.by_mime = [(m, n, mime_bytes[m]) for m, n in sorted(mimes.items(), key=lambda pair: (-pair[1], pair[0]))]
    report.by_host = sorted(hosts.values(), key=lambda row: (-row.responses, -row.failures, row.host))


def _place_in_time(report: CrawlReport, log: list[LogLine]) -> None:
    """Up to _BUCKETS columns of equal length; a crawl that was stopped and went on shows its pause."""
    if not log:
        return
    first, last = min(line.at for line in log), max(line.at for line in log)
    seconds = max((last - first).total_seconds() / _BUCKETS, _SHORTEST_BUCKET_SECONDS)
    count = min(_BUCKETS, int((last - first).total_seconds() / seconds) + 1)
    buckets = [Bucket(_iso(first + timedelta(seconds=seconds * number))) for number in range(count)]
    for line in log:
        bucket = buckets[min(int((line.at - first).total_seconds() / seconds), count - 1)]
        bucket.responses += line.status > 0
        bucket.size_bytes += line.size_bytes
        bucket.errors += line.status <= 0 or (line.status >= 400 and not _is_expected_to_fail(line))
    report.over_time, report.bucket_seconds = buckets, seconds


_BROKEN_OFF = "cut: broken off"
_CUTS = {"length": "cut: too long", "time": "cut: too slow"}


def _is_expected_to_fail(line: LogLine) -> bool:
    """Whether an error status is no fault: of a probe, and of a well-known place that a site need not have."""
    return line.kind in ("probe", "robots") or is_guess(line.hop_path)


def _find_misses(report: CrawlReport, log: list[LogLine]) -> None:
    """What the last attempt at an address did not get; well-known places that a site lacks are no loss."""
    last: dict[str, LogLine] = {}
    cut: dict[str, Miss] = {}
    for line in log:
        if line.status <= 0 or line.status >= 400 or line.url in last:
            last[line.url] = line
        note = next((note for note in line.annotations if note.startswith("truncated:")), None)
        if note is not None:
            why = _CUTS.get(note.removeprefix("truncated:"), _BROKEN_OFF)
            cut[line.url] = Miss(line.url, why, line.via, line.kind)
        elif line.status > 0:
            cut.pop(line.url, None)  # it came whole when it was tried again
    report.truncated.extend(cut.values())
    for line in last.values():
        if 0 < line.status < 400 or _is_expected_to_fail(line):
            continue
        why = f"status {line.status}" if line.status > 0 else describe_error(line.error or "")
        if line.hop_path.startswith("M"):  # no page names it any more, only an earlier crawl
            why = (
                f"gone since an earlier crawl ({why})"
                if line.status in (404, 410)
                else f"{why}; an earlier crawl has it"
            )
        rows = report.missing_requisites if line.kind == "requisite" else report.missing_pages
        rows.append(Miss(line.url, why, line.via, line.kind))
    report.missing_requisites.sort(key=lambda miss: (miss.via or "", miss.url))
    report.missing_pages.sort(key=lambda miss: (miss.via or "", miss.url))


def _sort_skipped(report: CrawlReport, skipped: Iterable[Skipped]) -> None:
    rows: dict[str, SkipRow] = {}
    traps: dict[tuple[str, str], TrapRow] = {}
    for skip in skipped:
        row = rows.setdefault(skip.reason, SkipRow(skip.reason, describe_skip(skip.reason)))
        row.count += 1
        if len(row.examples) < 20:
            row.examples.append(skip)
        if skip.reason == "trap":
            kind, _, because = skip.detail.partition(": ")
            shape = path_shape(skip.url)
            trap = traps.setdefault((kind, shape), TrapRow(kind, shape, because))
            trap.count += 1
            if len(trap.examples) < 3:
                trap.examples.append(skip.url)
    report.skipped = sorted(rows.values(), key=lambda row: (-row.count, row.reason))
    report.traps = sorted(traps.values(), key=lambda row: (-row.count, row.shape))


def _sort_problems(report: CrawlReport, problems: Iterable[Problem]) -> None:
    for problem in dict.fromkeys(problems):
        if problem.code == "page.soft-404" and problem.url:
            report.soft_404.append(problem.url)
        else:
            report.problems.append(problem)


def _advise(facts: CrawlFacts, report: CrawlReport) -> list[Advice]:
    """What to fix, the most important first."""
    advice: list[Advice] = []
    totals = report.totals
    if not report.is_complete:
        left = counted(totals["queued_left"], "address", "addresses")
        advice.append(Advice(
            f"The crawl is not complete (it ended with '{facts.finish_reason or 'no reason noted'}'): {left} to fetch.",
            "Run the same command again: it goes on where it stopped.",
        ))  # fmt: skip
    if not facts.configuration.operator:
        advice.append(Advice(
            "Nobody is named as operator, so a site's owner cannot reach you.",
            "Set crawl.operator in oldface.toml.",
        ))  # fmt: skip
    silent = [row for row in report.by_host if row.failures and not row.responses]
    no_tls = [row.host for row in silent if row.tls_failures]
    if no_tls:
        advice.append(Advice(
            f"No secure connection came about with {counted(len(no_tls), 'host')}: {', '.join(no_tls[:5])}"
            f"{' …' if len(no_tls) > 5 else ''}.",
            "It may know no TLS after 1.1, serve another name, or want a certificate of yours: look at it in a browser,"
            " crawl its http:// address if it has one, or crawl through a proxy that speaks to it.",
        ))  # fmt: skip
    failed_hosts = [row.host for row in silent if not row.tls_failures]
    if failed_hosts:
        advice.append(Advice(
            f"{counted(len(failed_hosts), 'host')} never answered: {', '.join(failed_hosts[:5])}"
            f"{' …' if len(failed_hosts) > 5 else ''}.",
            "Crawl again later, or exclude them in oldface.toml if they are gone for good.",
        ))  # fmt: skip
    if totals["missing_requisites"]:
        advice.append(Advice(
            f"Of what pages need or offer, {counted(totals['missing_requisites'], 'file')} could not be had.",
            "See the table; those with a failure may come on the next crawl, those with 404 are gone on the site too.",
        ))  # fmt: skip
    broken_off = sum(miss.why == _BROKEN_OFF for miss in report.truncated)
    if broken_off:
        advice.append(Advice(
            f"Broken off by the server, each time it was asked: {counted(broken_off, 'response')}.",
            "Look at them in a browser; if they come whole there, crawl again. What had come is recorded.",
        ))  # fmt: skip
    if at_bounds := totals["truncated"] - broken_off:
        advice.append(Advice(
            f"Cut by a bound of ours: {counted(at_bounds, 'response')}.",
            "Raise politeness.size_limit_megabytes or timeout_seconds in oldface.toml and crawl again.",
        ))  # fmt: skip
    refused = {row.reason: row.count for row in report.skipped}
    if refused.get("robotsTxt"):
        advice.append(Advice(
            f"Refused by robots.txt: {counted(refused['robotsTxt'], 'address', 'addresses')}.",
            "Ask the site's owner; for your own site set politeness.obey_robots = false in oldface.toml.",
        ))  # fmt: skip
    if refused.get("pageLimit"):
        advice.append(Advice(
            f"Left out by scope.page_limit: {counted(refused['pageLimit'], 'page')}.",
            "Raise it in oldface.toml and crawl again.",
        ))  # fmt: skip
    if report.traps:
        advice.append(Advice(
            f"Left out as traps: {counted(totals['trapped'], 'address', 'addresses')}"
            f" of {counted(len(report.traps), 'kind')}.",
            "Look at the examples; if real pages are among them, include them by a rule in oldface.toml.",
        ))  # fmt: skip
    if report.soft_404:
        advice.append(Advice(
            f"Not found, and not answered with an error status: {counted(totals['soft_404'], 'page')}.",
            "Leave them out of the migration; the archive marks them.",
        ))  # fmt: skip
    codes = Counter(problem.code for problem in report.problems)
    if codes["tls.certificate"]:
        advice.append(Advice(
            f"Certificates not to be trusted: those of {counted(codes['tls.certificate'], 'host')}.",
            "The pages are captured; see the problems for what is wrong, and whether you believe that it was the site.",
        ))  # fmt: skip
    if codes["page.web-socket"] or codes["page.more-left"]:
        count = codes["page.web-socket"] + codes["page.more-left"]
        advice.append(Advice(
            f"Not captured whole, as a browser shows them: {counted(count, 'page')}.",
            "See the problems: what came over a WebSocket, or after more clicks than a page is given.",
        ))  # fmt: skip
    script_pages = codes["page.needs-browser"]
    if script_pages:
        advice.append(Advice(
            f"Without text unless a browser runs their scripts: {counted(script_pages, 'page')}.",
            "Install oldface[browser], set discovery.browser = 'empty' in oldface.toml and crawl again.",
        ))  # fmt: skip
    return advice

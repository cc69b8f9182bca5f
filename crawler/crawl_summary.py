"""A crawl's log and frontier in, its report out; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawler.crawl_advice import advise
from crawler.crawl_log import LogLine, is_guess
from crawler.crawl_report import (
    BROKEN_OFF,
    Bucket,
    CrawlFacts,
    CrawlReport,
    HostRow,
    Miss,
    Problem,
    Skipped,
    SkipRow,
    TrapRow,
)
from crawler.traps import path_shape
from crawler.words import describe_error, describe_skip

__all__ = ["summarise"]

_MOST_ROWS = 500
"""Rows of a table in the report; the database has all of them, and the report says how many there are."""
_BUCKETS = 96
"""Columns of the picture over time."""
_SHORTEST_BUCKET_SECONDS = 0.2


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
    report.to_fix = advise(facts, report)
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
            why = _CUTS.get(note.removeprefix("truncated:"), BROKEN_OFF)
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

"""A crawl's report in, what its archivist should do next out: a sentence of what, one of how, the weightiest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from crawler.crawl_report import BROKEN_OFF, Advice, CrawlFacts, CrawlReport
from crawler.words import counted

__all__ = ["advise"]

_MOST_HOSTS = 5
"""Hosts that a piece of advice names."""


def advise(facts: CrawlFacts, report: CrawlReport) -> list[Advice]:
    """What to fix, the most important first; empty for a whole crawl without faults.

    `report` has its tables whole, not yet cut to what people read.
    """
    return [
        *_of_the_crawl(facts, report),
        *_of_hosts(report),
        *_of_refusals_by_servers(report),
        *_of_responses(report),
        *_of_addresses_left_out(report),
        *_of_problems(report),
    ]


def _of_the_crawl(facts: CrawlFacts, report: CrawlReport) -> Iterator[Advice]:
    if not report.is_complete:
        left = counted(report.totals["queued_left"], "address", "addresses")
        yield Advice(
            f"The crawl is not complete (it ended with '{facts.finish_reason or 'no reason noted'}'): {left} to fetch.",
            "Run the same command again: it goes on where it stopped.",
        )
    if not facts.configuration.operator:
        yield Advice(
            "Nobody is named as operator, so a site's owner cannot reach you.", "Set crawl.operator in oldface.toml."
        )


def _of_hosts(report: CrawlReport) -> Iterator[Advice]:
    silent = [row for row in report.by_host if row.failures and not row.responses]
    no_tls = [row.host for row in silent if row.tls_failures]
    if no_tls:
        yield Advice(
            f"No secure connection came about with {_named(no_tls)}.",
            "It may know no TLS after 1.1, serve another name, or want a certificate of yours: look at it in a browser,"
            " crawl its http:// address if it has one, or crawl through a proxy that speaks to it.",
        )
    never = [row.host for row in silent if not row.tls_failures]
    if never:
        yield Advice(
            f"{counted(len(never), 'host')} never answered: {_listed(never)}.",
            "Crawl again later, or exclude them in oldface.toml if they are gone for good.",
        )


def _of_refusals_by_servers(report: CrawlReport) -> Iterator[Advice]:
    """A file that is not there is one thing, a door that stays shut another: the site's owner can open it."""
    hosts: dict[str, list[str]] = {}
    for miss in (*report.missing_pages, *report.missing_requisites):
        hosts.setdefault(miss.why.partition(";")[0], []).append(urlsplit(miss.url).netloc)
    if locked := hosts.get("status 401"):
        yield Advice(
            f"Asked for a login (401): {counted(len(locked), 'address', 'addresses')} of {_named(locked)}.",
            "Give a name and password with --credentials FILE; where the server asks for more than Basic authorization"
            " (Digest, a form), log in with a browser and give its Cookie header there, in the form of JSON.",
        )
    if shut := hosts.get("status 403"):
        yield Advice(
            f"Forbidden by the server (403): {counted(len(shut), 'address', 'addresses')} of {_named(shut)}.",
            "If they open in a browser, the server turns crawlers away: ask the site's owner to let yours in.",
        )
    if busy := [host for why, named in hosts.items() if why.startswith(("status 429", "status 5")) for host in named]:
        yield Advice(
            "Failed on the server's side, also when asked again (429, 5xx):"
            f" {counted(len(busy), 'address', 'addresses')} of {_named(busy)}.",
            "Crawl again later, slower if it was 429 (politeness.delay_seconds in oldface.toml).",
        )


def _of_responses(report: CrawlReport) -> Iterator[Advice]:
    totals = report.totals
    if totals["missing_requisites"]:
        yield Advice(
            f"Of what pages need or offer, {counted(totals['missing_requisites'], 'file')} could not be had.",
            "See the table; those with a failure may come on the next crawl, those with 404 are gone on the site too.",
        )
    broken_off = sum(miss.why == BROKEN_OFF for miss in report.truncated)
    if broken_off:
        yield Advice(
            f"Broken off by the server, each time it was asked: {counted(broken_off, 'response')}.",
            "Look at them in a browser; if they come whole there, crawl again. What had come is recorded.",
        )
    if at_bounds := totals["truncated"] - broken_off:
        yield Advice(
            f"Cut by a bound of ours: {counted(at_bounds, 'response')}.",
            "Raise politeness.size_limit_megabytes or timeout_seconds in oldface.toml and crawl again.",
        )


def _of_addresses_left_out(report: CrawlReport) -> Iterator[Advice]:
    refused = {row.reason: row.count for row in report.skipped}
    if refused.get("robotsTxt"):
        yield Advice(
            f"Refused by robots.txt: {counted(refused['robotsTxt'], 'address', 'addresses')}.",
            "Ask the site's owner; for your own site set politeness.obey_robots = false in oldface.toml.",
        )
    if refused.get("pageLimit"):
        yield Advice(
            f"Left out by scope.page_limit: {counted(refused['pageLimit'], 'page')}.",
            "Raise it in oldface.toml and crawl again.",
        )
    if report.traps:
        yield Advice(
            f"Left out as traps: {counted(report.totals['trapped'], 'address', 'addresses')}"
            f" of {counted(len(report.traps), 'kind')}.",
            "Look at the examples; if real pages are among them, include them by a rule in oldface.toml.",
        )
    if report.soft_404:
        yield Advice(
            f"Not found, and not answered with an error status: {counted(report.totals['soft_404'], 'page')}.",
            "Leave them out of the migration; the archive marks them.",
        )


def _of_problems(report: CrawlReport) -> Iterator[Advice]:
    codes = Counter(problem.code for problem in report.problems)
    if codes["tls.certificate"]:
        yield Advice(
            f"Certificates not to be trusted: those of {counted(codes['tls.certificate'], 'host')}.",
            "The pages are captured; see the problems for what is wrong, and whether you believe that it was the site.",
        )
    if count := codes["page.web-socket"] + codes["page.more-left"]:
        yield Advice(
            f"Not captured whole, as a browser shows them: {counted(count, 'page')}.",
            "See the problems: what came over a WebSocket, or after more clicks than a page is given.",
        )
    if count := codes["page.needs-browser"]:
        yield Advice(
            f"Without text unless a browser runs their scripts: {counted(count, 'page')}.",
            "Install oldface[browser], set discovery.browser = 'empty' in oldface.toml and crawl again.",
        )


def _named(hosts: Collection[str]) -> str:
    """How many hosts, and which, each once.

    >>> _named(["b.example", "a.example", "b.example"])
    '2 hosts: a.example, b.example'
    """
    distinct = sorted(set(hosts))
    return f"{counted(len(distinct), 'host')}: {_listed(distinct)}"


def _listed(hosts: list[str]) -> str:
    return ", ".join(hosts[:_MOST_HOSTS]) + (" …" if len(hosts) > _MOST_HOSTS else "")

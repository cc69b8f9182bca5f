"""An article in, the article as people read it on a terminal out."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import click
from html_to_markdown import convert
from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from archive.cite import citation
from archive.diff import PageDiff, compare, words_changed
from archive.errors import NotFound
from archive.store import Archive, Article, ArticleComment, CaptureRecord, FeedFact
from archive.store.versions import capture_of, page_of, segments_of, stored_page_of, versions_of

__all__ = ["print_article", "print_citation", "print_diff", "print_raw", "print_why"]


def print_article(folder: Path, url: str) -> None:
    """Prints the article known by the address; of a page that is no article, its regions."""
    console = Console()
    with Archive(folder) as archive:
        if archive.article_id(url) is None:
            _print_page(console, archive, url)
        else:
            article = archive.article(url)
            console.print(Group(*_article(article), *_told_by_feeds(archive.feed_facts(article.id))))


def _article(article: Article) -> Iterator[RenderableType]:
    if article.kicker:
        yield Text(article.kicker, style="dim")
    yield Text(article.headline or "(no title)", style="bold underline")
    if article.alternative_headline:
        yield Text(article.alternative_headline, style="italic")
    for byline in article.bylines:
        relation = "" if byline.relation == "author" else f"{byline.relation}: "
        about = ", ".join(part for part in (byline.role, byline.organisation) if part)
        guest = " (guest)" if byline.is_guest else ""
        yield Text(f"{relation}{byline.name}{guest}" + (f", {about}" if about else ""), style="cyan")
    dates = [article.date_published or "", f"changed {article.date_modified}" if article.date_modified else ""]
    tags = ", ".join(tag.name for tag in article.tags)
    yield Text(" · ".join(part for part in (*dates, tags) if part), style="dim")
    yield Text()
    yield Markdown(_markdown(article.body_html) or article.body_text)
    for use in article.assets:
        if escape(use.asset.url) in article.body_html and use.asset.capture_id is not None:
            continue  # it is shown above, where it stands
        held = "" if use.asset.capture_id is not None else " (not in the archive)"
        yield Text(f"[{use.asset.kind}] {use.caption or use.alt or use.asset.url}{held}", style="magenta")
    if article.comment_notice:
        yield Panel(
            Text(article.comment_notice), title=f"comments {article.comment_status or ''}".strip(), expand=False
        )
    if article.comments:
        yield Text()
        yield Text(f"{article.comment_count} comment{'' if article.comment_count == 1 else 's'}", style="bold")
    for comment in article.comments:
        yield _comment(comment)
    yield Text()
    capture = article.capture
    yield Text(
        f"{article.url}\ncaptured {capture.warc_date}, {capture.filename} at byte {capture.offset_bytes}, "
        f"{capture.payload_digest}",
        style="dim",
    )


def _told_by_feeds(facts: Sequence[FeedFact]) -> Iterator[RenderableType]:
    """What is not on the page, and the record that tells it instead."""
    by_entry: dict[tuple[str, str, CaptureRecord], list[str]] = {}
    for fact in facts:
        by_entry.setdefault((fact.feed_url, fact.node_path, fact.capture), []).append(fact.field)
    for (feed_url, node_path, capture), fields in by_entry.items():
        yield Text(
            f"{', '.join(fields)} from {node_path} of the feed {feed_url}\ncaptured {capture.warc_date}, "
            f"{capture.filename} at byte {capture.offset_bytes}, {capture.payload_digest}",
            style="dim",
        )


def _markdown(html: str) -> str:
    converted = convert(html)
    return str(converted if isinstance(converted, str) else getattr(converted, "content", "") or "")


def _comment(comment: ArticleComment) -> RenderableType:
    head = Text(comment.author_name or "somebody", style="bold cyan")
    if comment.author_source and comment.author_source != "byline":
        head.append(f" (by {comment.author_source})", style="dim")
    if comment.date_created or comment.date_created_raw:
        head.append(f" · {comment.date_created or comment.date_created_raw}", style="dim")
    lines = [head, *([Text(comment.subject, style="bold")] if comment.subject else []), Text(comment.text), Text()]
    return Padding(Group(*lines), (0, 0, 0, 2 * min(comment.depth, 8)))


def _print_page(console: Console, archive: Archive, url: str) -> None:
    page = page_of(archive, url)
    version = versions_of(archive, page)[-1]
    stored = stored_page_of(archive, version.parse_id)
    console.print(Text(stored.title.text if stored.title else "(no title)", style="bold underline"))
    console.print(Text(f"{stored.kind} · captured {version.captured_at} · {url}", style="dim"))
    for segment in segments_of(archive, version.parse_id):
        label = segment.region + (f" ({segment.kind})" if segment.kind else "")
        console.print(Text.assemble((f"{label}: ", "cyan"), segment.text))


def print_raw(folder: Path, url: str, at: str | None) -> None:
    """Writes the payload of the capture to stdout, byte by byte as the page had it, codings removed."""
    with Archive(folder) as archive:
        sys.stdout.buffer.write(archive.payload(capture_of(archive, url, at=at).id))
    sys.stdout.buffer.flush()


def print_citation(folder: Path, url: str, *, style: str, at: str | None, prefix: str) -> None:
    """Prints the citation."""
    with Archive(folder) as archive:
        click.echo(citation(archive, url, style=style, at=at, prefix=prefix))


_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def print_diff(folder: Path, url: str, first: str | None, second: str | None, *, as_json: bool) -> PageDiff:
    """Prints what changed between two versions."""
    with Archive(folder) as archive:
        found = compare(archive, url, first, second)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
        return found
    console = Console()
    console.print(Text(f"{found.url}", style="bold"))
    console.print(
        Text(f"{found.before.captured_at} → {found.after.captured_at} ({found.versions} versions)", style="dim")
    )
    region = ""
    for change in found.changes:
        if change.region != region:
            region = change.region
            console.print(Text(f"\n{region}", style="bold cyan"))
        sign, style = _SIGNS[change.kind]
        line = Text(f"{sign} ", style=style)
        if change.kind == "changed":
            for kind, words in words_changed(change.before or "", change.after or ""):
                line.append(words + " ", style={"same": "", "removed": "red strike", "added": "green"}[kind])
        else:
            line.append(change.before or change.after or "", style=style)
        console.print(line)
    if not found.changes:
        console.print("Nothing changed but, at most, menus and markup.")
    return found


def print_why(folder: Path, url: str, words: str, *, as_json: bool) -> None:
    """Prints where the text with the words came from: rule, node, record. NotFound when no text has them."""
    with Archive(folder) as archive:
        version = versions_of(archive, page_of(archive, url))[-1]
        wanted = " ".join(words.split()).casefold()
        found = [s for s in segments_of(archive, version.parse_id) if wanted in " ".join(s.text.split()).casefold()]
        capture = archive.capture(version.capture_id)
    if not found:
        raise NotFound(f"No text of the page has “{words}”", where=url, next_step="See 'oldface regions' for its text.")
    if as_json:
        click.echo(
            json.dumps(
                [dataclasses.asdict(s) | {"capture": dataclasses.asdict(capture)} for s in found],
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    console = Console()
    for segment in found:
        label = segment.region + (f" ({segment.kind})" if segment.kind else "")
        console.print(Text(segment.text if len(segment.text) < 300 else segment.text[:297] + "…"))
        console.print(Text(f"  is {label}, says {segment.rule} ({segment.confidence:.0%} sure)", style="cyan"))
        console.print(Text(f"  stands at {segment.node_path}"), soft_wrap=True)
    console.print(
        Text(
            f"in the payload {capture.payload_digest}\nof {capture.target_uri}, captured {capture.warc_date},\n"
            f"record {capture.record_id}\nin {capture.filename} at byte {capture.offset_bytes} "
            f"({capture.length_bytes} bytes)"
        ),
        soft_wrap=True,
    )

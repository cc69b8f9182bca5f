"""A page in, what went where out: as lines for a terminal, or as an HTML page with its regions coloured and named."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from archive.errors import BadInput
from archive.model import Page, ParsedPage, Region, Segment
from archive.page import read_page
from archive.parse import parse_page
from archive.profiles import Profile

__all__ = ["Payload", "read_payload", "regions_html", "regions_text"]


@dataclass(frozen=True, slots=True)
class Payload:
    """A page's bytes and what else its parsing takes."""

    content: bytes
    url: str
    charset: str | None = None
    profile: Profile | None = None


def read_payload(name: str, *, folder: Path | None, url: str | None) -> Payload:
    """The page that `name` means: a file, or an address held by the archive folder."""
    if folder is None:
        path = Path(name)
        if not path.is_file():
            raise BadInput(
                f"There is no file {name!r}", next_step="Give an HTML file, or an address with --from ARCHIVE-FOLDER."
            )
        return Payload(path.read_bytes(), url or "http://unknown.invalid/")
    from archive.profile_files import profiles_of
    from archive.profiles import profile_for
    from archive.store import Archive

    with Archive(folder) as held:
        content, charset, capture = held.page_payload(name)
    profile = profile_for(profiles_of(folder), capture.target_uri, capture.warc_date[:10])
    return Payload(content, capture.target_uri, charset, profile)


def regions_text(payload: Payload) -> str:
    """One paragraph a segment, and at the end the count of text nodes and of those in no region."""
    page, parsed = _parse(payload)
    lines = [f"{payload.url}", f"kind: {parsed.kind} ({parsed.kind_rule})"]
    for segment in parsed.segments:
        lines.append("")
        lines.append(f"[{_label(segment)}]  {segment.rule}  {segment.confidence:.2f}  {segment.node_path}")
        lines.extend(f"    {line}" for line in segment.text.splitlines() if line.strip())
    assigned = sum(len(segment.nodes) for segment in parsed.segments)
    lines += ["", f"text nodes: {len(page.visible)}", f"unassigned: {len(page.visible) - assigned}"]
    return "\n".join(lines)


def _parse(payload: Payload) -> tuple[Page, ParsedPage]:
    page = read_page(payload.content, url=payload.url, charset=payload.charset)
    parsed = parse_page(payload.content, url=payload.url, charset=payload.charset, profile=payload.profile)
    return page, parsed


def _label(segment: Segment) -> str:
    kind = f" {segment.kind}" if segment.kind else ""
    group = f" {segment.group}" if segment.group is not None else ""
    return f"{segment.region}{kind}{group}"


_COLOURS = {
    Region.TITLE: "#b45309",
    Region.BODY: "#15803d",
    Region.BYLINE: "#7c3aed",
    Region.DATE: "#be185d",
    Region.TAGS: "#0e7490",
    Region.NAVIGATION: "#1d4ed8",
    Region.COMMENT: "#a16207",
    Region.COMMENT_FORM: "#9a3412",
    Region.NOTICE: "#b91c1c",
    Region.FURNITURE: "#6b7280",
}

_DOCUMENT = Template(
    """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Regions of $url</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #111; }
header { position: sticky; top: 0; background: #fff; border-bottom: 1px solid #ccc; padding: .5rem 0; }
.key span { display: inline-block; margin: 0 .8rem .2rem 0; white-space: nowrap; }
.key i { display: inline-block; width: .9em; height: .9em; margin-right: .3em; vertical-align: -.1em; }
section { border-left: 6px solid var(--c); margin: .35rem 0; padding: .15rem .7rem; }
section { background: color-mix(in srgb, var(--c) 7%, #fff); }
section > p.what { font: 12px/1.4 ui-monospace, monospace; color: var(--c); margin: 0; overflow-wrap: anywhere; }
section > div { white-space: pre-wrap; overflow-wrap: anywhere; }
section.title > div { font-size: 1.5rem; font-weight: 700; }
section.navigation, section.furniture { font-size: 13px; }
</style>
<header><strong>$url</strong><br>$kind · $counts<div class="key">$key</div></header>
<main>
$sections
</main>
</html>
"""
)


def regions_html(payload: Payload) -> str:
    """The page's text in page order, each segment in its region's colour, with rule, sureness and node path."""
    page, parsed = _parse(payload)
    assigned = sum(len(segment.nodes) for segment in parsed.segments)
    words: dict[Region, int] = {}
    for segment in parsed.segments:
        words[segment.region] = words.get(segment.region, 0) + len(segment.text.split())
    key = "".join(
        f'<span><i style="background:{_COLOURS[region]}"></i>{region} ({words[region]} words)</span>'
        for region in Region
        if region in words
    )
    return (
        _DOCUMENT.substitute(
            url=escape(payload.url),
            kind=f"{parsed.kind} ({escape(parsed.kind_rule)})",
            counts=f"{len(page.visible)} text nodes, {len(page.visible) - assigned} unassigned",
            key=key,
            sections="\n".join(_section(segment) for segment in parsed.segments),
        )
        .encode("utf-8", "replace")
        .decode()
    )


def _section(segment: Segment) -> str:
    return (
        f'<section class="{segment.region}" style="--c:{_COLOURS[segment.region]}" title="{escape(segment.node_path)}">'
        f'<p class="what">{escape(_label(segment))} · {escape(segment.rule)} · {segment.confidence:.2f}</p>'
        f"<div>{escape(segment.text)}</div></section>"
    )

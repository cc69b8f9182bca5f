"""The platform's byline in, the author it names out, where no other parser found one."""

from __future__ import annotations

import re

from archive.markup import absolute, visible_below
from archive.model import Byline, Contributor, Page, Region
from archive.names import read_byline
from archive.page import subtree_text
from archive.platforms import conventions
from archive.regions import Context, Findings

__all__ = ["ORDER", "people_of_line", "read"]

ORDER = 32

_BY = re.compile(r"(?:^|[\s|,(])(?:by|von|par|por|di|door)\s*:?\s*$|[—–-]\s*$", re.IGNORECASE)
_BY_WITHIN = re.compile(r"(?:^|\s)(?:by|von|par|por|di|door)\s*:?\s+", re.IGNORECASE)
# "Tue, 03/17/2009 - 11:20 — pmarlow", as Drupal 6 has it
_DASHED = re.compile(r"\d\s*—\s*(?P<name>[^—]{2,60})$")
_AFTER = re.compile(r"\s+(?:in|on|at|am|le|el|em|filed under)\b|\s*[|•·,(]", re.IGNORECASE)


def read(context: Context) -> Findings:
    """One byline, from the first of the platform's lines that names somebody."""
    if context.platform is None or any(findings.bylines for findings in context.found):
        return Findings()
    taken = context.spans(Region.COMMENT, Region.COMMENT_FORM)
    for node in conventions(context.page, context.platform, "byline"):
        if any(first <= node < end for first, end in taken):
            continue
        people = people_of_line(context.page, node)
        if people:
            return Findings(bylines=(Byline(subtree_text(context.page, node), people, "platform", node),))
    return Findings()


def people_of_line(page: Page, line: int) -> tuple[Contributor, ...]:
    """Who stands after 'by', or who the line names when it is short."""
    nodes = visible_below(page, line)
    if len(nodes) == 1 and page.tags[page.parents[nodes[0]]] == "a" and len(page.texts[nodes[0]].split()) <= 4:
        return _linked(page, nodes[0])
    for position, node in enumerate(nodes):
        text = page.texts[node]
        if _BY.search(text) and position + 1 < len(nodes):
            return _linked(page, nodes[position + 1])
        within = _BY_WITHIN.search(text)
        if within:
            name = text[within.end() :]
            end = _AFTER.search(name)
            return read_byline(name[: end.start()] if end else name)
    words = subtree_text(page, line)
    dashed = _DASHED.search(words)
    if dashed:
        return read_byline(dashed["name"]) or (Contributor(dashed["name"]),)
    return read_byline(words) if len(words.split()) <= 6 else ()


def _linked(page: Page, node: int) -> tuple[Contributor, ...]:
    """The person a text names, with the address behind it."""
    words = " ".join(page.texts[node].split())
    # an account's name need not look like one
    people = read_byline(words) or (Contributor(words),)
    here = page.parents[node]
    while here >= 0 and page.tags[here] in ("a", "span", "b", "strong", "em", "i"):
        href = page.attributes[here].get("href")
        if href and len(people) == 1:
            only = people[0]
            return (Contributor(only.name, only.role, only.organisation, only.relation, url=absolute(page, href)),)
        here = page.parents[here]
    return people

"""Page in, comments that its scripts hold as data out: JSON-LD, Disqus, Livefyre, Discourse and saved JSON states.

Comments of this kind are in the page's bytes but not in its visible text, so they carry their source instead of a node
of their own words. Hostile JSON gives fewer comments, never an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from types import MappingProxyType

import nh3

from archive.dates import read_machine_date
from archive.json_ld import JsonObject
from archive.model import Comment, DateFact, Page
from archive.page_index import page_index

__all__ = ["embedded_comments"]

_LONGEST = 3_000_000
_DEEPEST = 14
_MOST_COMMENTS = 5000
# The lists of GraphQL and of feeds: {"nodes": […]}, {"edges": [{"node": …}]}.
_WRAPPERS = ("nodes", "edges", "items", "data", "results")
_ANSWERS = ("comment", "comments", "replies", "children", "responses", "childContent")
_LISTS = ("comment", "comments", "replies", "responses", "suggestedAnswer", "acceptedAnswer")
_TEXT_KEYS = (
    "text",
    "commentText",
    "articleBody",
    "raw_message",
    "message",
    "bodyHtml",
    "body_html",
    "bodyText",
    "body",
    "cooked",
    "content",
    "comment_content",
    "commentBody",
    "rendered",
)
_AUTHOR_KEYS = (
    "author",
    "creator",
    "user",
    "username",
    "display_username",
    "displayName",
    "author_name",
    "authorName",
    "comment_author",
    "name",
    "nickname",
)
_DATE_KEYS = (
    "dateCreated",
    "datePublished",
    "createdAt",
    "created_at",
    "created",
    "date",
    "timestamp",
    "postedAt",
    "comment_date",
    "published",
    "time",
)
_SCRIPT_TYPES = re.compile(r"json", re.I)
_CLUES = ("comment", "Comment", "posts", "replies", "Answer", "childContent")
_SET_CLUES = ('"comment', '"replies"', '"childContent"', "omments =", "omments=", "omments_data", "ommentData")
# A state that a script sets: window.__STATE__ = {…}, var comments = […].
_ASSIGNED = re.compile(r"(?:^|[\s;.(])([\w$]{1,60})(?:\[[\"'][\w$]+[\"']\])?\s*=\s*(?=[{\[])")
_MOST_STATES = 8
# A list of something under one of the names that are looked for: only then is a large state worth reading.
_HAS_LIST = re.compile(
    rf'"(?:{"|".join(_LISTS)}|posts)"\s*:\s*(?:\[\s*[\[{{]|{{\s*"(?:{"|".join(_WRAPPERS)})"\s*:\s*\[\s*{{)'
)
_DECODER = json.JSONDecoder()
_TAG = re.compile(r"<[a-z/!]", re.I)
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/blockquote)\b[^>]*>", re.I)


def embedded_comments(page: Page, json_ld: Sequence[JsonObject]) -> tuple[Comment, ...]:
    """The longest list of comments that the page holds as data; positions from 0, answers after what they answer."""
    best = _from_json_ld(json_ld)
    for source, value in _states(page):
        found = _comments_of(value, source)
        if len(found) > len(best):
            best = found
    return tuple(best)


def _from_json_ld(objects: Sequence[JsonObject]) -> list[Comment]:
    best: list[Comment] = []
    for item in objects:
        for key in ("comment", "comments", "suggestedAnswer", "acceptedAnswer"):
            value = item.get(key)
            entries = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
            found: list[Comment] = []
            _collect(entries, "json-ld", None, 0, found)
            if len(found) > len(best):
                best = found
    return best


def _states(page: Page) -> Iterator[tuple[str, object]]:
    """(source, value) of each script or attribute with JSON that may hold comments."""
    room = _LONGEST
    for node in page_index(page).tags.get("script", ()):
        attributes = page.attributes[node]
        kind = attributes.get("type", "")
        if not _SCRIPT_TYPES.search(kind):
            if not attributes.get("src") and (not kind or "javascript" in kind.lower()):
                text = "".join(page.texts[node + 1 : page.ends[node]])
                if "omment" in text and len(text) <= room and any(clue in text for clue in _SET_CLUES):
                    room -= len(text)
                    yield from _assigned(text)
            continue
        if "ld+json" in kind.lower():
            continue
        text = "".join(page.texts[node + 1 : page.ends[node]]).strip()
        if len(text) > room or not any(clue in text for clue in _CLUES):
            continue
        room -= len(text)
        if not _HAS_LIST.search(text) and not ("childContent" in text and "bodyHtml" in text):
            continue
        yield _source_name(attributes), _parsed(text)
    for node in page_index(page).ids.get("data-preloaded", ()):
        # Discourse keeps each of its parts as a JSON string inside a JSON object
        outer = _parsed(page.attributes[node].get("data-preloaded", "")[:_LONGEST])
        if isinstance(outer, dict):
            for name, inner in outer.items():
                if str(name).startswith("topic_") and isinstance(inner, str):
                    yield "discourse", _parsed(inner)


def _assigned(text: str) -> Iterator[tuple[str, object]]:
    """(source, value) of each JSON value that a script assigns, where it may hold comments."""
    tried = 0
    for match in _ASSIGNED.finditer(text):
        is_list_of_comments = "comment" in match[1].lower()
        if not is_list_of_comments and not _HAS_LIST.search(text, match.end()):
            return
        tried += 1
        if tried > _MOST_STATES:
            return
        try:
            value, _ = _DECODER.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue  # no JSON but a script's own object
        yield "saved-state", {"comments": value} if is_list_of_comments and isinstance(value, list) else value


def _source_name(attributes: Mapping[str, str]) -> str:
    names = f"{attributes.get('id', '')} {attributes.get('class', '')}".lower()
    for name in ("disqus", "livefyre", "discourse", "next_data", "nuxt", "viafoura", "spotim", "coral"):
        if name in names:
            return name.replace("next_data", "saved-state").replace("nuxt", "saved-state")
    return "saved-state"


def _parsed(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _comments_of(value: object, source: str) -> list[Comment]:
    """The largest list of comments anywhere in a JSON value."""
    best: list[Comment] = []
    pending: list[tuple[object, int]] = [(value, 0)]
    people = _people(value)
    steps = 0
    while pending and steps < 50_000:
        here, depth = pending.pop()
        steps += 1
        if depth > _DEEPEST:
            continue
        if isinstance(here, dict):
            for key, inner in here.items():
                # "posts" are comments to Disqus and Discourse, and a blog's articles to everybody else
                is_list = key in _LISTS or (key == "posts" and source in ("disqus", "discourse"))
                is_list = is_list or (key == "content" and isinstance(inner, list) and "childContent" in str(inner[:1]))
                if is_list and (entries := _entries(inner)):
                    found: list[Comment] = []
                    _collect(entries, source, None, 0, found, people)
                    if len(found) > len(best):
                        best = found
                if isinstance(inner, (dict, list)):
                    pending.append((inner, depth + 1))
        elif isinstance(here, list):
            pending.extend((inner, depth + 1) for inner in here if isinstance(inner, (dict, list)))
    if source == "saved-state" and 2 * sum(comment.author is not None for comment in best) < len(best):
        return []  # an application's own lists: what a demonstration shows, what a form offers
    return _with_parents(best)


def _entries(value: object) -> list[object]:
    """The entries of a list, whatever it is wrapped in; empty where it is none."""
    for _ in range(3):
        if not isinstance(value, dict):
            break
        value = next((value[key] for key in _WRAPPERS if isinstance(value.get(key), (list, dict))), None)
    if not isinstance(value, list):
        return []
    return [e["node"] if isinstance(e, dict) and isinstance(e.get("node"), dict) else e for e in value]


def _people(value: object) -> Mapping[str, object]:
    """Livefyre names authors by id and keeps their names in one table: id to what is known of the person."""
    for _ in range(3):
        if not isinstance(value, dict):
            return {}
        held = value.get("authors")
        if isinstance(held, dict):
            return held
        value = value.get("headDocument") or value.get("collection")
    return {}


def _collect(
    entries: Sequence[object],
    source: str,
    parent: int | None,
    depth: int,
    found: list[Comment],
    people: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Appends the comments of a list, each followed by its answers; `people` holds authors by id."""
    if depth > _DEEPEST:
        return
    for entry in entries:
        if not isinstance(entry, dict) or len(found) >= _MOST_COMMENTS:
            continue
        comment = _comment(entry, source, len(found), parent, depth, people)
        inner_parent, inner_depth = parent, depth
        if comment is not None:
            found.append(comment)
            inner_parent, inner_depth = comment.position, depth + 1
        for key in _ANSWERS:
            inner = entry.get(key)
            answers = _entries(inner) or ([inner] if isinstance(inner, dict) else [])
            if answers:
                _collect(answers, source, inner_parent, inner_depth, found, people)


def _comment(
    entry: Mapping[str, object],
    source: str,
    position: int,
    parent: int | None,
    depth: int,
    people: Mapping[str, object],
) -> Comment | None:
    content = entry.get("content")
    fields: Mapping[str, object] = {**entry, **content} if isinstance(content, dict) else entry
    markup = next((v for k in _TEXT_KEYS if isinstance(v := fields.get(k), str) and v.strip()), None)
    when = next((v for k in _DATE_KEYS if isinstance(v := fields.get(k), (str, int)) and str(v).strip()), None)
    author, url = _author(fields, people)
    if markup is None or (author is None and when is None):
        return None
    text, html = _text_and_html(markup)
    read = read_machine_date(str(when)[:60]) if when is not None else None
    parent_name = fields.get("parent") or fields.get("parentId") or fields.get("parent_id")
    name = fields.get("id") or fields.get("@id")
    votes = fields.get("upvoteCount", fields.get("likes"))
    return Comment(
        position=position,
        text=text,
        html=html,
        author=author,
        author_url=url,
        author_source="data" if author else None,
        posted_at=DateFact(read.value, read.precision, str(when), source) if read else None,
        parent=parent,
        depth=depth,
        permalink=link
        if isinstance(link := fields.get("url") or fields.get("link"), str) and link[:4] == "http"
        else None,
        anchor=f"{name}\n{parent_name}" if name and parent is None and parent_name else str(name) if name else None,
        votes=votes if isinstance(votes, int) and not isinstance(votes, bool) else None,
        source=source,
    )


def _author(fields: Mapping[str, object], people: Mapping[str, object]) -> tuple[str | None, str | None]:
    known = people.get(str(fields.get("authorId"))) if people else None
    if isinstance(known, dict):
        fields = {"author": known}
    for key in _AUTHOR_KEYS:
        value = fields.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            value = value["node"] if isinstance(value.get("node"), dict) else value
            url = value.get("url") or value.get("profileUrl")
            for name in ("name", "displayName", "username", "screen_name"):
                held = value.get(name)
                if isinstance(held, str) and held.strip():
                    return " ".join(unescape(held).split())[:100], url if isinstance(url, str) else None
        elif isinstance(value, str) and value.strip() and len(value) < 100 and not value.strip().isdigit():
            url = fields.get("author_url") or fields.get("authorUrl")
            return " ".join(unescape(value).split()), url if isinstance(url, str) and url else None
    return None, None


def _text_and_html(markup: str) -> tuple[str, str]:
    if not _TAG.search(markup):
        text = unescape(markup).strip()
        return text, nh3.clean_text(text)
    html = nh3.clean(markup)
    plain = unescape(nh3.clean(_BREAK.sub("\n", markup), tags=set()))
    return "\n".join(" ".join(line.split()) for line in plain.splitlines() if line.strip()), html


def _with_parents(comments: list[Comment]) -> list[Comment]:
    """Flat lists whose entries name their parents (Disqus, Livefyre): parents as positions, where they stand before."""
    names = {c.anchor.partition("\n")[0]: c.position for c in comments if c.anchor}
    depths: dict[int, int] = {}
    done: list[Comment] = []
    for comment in comments:
        parent = comment.parent
        name, _, answered = (comment.anchor or "").partition("\n")
        if answered and names.get(answered, comment.position) < comment.position:
            parent = names[answered]
        depth = depths[parent] + 1 if parent is not None else 0
        depths[comment.position] = depth
        done.append(replace(comment, parent=parent, depth=depth, anchor=name or None))
    return done

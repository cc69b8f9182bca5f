"""Page in, the places of its comments or posts out, with their parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.comment_clues import COMMENT_CLUES, POST_CLUES, named_nodes, names_with
from archive.comment_marks import comment_ranges, recurring_marks
from archive.comment_parts import Parts, Span, own_nodes, read_parts
from archive.comment_roles import is_item_name, is_list_name, is_other_list_name, is_post_name
from archive.comment_words import NO_COMMENTS, READ_MORE, comment_count
from archive.forum_signs import is_thread_address
from archive.model import Page
from archive.page_index import page_index
from archive.repeated import shape_of, spans_of_markers

__all__ = ["Item", "find_items", "is_in_other_list", "named_items", "numbered_items", "read_items"]


@dataclass(frozen=True, slots=True)
class Item:
    """One comment or post: its place and its parts."""

    span: Span
    parts: Parts
    rule: str
    """How it was found: named, marked."""
    confidence: float = 0.95


# "c123" names a comment in some systems and any piece of content in others (TYPO3): its class must agree.
_NUMBERED = re.compile(r"^([a-z_:.-]*?)[-_:.]?\d+$")
_ID_WORD = re.compile(
    r"^(?:(?:el|li|div|tr|dsq|view|entry|blog|article|node|idc|wp)[-_]?)?(?:comments?|cmt|kommentar|comentario|"
    r"commentaire|reply|response|trackback|pingback|reactie|cid|c)$"
)
_MESSAGE_WORDS = re.compile(r"^(?:msg|message|posting|reply)$")
"""Words that only forums put on every post; a list of articles has post-12 as well."""
_WEAK_WORDS = frozenset(("c", "cid", "p", "item", "entry", "edit", ""))
_POST_WORD = re.compile(
    r"^(?:(?:el|li|div|tr|view|table|js|forum|topic)[-_]?)?(?:posts?|p|pid|msg|message|pb|entry|reply|answer|beitrag|"
    r"edit|item|post[-_]?menu|td[-_]?post|showpost)(?:[-_]?(?:id|row|table|container|main|wrapper))?$"
)
_SHORT_ID = re.compile(r"^c\d+$")
_TYPED = re.compile(r"sioct:Comment|schema\.org/(?:Comment|UserComments)\b", re.I)
_COMMENT_NAME = re.compile(r"comment|komm?ent|coment|trackback|pingback|leserbrief", re.I)
_ID_NUMBER = re.compile(r"\d+")
_SAMPLE = 6
_NEVER_ITEMS = frozenset(
    "a input textarea form label h1 h2 h3 h4 h5 h6 b i em strong img button script style link body html svg select "
    "option "
    "noscript head meta iframe nav time cite small font fieldset abbr".split()
)


def find_items(page: Page, *, forum: tuple[str, bool] | None) -> tuple[list[Item], bool]:
    """(comments or posts in page order, whether they are posts of a forum)."""
    items = _kept(page, named_items(page, is_forum=False))
    if not any(i.parts.date_raw or _COMMENT_NAME.search(_names_of(page, i.span.start)) for i in items):
        items = []  # an "answer" or a "response" without any date is a question of a help page
    items = _from_first_number(page, items)
    if forum is not None:
        _, is_sure = forum
        posts = _without_teasers(page, _kept(page, named_items(page, is_forum=True)))
        posts = max(posts, _kept(page, numbered_items(page, is_forum=True)), key=_worth)
        if is_sure and not _is_whole(posts):
            marked = _kept(page, marked_items(page, [Span(1, len(page.tags))]))
            if _is_whole(marked) and _worth(marked) > 1.3 * _worth(posts):
                posts = marked
        least = 1 if is_sure and is_thread_address(page.url) else 2
        if len(posts) >= least and _worth(posts) >= _worth(items) and _is_thread(posts, is_sure=is_sure):
            return _of_one_thread(page, posts), True
    if not items and forum is None:
        messages = _kept(page, numbered_items(page, is_forum=True, words=_MESSAGE_WORDS))
        if len(messages) > 2 and _is_whole(messages):
            return messages, True
    if _is_enough(page, items):
        return items, False
    numbered = _kept(page, numbered_items(page, is_forum=False))
    if _worth(numbered) > 1.3 * _worth(items):
        items = numbered
    if _is_enough(page, items):
        return items, False
    marked = _kept(page, marked_items(page))
    if _worth(marked) > 1.3 * _worth(items):
        items = marked
    return items, False


def _is_whole(items: Sequence[Item]) -> bool:
    """Whether there are several, nearly all with author and date."""
    return len(items) > 1 and 5 * sum(item.parts.evidence for item in items) >= 8 * len(items)


def _is_enough(page: Page, items: Sequence[Item]) -> bool:
    """Whether the comments found are whole, and as many as the page's headings say."""
    evidence = sum(item.parts.evidence for item in items)
    if not items or (2 * evidence < 3 * len(items) and not (len(items) > 4 and evidence >= len(items))):
        return False
    index = page_index(page)
    for tag in ("h2", "h3", "h4", "h5", "h6"):
        for node in index.tags.get(tag, ()):
            text = "".join(page.texts[node : page.ends[node]])
            if len(text) < 200:
                stated = comment_count(" ".join(text.split()))
                if stated is not None and len(items) < 0.6 * stated < 60:
                    return False
    return True


def marked_items(page: Page, areas: Sequence[Span] | None = None) -> list[Item]:
    """Comments found below a heading or name of a comment area, by what recurs there: ids, dates, 'X said'."""
    best: list[Item] = []
    seen: set[tuple[int, ...]] = set()
    for area in comment_ranges(page) if areas is None else areas:
        for markers in recurring_marks(page, area):
            key = (len(markers), *markers[:2]) if len(markers) > 1 else (1, markers[0], area.start)
            if key in seen or len(markers) <= _worth(best):
                continue
            seen.add(key)
            if len(markers) > 1:
                spans = spans_of_markers(page, markers, area)
            else:
                spans = [_lone_span(page, markers[0], area)]
            if (
                len(spans) > 2 * _SAMPLE
                and len(_kept(page, read_items(page, spans[:_SAMPLE], "marked"))) < _SAMPLE // 2
            ):
                continue
            items = _kept(page, read_items(page, spans, "marked"))
            if len(items) == 1 and not _is_lone_comment(page, items[0]):
                continue
            if _is_teaser_list(page, items):
                continue
            if _worth(items) > _worth(best):
                best = items
    return best


def _lone_span(page: Page, marker: int, area: Span) -> Span:
    """The one comment of an area: all between its heading and the form."""
    start, end = area.start, area.end
    node = marker
    while page.parents[node] >= area.start:
        node = page.parents[node]
    sibling = node
    while sibling < end and page.tags[sibling] not in ("form", "h1", "h2", "h3", "h4"):
        names = f"{page.attributes[sibling].get('id', '')} {page.attributes[sibling].get('class', '')}".lower()
        if sibling > node and ("respond" in names or "form" in names):
            break
        sibling = page.ends[sibling]
    return Span(start, min(sibling, end))


def _from_first_number(page: Page, items: list[Item]) -> list[Item]:
    """The items without what stands before the first numbered one: parts of the article that speak of comments."""
    numbered = [at for at, i in enumerate(items) if _ID_NUMBER.search(page.attributes[i.span.start].get("id", ""))]
    return items[numbered[0] :] if numbered else items


def _names_of(page: Page, node: int) -> str:
    return f"{page.attributes[node].get('class', '')} {page.attributes[node].get('id', '')}"


def _kept(page: Page, items: Sequence[Item]) -> list[Item]:
    """Items with a text, and an author or a date, or the page's word that they are comments."""
    return [i for i in items if _holds_comment(page, i)]


def _holds_comment(page: Page, item: Item) -> bool:
    if item.parts.kind != "comment":
        return bool(item.parts.author or item.parts.text_nodes)
    if not item.parts.date_raw and any(page.tags[n] == "textarea" for n in range(item.span.start, item.span.end)):
        return False  # the labels and warnings of a form
    return bool(item.parts.text_nodes) and (item.parts.evidence > 0 or _is_called_comment(page, item))


def _is_called_comment(page: Page, item: Item) -> bool:
    """Whether the markup alone tells: typed as a comment, or named and numbered inside a named list."""
    start = item.span.start
    attributes = page.attributes[start]
    if _TYPED.search(f"{attributes.get('typeof', '')} {attributes.get('itemtype', '')}"):
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower().split()
    if item.rule != "named" or not any(is_item_name(name) for name in names):
        return False
    if not _ID_NUMBER.search(attributes.get("id", "")) and not _ID_NUMBER.search(_id_before(page, start)):
        return False
    here = page.parents[start]
    for _ in range(4):
        if here <= 0:
            return False
        values = page.attributes[here]
        if any(is_list_name(t) for t in f"{values.get('class', '')} {values.get('id', '')}".lower().split()):
            return True
        here = page.parents[here]
    return False


def _id_before(page: Page, node: int) -> str:
    """Id of an empty <a> just before the element: Drupal's anchors."""
    for before in range(node - 1, max(node - 4, 0), -1):
        if page.tags[before] == "a":
            return page.attributes[before].get("id") or page.attributes[before].get("name") or ""
        if page.tags[before] != "#text":
            return ""
    return ""


def _worth(items: Sequence[Item]) -> float:
    """How well a reading explains the page: comments found, whole ones for more."""
    return sum(0.4 * item.parts.evidence + 0.2 for item in items)


def _without_teasers(page: Page, posts: list[Item]) -> list[Item]:
    """The posts without those that end in "read more" or count the answers: lists of other threads."""
    teasers = [p for p in posts if any(_is_teaser_end(page.texts[n]) for n in p.parts.text_nodes[-4:])]
    return [p for p in posts if p not in teasers] if len(teasers) > 2 else posts


def _is_teaser_end(text: str) -> bool:
    text = " ".join(text[-80:].split())
    return len(text) < 60 and (
        READ_MORE.search(text) is not None or (comment_count(text) is not None and text[:1].isdigit())
    )


def _of_one_thread(page: Page, posts: list[Item]) -> list[Item]:
    """The posts without what stands after the thread in lists of other threads."""
    weights = [sum(len(page.texts[n].split()) for n in post.parts.text_nodes) for post in posts]
    enough = 0.7 * sum(weights)
    starts = [post.span.start for post in posts]
    # the smallest element that holds most of the words, and more than one post
    here = 0
    while True:
        inner = here + 1
        while inner < page.ends[here]:
            inside = [w for w, start in zip(weights, starts, strict=True) if inner <= start < page.ends[inner]]
            if len(inside) > 1 and sum(inside) >= enough:
                break
            inner = page.ends[inner]
        else:
            break
        here = inner
    end = page.ends[here]
    return [p for p, w in zip(posts, weights, strict=True) if p.span.start < end and (p.span.start >= here or w > 7)]


def _is_thread(posts: Sequence[Item], *, is_sure: bool) -> bool:
    """Whether most posts have an author, and a forum's two at least are there or one with all parts."""
    named = sum(1 for post in posts if post.parts.author)
    evidence = sum(post.parts.evidence for post in posts)
    return 10 * named >= 6 * len(posts) and 10 * evidence >= (20 if len(posts) == 1 else 10 if is_sure else 13) * len(
        posts
    )


def _is_teaser_list(page: Page, items: Sequence[Item]) -> bool:
    """Whether most of the items head their text with a link to another page, as lists of articles do."""
    return 2 * sum(_has_linked_heading(page, item.span) for item in items) > len(items)


def _has_linked_heading(page: Page, span: Span) -> bool:
    for node in range(span.start, span.end):
        if page.tags[node] not in ("h1", "h2", "h3", "h4", "h5"):
            continue
        around = page.parents[node]
        links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a"]
        if page.tags[around] == "a" and around >= span.start:
            links.append(around)
        for link in links:
            href = page.attributes[link].get("href", "")
            if href and "#" not in href and "".join(page.texts[link : page.ends[link]]).count(" ") > 1:
                return True
    return False


def _is_lone_comment(page: Page, item: Item) -> bool:
    """Whether what stands alone under a heading of comments is one: author, date, words of its own, no form."""
    parts = item.parts
    if parts.evidence < 2 or any(page.tags[n] in ("textarea", "input") for n in range(item.span.start, item.span.end)):
        return False
    words = sum(len(page.texts[n].split()) for n in parts.text_nodes if not _is_link(page, n))
    return words >= 2 and 2 * words < sum(len(page.texts[n].split()) for n in page.visible)


def _is_link(page: Page, node: int) -> bool:
    above = page.parents[node]
    return page.tags[above] == "a" or (above >= 0 and page.tags[page.parents[above]] == "a")


def numbered_items(page: Page, *, is_forum: bool, words: re.Pattern[str] | None = None) -> list[Item]:
    """Comments found by elements or anchors whose ids are one word and a number: comment-12, p_345, msg678."""
    groups: dict[str, list[int]] = {}
    for (tag, word), nodes in _numbered_groups(page).items():
        if words is not None and not words.match(word):
            continue
        if _ID_WORD.search(word) or (is_forum and (not word or _POST_WORD.search(word))):
            groups[f"{tag} {word}"] = nodes
    best: list[Item] = []
    for word, nodes in groups.items():
        word = word.partition(" ")[2]
        if len(nodes) < (2 if is_forum else 1) or is_in_other_list(page, nodes[0]):
            continue
        spans = spans_of_markers(page, nodes) if len(nodes) > 1 else _spans_after(page, nodes)
        items = read_items(page, spans, "numbered")
        if word in _WEAK_WORDS and (len(nodes) < 2 or 5 * sum(i.parts.evidence < 2 for i in items) > len(items)):
            continue
        if _worth(_kept(page, items)) > _worth(_kept(page, best)):
            best = items
    return best


_last_groups: tuple[Page, dict[tuple[str, str], list[int]]] | None = None


def _numbered_groups(page: Page) -> dict[tuple[str, str], list[int]]:
    """Elements whose id, or anchors whose name, is a word and a number, by tag and word; in page order."""
    global _last_groups
    last = _last_groups
    if last is not None and last[0] is page:
        return last[1]
    index = page_index(page)
    found = [(nodes[0], name) for name, nodes in index.ids.items() if name[-1:].isdigit()]
    for node in index.tags.get("a", ()):
        attributes = page.attributes[node]
        if "name" in attributes and attributes["name"][-1:].isdigit() and not attributes.get("id"):
            found.append((node, attributes["name"].lower()))
    groups: dict[tuple[str, str], list[int]] = {}
    for node, name in sorted(found):
        match = _NUMBERED.match(name)
        if match is not None:
            groups.setdefault((page.tags[node], match[1].strip("-_").lower()), []).append(node)
    _last_groups = (page, groups)
    return groups


def named_items(page: Page, *, is_forum: bool) -> list[Item]:
    """Comments found by the names of their elements, in page order; a reply may lie inside what it answers."""
    classes, ids = names_with(page, (*COMMENT_CLUES, *POST_CLUES) if is_forum else COMMENT_CLUES)
    named = [n for n in classes if is_item_name(n) or (is_forum and is_post_name(n))]
    numbered = [n for n in ids if is_item_name(n) or (is_forum and is_post_name(n))]
    if named:
        numbered += [n for n in page_index(page).ids if _SHORT_ID.match(n) and _is_classed_comment(page, n)]
    found = named_nodes(page, named, numbered)
    if not found:
        return []
    candidates = [n for n in found if _may_be_item(page, n)]
    return _resolve(page, candidates, is_forum=is_forum)


def _is_classed_comment(page: Page, name: str) -> bool:
    return "comment" in page.attributes[page_index(page).ids[name][0]].get("class", "").lower()


def _may_be_item(page: Page, node: int) -> bool:
    tag = page.tags[node]
    if tag in _NEVER_ITEMS:
        return False
    visible = page.visible
    first = bisect_left(visible, node)
    if first >= len(visible) or visible[first] >= page.ends[node]:
        return False
    attributes = page.attributes[node]
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
    if any(is_list_name(t) for t in names.split()) or is_other_list_name(names):
        return False
    last = bisect_left(visible, page.ends[node])
    if last - first == 1:
        text = " ".join(page.texts[visible[first]].split())
        if tag == "span" or comment_count(text) is not None or NO_COMMENTS.match(text):
            return False
    return not is_in_other_list(page, node)


def is_in_other_list(page: Page, node: int) -> bool:
    """Whether an element around the node says that its lists are of recent comments, teasers and the like."""
    most = len(page.visible) * 0.5
    here = node
    while here > 0:
        attributes = page.attributes[here]
        if attributes and page.tags[here] not in ("body", "html"):
            names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
            if len(names) > 2 and is_other_list_name(names):
                first, last = bisect_left(page.visible, here), bisect_left(page.visible, page.ends[here])
                if last - first < most:
                    return True
        here = page.parents[here]
    return False


def _children_of(candidates: Sequence[int], page: Page) -> dict[int, list[int]]:
    """Candidate to the candidates directly inside it; -1 holds the outermost."""
    inside: dict[int, list[int]] = {-1: []}
    stack: list[int] = []
    for node in candidates:
        while stack and page.ends[stack[-1]] <= node:
            stack.pop()
        inside[stack[-1] if stack else -1].append(node)
        inside[node] = []
        stack.append(node)
    return inside


def _resolve(page: Page, candidates: list[int], *, is_forum: bool) -> list[Item]:
    """Candidates without wrappers, containers and parts: one for each comment."""
    cache: dict[tuple[int, tuple[int, ...]], Parts] = {}

    def parts_of(node: int, children: Sequence[int]) -> Parts:
        key = (node, tuple(children))
        held = cache.get(key)
        if held is None:
            spans = [Span(c, page.ends[c]) for c in children]
            held = cache[key] = read_parts(page, Span(node, page.ends[node]), spans)
        return held

    for _ in range(6):
        inside = _children_of(candidates, page)
        dropped: set[int] = set()
        for node in candidates:
            children = inside[node]
            if not children or node in dropped:
                continue
            same = {c for c in children if _is_same_number(page, node, c)}
            if same:
                dropped |= same
            elif is_forum:
                dropped |= _superfluous_posts(node, children, inside, parts_of)
            else:
                dropped |= _superfluous(page, node, children, inside, parts_of)
        if not dropped:
            break
        candidates = [n for n in candidates if n not in dropped]
    inside = _children_of(candidates, page)
    return _widen(page, [Item(Span(n, page.ends[n]), parts_of(n, inside[n]), "named") for n in candidates])


def read_items(page: Page, spans: Sequence[Span], rule: str) -> list[Item]:
    """The spans as items, each without the text of those inside it."""
    ordered = sorted(set(spans), key=lambda s: (s.start, -s.end))
    return [Item(s, read_parts(page, s, _directly_inside(ordered, at)), rule) for at, s in enumerate(ordered)]


def _directly_inside(ordered: Sequence[Span], at: int) -> list[Span]:
    """The outermost spans inside the one at `at`; all sorted by start, then longest first."""
    outer = ordered[at]
    inside: list[Span] = []
    covered = outer.start
    for span in ordered[at + 1 :]:
        if span.start >= outer.end:
            break
        if span.start >= covered:
            inside.append(span)
            covered = span.end
    return inside


def _widen(page: Page, items: list[Item]) -> list[Item]:
    """Items of one element each, made wider where author and text stand in neighbouring elements (dt and dd)."""
    heads = [i for i in items if i.parts.evidence and not i.parts.text_nodes]
    if heads and 2 * len(heads) >= len([i for i in items if i.parts.evidence]):
        spans = _spans_after(page, [i.span.start for i in heads])
        kept = [i.span for i in items if i.parts.evidence and i.parts.text_nodes]
        kept = [k for k in kept if not any(s.start <= k.start < s.end for s in spans)]
    else:
        bare = [i for i in items if i.parts.text_nodes and not i.parts.evidence]
        if len(bare) < 2 or len(bare) != len(items):
            return items
        spans, kept = spans_of_markers(page, [i.span.start for i in bare]), []
    return read_items(page, [*kept, *spans], "named")


def _spans_after(page: Page, heads: Sequence[int]) -> list[Span]:
    """Each head with the siblings after it; for one alone, up to the next heading, form or list."""
    if len(heads) > 1:
        return spans_of_markers(page, heads)
    head = heads[0]
    end = page.ends[head]
    above = page.parents[head]
    sibling = end
    for _ in range(6):
        if sibling >= page.ends[above] or page.tags[sibling] in ("form", "h1", "h2", "h3", "footer", "nav", "dt"):
            break
        names = page.attributes[sibling]
        if any(
            is_list_name(t) or is_other_list_name(t)
            for t in f"{names.get('class', '')} {names.get('id', '')}".lower().split()
        ):
            break
        sibling = end = page.ends[sibling]
    return [Span(head, end)]


_PartsOf = Callable[[int, Sequence[int]], Parts]


def _is_same_number(page: Page, outer: int, inner: int) -> bool:
    """Whether the ids of two elements hold the same number: parts of one post (post_7, post_message_7)."""
    mine, theirs = (
        _ID_NUMBER.findall(page.attributes[outer].get("id", "")),
        _ID_NUMBER.findall(page.attributes[inner].get("id", "")),
    )
    return bool(mine) and bool(theirs) and mine[-1] == theirs[-1]


def _superfluous_posts(
    node: int, children: Sequence[int], inside: Mapping[int, Sequence[int]], parts_of: _PartsOf
) -> set[int]:
    """What to drop of a candidate and those in it, where posts lie beside each other as in forums."""
    mine = parts_of(node, children)
    theirs = {c: parts_of(c, inside[c]) for c in children}
    whole = [c for c, p in theirs.items() if p.evidence == 2 and p.text_nodes]
    if len(whole) > 1 and not (mine.evidence == 2 and mine.text_nodes):
        return {node}
    partial = {c for c in children if c not in whole}
    if mine.evidence == 2 and mine.text_nodes:
        return partial
    if len(whole) == 1 and not partial and len(mine.text_nodes) > 12 and not mine.evidence:
        return {node}
    return set(children)


def _superfluous(
    page: Page, node: int, children: Sequence[int], inside: Mapping[int, Sequence[int]], parts_of: _PartsOf
) -> set[int]:
    """What to drop of a candidate and those in it: wrappers, containers and parts that are called comments too."""
    own = own_nodes(page, Span(node, page.ends[node]), [Span(c, page.ends[c]) for c in children])
    if not own:
        if len(children) == 1:
            return {children[0]}
        shapes = [shape_of(page, c) for c in children]
        if shape_of(page, node) in shapes[1:] and shapes[0] not in shapes[1:]:
            return {children[0]}
        return {node}
    mine = parts_of(node, children)
    theirs = [parts_of(c, inside[c]) for c in children]
    if mine.text_nodes and mine.evidence:
        # a part that is called a comment too: text without author and date, while what is around has both
        weak = {c for c, p in zip(children, theirs, strict=True) if not p.evidence}
        return weak if len(weak) == len(children) and len(children) == 1 else set()
    if mine.evidence and not mine.text_nodes:
        weak = [c for c, p in zip(children, theirs, strict=True) if not p.evidence]
        if weak:
            return set(weak[:1])
        return {children[0]} if len(children) == 1 and not _has_id_number(page, children[0]) else set()
    if not mine.evidence:
        if len(children) == 1:
            if not mine.text_nodes:
                return {children[0]}
            return {node} if theirs[0].evidence else {children[0]}
        shapes = [shape_of(page, c) for c in children]
        if not mine.text_nodes and shape_of(page, node) in shapes[1:] and shapes[0] not in shapes[1:]:
            return {children[0]}
        return {node}
    return set()


def _has_id_number(page: Page, node: int) -> bool:
    return any(c.isdigit() for c in page.attributes[node].get("id", ""))

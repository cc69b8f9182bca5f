"""Page in, the notice that closes its comments out, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import NoticeKind, Page
from archive.notice_places import TextIndex, block_of, is_amid_article, text_index, visible_text, words_in
from archive.notice_words import CLOSED, CLUES, COMMENT_WORD

__all__ = ["BlockNotice", "closed_notice"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST_WORDS = 90
_SHORTEST = 12
"""Characters of "Comments off"."""
_FEW = 30
_COMMENT_WORDS = ("comment", "komment", "coment", "reactie", "reager")

# The status of comments and the notices both ask: the last page's answer is remembered.
_last: tuple[Page, BlockNotice | None] | None = None


@dataclass(frozen=True, slots=True)
class BlockNotice:
    """A notice as the elements that hold it."""

    blocks: tuple[int, ...]
    text: str
    """Its words, each block on a line."""


def closed_notice(page: Page) -> BlockNotice | None:
    """The notice "comments are closed" with the words that give the reason; None where there is none.

    It is known by its words and by standing apart: no paragraph amid an article, nothing that a visitor wrote.
    """
    global _last
    last = _last
    if last is not None and last[0] is page:
        return last[1]
    notice = _find(page)
    _last = (page, notice)
    return notice


def _find(page: Page) -> BlockNotice | None:
    index = text_index(page)
    clues = CLUES[NoticeKind.COMMENTS_CLOSED]
    if (few := _blocks_that_speak(page, index)) is not None:
        said = "\n".join([visible_text(page, block).lower() for block in few])
        if len(said) < _SHORTEST or not any(clue in said for clue in clues):
            return None
    seen: set[int] = set()
    for clue in clues:
        if clue not in index.text:
            continue
        for node in index.nodes_with(clue):
            block = block_of(page, node)
            if block in seen:
                continue
            seen.add(block)
            text = visible_text(page, block)
            lowered = text.lower()
            if len(text) > 700 or not any(w in lowered for w in _COMMENT_WORDS) or words_in(page, block) > _MOST_WORDS:
                continue
            match = CLOSED.search(text)
            if match is None:
                continue
            if match.start() > 120 and page.tags[block] == "p":
                said = " ".join(page.texts[node].split())
                if _is_about_article(page, block) and CLOSED.search(said):
                    return BlockNotice((node,), said)
                continue
            if _is_written_by_visitor(page, block) or is_amid_article(page, block):
                continue
            return _with_reason(page, block, text)
    return None


def _blocks_that_speak(page: Page, index: TextIndex) -> list[int] | None:
    """Short blocks with a word for comments; None where they are too many to look at first."""
    blocks: dict[int, None] = {}
    for word in _COMMENT_WORDS:
        if word not in index.text:
            continue
        if index.text.count(word) > _FEW:
            return None
        for node in index.nodes_with(word):
            blocks[block_of(page, node)] = None
    return list(blocks)


def _is_written_by_visitor(page: Page, block: int) -> bool:
    here = block
    for _ in range(6):
        if here <= 0:
            return False
        names = f"{page.attributes[here].get('class', '')} {page.attributes[here].get('id', '')}".lower()
        if any(
            name in names.split()
            for name in ("comment-body", "comment-text", "comment-content", "comment", "postbody", "commenttext")
        ):
            # WordPress prints "Comments are closed" as p.nocomments beside the list, never inside a comment
            return "nocomments" not in page.attributes[block].get("class", "").lower()
        here = page.parents[here]
    return False


def _is_about_article(page: Page, block: int) -> bool:
    """Whether a paragraph calls itself one about the article: old WordPress ends it with "comments are closed"."""
    return "meta" in page.attributes[block].get("class", "").lower()


def _with_reason(page: Page, block: int, text: str) -> BlockNotice:
    """The notice with its neighbours: a heading before, the reason after; their box when it has no more."""
    blocks = [block]
    texts = [text]
    if page.tags[block] in _HEADINGS or len(text.split()) <= 6:
        for sibling in _siblings_after(page, block)[:2]:
            following = visible_text(page, sibling)
            if not following:
                continue
            if (
                page.tags[sibling] in (*_HEADINGS, "form", "ol", "ul", "dl")
                or len(following) > 600
                or not _gives_reason(following)
            ):
                break
            blocks.append(sibling)
            texts.append(following)
    else:
        before = _sibling_before(page, block)
        if before is not None:
            preceding = visible_text(page, before)
            if len(preceding.split()) <= 6 and CLOSED.search(preceding):
                blocks.insert(0, before)
                texts.insert(0, preceding)
    above = page.parents[block]
    if (
        above > 0
        and words_in(page, above) == sum(words_in(page, b) for b in blocks)
        and page.tags[above] not in ("body", "html", "main", "article")
    ):
        return BlockNotice((above,), "\n".join(texts))
    return BlockNotice(tuple(blocks), "\n".join(texts))


def _gives_reason(text: str) -> bool:
    return bool(CLOSED.search(text)) or (bool(COMMENT_WORD.search(text)) and len(text.split()) < 60)


def _siblings_after(page: Page, node: int) -> list[int]:
    above = page.parents[node]
    found: list[int] = []
    sibling = page.ends[node]
    while sibling < page.ends[above]:
        if page.tags[sibling] != "#text" or page.texts[sibling].strip():
            found.append(sibling)
        sibling = page.ends[sibling]
    return found


def _sibling_before(page: Page, node: int) -> int | None:
    above = page.parents[node]
    found: int | None = None
    sibling = above + 1
    while sibling < node:
        if page.tags[sibling] != "#text":
            found = sibling
        sibling = page.ends[sibling]
    return found

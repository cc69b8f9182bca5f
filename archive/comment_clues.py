"""Page in, the few classes and ids that may speak of comments out: a plain search, so that most pages cost little."""

from __future__ import annotations

from collections.abc import Iterable, KeysView

from archive.model import Page
from archive.page_index import page_index

__all__ = ["COMMENT_CLUES", "POST_CLUES", "named_nodes", "names_with"]

COMMENT_CLUES = (
    "comment",
    "komment",
    "coment",
    "repl",
    "respon",
    "trackback",
    "pingback",
    "pings",
    "tweetback",
    "talkback",
    "answer",
    "reactie",
    "cmt",
    "cmnt",
    "leserbrief",
    "discuss",
    "remark",
    "disqus",
    "guestbook",
    "echo-item",
    "feedback",
)
"""What each name of a comment, or of a place for comments, holds somewhere."""
POST_CLUES = (
    "post",
    "msg",
    "message",
    "reply",
    "answer",
    "beitrag",
    "entry",
    "pid",
    "windowbg",
    "discussion",
    "article",
)
"""The same for the posts of a forum."""

# Names that were asked for, and those of them with a clue, by the clues: a site's pages share nearly all names.
_ASKED: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
_MOST_NAMES = 32_768


def names_with(page: Page, clues: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """(classes, ids) that hold one of the clues, in no order."""
    index = page_index(page)
    return _with_clue(index.class_lists.keys(), clues), _with_clue(index.ids.keys(), clues)


def _with_clue(names: KeysView[str], clues: tuple[str, ...]) -> list[str]:
    asked, speaking = _ASKED.setdefault(clues, (set(), set()))
    found = list(names & speaking)
    fresh = names - asked
    if fresh:
        more = _lines_with("\n".join(("", *fresh, "")), clues)
        found += more
        if len(asked) < _MOST_NAMES:
            # Names that end in a number are of one page, and would soon fill what is remembered.
            asked.update([name for name in fresh if not name[-1:].isdigit()])
            speaking.update([name for name in more if not name[-1:].isdigit()])
    return found


def _lines_with(text: str, clues: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for clue in clues:
        at = text.find(clue)
        while at >= 0:
            end = text.find("\n", at)
            name = text[text.rfind("\n", 0, at) + 1 : end]
            found[name] = None
            at = text.find(clue, end)
    return list(found)


def named_nodes(page: Page, classes: Iterable[str], ids: Iterable[str]) -> list[int]:
    """Elements with one of the classes or ids, in page order."""
    index = page_index(page)
    found: set[int] = set()
    for name in classes:
        for nodes in index.class_lists[name]:
            found.update(nodes)
    for name in ids:
        found.update(index.ids[name])
    return sorted(found)

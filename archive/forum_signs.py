"""Page in, the sign by which it is a forum's thread out: software, schema.org type, or the form of its address."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from archive.model import Page
from archive.page_index import page_index

__all__ = ["forum_sign", "is_thread_address"]

_GENERATORS = re.compile(
    r"phpbb|vbulletin|simple machines|\bsmf\b|mybb|xenforo|discourse|invision|ip\.?board|fluxbb|punbb|vanilla|flarum|"
    r"nodebb|woltlab|burning board|"
    r"bbpress|yabb|ubb\.?threads|phorum|jforum|khoros|lithium|jive|telligent|question2answer|stackexchange|web wiz "
    r"forums|snitz|fudforum|e107|minibb|kunena",
    re.I,
)
_IDS = frozenset(
    "phpbb xenforo ipboardpage ipbwrapper ipslayout_body punbb mybb vbulletin_html forumposts quickmodform postlist "
    "posts_list lia-body discourse-app bbpress-forums "
    "viewpost pagecontent topicview kunena question-header answers".split()
)
_CLASSES = frozenset(
    "ipsapp ipstopic ipb_table postbit postbitlegacy bbp-topics bbp-reply-content topic-post "
    "topic-body crawler-post forumposts "
    "lia-message-body message-list--quotes block--messages messagelist itemdiscussion messagelist-item "
    "discussion-message wbbthreadpostlist "
    "kmsg kmsgbody jive-thread-messages jive-message windowbg".split()
)
_ADDRESS = re.compile(
    r"viewtopic|showthread|viewthread|/topics?/[^/]*\d|/threads?[/-]|[?&](?:topic|t|tid|thread|threadid|showtopic)=\d|"
    r"/t/[^/]+/\d+|/discussions?/[^/]*\d|/questions/\d+|/forums?/|/foren/|/foro/|/foros/"
    r"|/boards?/|/bbs/|/topic-\d|-t\d+(?:\.html?)?$|/t\d+[-/]|/f\d+/|forumdisplay|/messageboards?/|/discuss/|"
    r"/discussion/|/groups?/.+/(?:forum|discussion)|/forum\b|-td?\d+\.html",
    re.I,
)
# One of these is in whatever _ADDRESS or _HOST fits, in lower case.
_ADDRESS_CLUES = (
    "topic", "thread", "forum", "foren", "foro", "board", "bbs", "discuss", "discourse", "question", "communit", "talk",
    "answers",
)  # fmt: skip
_SHORT_CLUES = re.compile(r"[/?&-](?:td?|tid|f)[\d=/]")
_HOST = re.compile(
    r"(?:^|\.)(?:[a-z]*forum[s]?|boards?|bbs|discuss|discourse|foro|foros|foren|community|communities|talk|"
    r"answers)\.|forum|[-.]board\.",
    re.I,
)
_TYPES = re.compile(
    r"schema\.org/(?:DiscussionForumPosting|QAPage|Question)\b|sioct?:(?:Board\w*|Forum\w*|Thread)", re.I
)


def forum_sign(page: Page) -> tuple[str, bool] | None:
    """(rule that told, whether it is sure) where the page may be a thread of a forum; None otherwise."""
    index = page_index(page)
    for node in index.tags.get("meta", ()):
        attributes = page.attributes[node]
        name = attributes.get("name")
        if name is not None and name.lower() == "generator" and _is_forum_software(attributes.get("content", "")):
            return "forum:generator", True
    for node in [0, *index.tags.get("html", ())[:1], *index.tags.get("body", ())[:1]]:
        if node >= len(page.tags):
            continue
        attributes = page.attributes[node]
        if "thread_view" in attributes.get("data-template", "") or "xenforo" in attributes.get("class", "").lower():
            return "forum:template", True
        names = attributes.get("itemtype", "")
        if names and _TYPES.search(names):
            return "forum:schema-org", True
    if not _IDS.isdisjoint(index.ids):
        return "forum:element-id", True
    if not _CLASSES.isdisjoint(index.class_lists):
        return "forum:element-class", True
    for tag in ("div", "article", "main", "section", "li") if "itemtype" in index.attributes else ():
        for node in index.tags.get(tag, ())[:400]:
            if "itemtype" in page.attributes[node] and _TYPES.search(page.attributes[node]["itemtype"]):
                return "forum:schema-org", True
    return _sign_of_address(page.url) if _has_clue(page.url) else None


def _has_clue(url: str) -> bool:
    """Whether an address has one of the words that forums' addresses have; most are told by it alone."""
    lowered = url.lower()
    return any(clue in lowered for clue in _ADDRESS_CLUES) or _SHORT_CLUES.search(lowered) is not None


def _sign_of_address(url: str) -> tuple[str, bool] | None:
    try:
        address = urlsplit(url)
    except ValueError:
        return None
    is_of_forum = _HOST.search(address.hostname or "") is not None
    if _ADDRESS.search(f"{address.path}?{address.query}" if address.query else address.path):
        return "forum:address", is_of_forum
    return ("forum:host", False) if is_of_forum and len(address.path) > 1 else None


@lru_cache(maxsize=4096)
def _is_forum_software(generator: str) -> bool:
    return _GENERATORS.search(generator) is not None


def is_thread_address(url: str) -> bool:
    """Whether the address is one that forums give a thread.

    >>> is_thread_address("http://example.org/viewtopic.php?t=7"), is_thread_address("http://example.org/blog/7")
    (True, False)
    """
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return bool(_ADDRESS.search(f"{address.path}?{address.query}" if address.query else address.path))

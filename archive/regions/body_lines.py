"""Page and a block of its body in, what the block is if it is a line that stands in an article without being its text.

Such lines stand among the paragraphs in the same markup, so that neither names nor places tell them: the mark where
an advertisement was, what a reader without scripts sees, how many comments there are, a link to another article with
'Related:' before it.
"""

from __future__ import annotations

import re

from archive.comment_words import COUNT_HEADING, NO_COMMENTS, comment_count
from archive.model import Claim, NavigationKind, Region
from archive.notice_words import COMMENT_WORD
from archive.regions.body_blocks import Blocks

__all__ = ["line_of_page"]

_LONGEST_MARK = 80
_MARK = re.compile(
    r"(?:advert|advertisements?|advertising|sponsored(?: content)?|(?:article|story|content)? ?continues (?:after"
    r"|below)(?: (?:this|the))?(?: ad(?:vertisement)?)?|(?:continue reading|scroll) below|scroll to continue"
    r"(?: with content)?|anzeige|werbung|publicidad|publicidade|publicité|pubblicità|advertentie|annonce|reklame?"
    r"|loading|wird geladen|cargando|chargement|carregando"
    r"|this (?:slideshow|video|content) requires javascript|your browser does not support [\w ]{2,40}"
    r"|please enable javascript(?: to [\w ]{2,50})?|(?:pingbacks|trackbacks) are (?:open|closed))[ .:…]*$",
    re.IGNORECASE,
)
_LONGEST_COUNT = 50
_AFTER_COUNT = re.compile(r"(?: yet| so far| bisher)?\W*$", re.IGNORECASE)
_LONGEST_POINTER = 250
_MOSTLY = 0.9
_POINTER = re.compile(
    r"(?:related(?: (?:articles?|posts?|stor(?:y|ies)|reading|content|news|coverage|video))?|read (?:more|also|next)"
    r"|also read|see also|more|recommended(?: reading)?|watch(?: now)?|you (?:may|might) also (?:like|enjoy)"
    r"|don['’]t miss|up next|lesen sie auch|lies auch|mehr(?: dazu| zum thema)?|siehe auch|auch interessant"
    r"|(?:à )?lire aussi"
    r"|le[ae] también|ver también|leia (?:também|mais)|veja também|leggi anche|lees ook)\s{0,3}[:»>→–—]\s{0,3}(?=\S)",
    re.IGNORECASE,
)


def line_of_page(blocks: Blocks, block: int) -> Claim | None:
    """A claim for what the block is, without its node and how sure it is; None for text of the article."""
    text = blocks.texts[block]
    if len(text) <= _LONGEST_MARK and _MARK.match(text):
        return Claim(0, Region.FURNITURE, "body:mark")
    if len(text) <= _LONGEST_COUNT and _is_comment_count(text):
        return Claim(0, Region.COMMENT, "body:comment-count", "heading")
    linked = blocks.link_characters[block]
    if linked and len(text) <= _LONGEST_POINTER:
        pointer = _POINTER.match(text)
        if pointer and linked >= _MOSTLY * (len(text) - pointer.end()):
            return Claim(0, Region.NAVIGATION, "body:pointer", str(NavigationKind.RELATED))
    return None


def _is_comment_count(text: str) -> bool:
    """Whether the text says how many comments there are, or that there is none, and nothing else.

    >>> _is_comment_count("(1 comment)"), _is_comment_count("There are currently no comments")
    (True, True)
    >>> _is_comment_count("No comments were made by the ministry"), _is_comment_count("Three reactions")
    (False, False)
    """
    if not COMMENT_WORD.search(text) or comment_count(text) is None:
        return False
    match = NO_COMMENTS.match(text) or COUNT_HEADING.match(text)
    return match is not None and _AFTER_COUNT.match(text, match.end()) is not None

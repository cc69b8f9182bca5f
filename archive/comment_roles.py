"""Names of an element (tag, class, id, property) in, its part in a comment out: author, date, text, action …

Names are read as English compounds: the last word that is not about layout tells ("comment-author-link" is an
author, "author-comment" a comment), whether words are joined by hyphens, underscores, camelCase or nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["Role", "is_item_name", "is_list_name", "is_other_list_name", "is_post_name", "role_of"]


class Role:
    """What an element's names say it holds (plain integers: a member of an enumeration costs five times as much)."""

    NONE = 0
    AUTHOR = 1
    PANEL = 2
    """What stands with the author: avatar, rank, number of posts, where from."""
    DATE = 3
    META = 4
    """Author, date and the like in one line."""
    SUBJECT = 5
    TEXT = 6
    """Loosely: "body" and "content" may also hold author and date."""
    MESSAGE = 7
    """The message and nothing else."""
    ACTION = 8
    SIGNATURE = 9
    QUOTE = 10
    STATUS = 11
    FORM = 12


_LAYOUT = frozenset(
    "wrap wrapper container cont box block area inner outer left right top col column columns div span holder "
    "section row cell td tr th "
    "li ul ol dl dt dd p link a list group panel bar line first last odd even alt clearfix clear cf c x outerwrap "
    "innerwrap region field fields item items "
    "small large big main new primary secondary default single full wide main el element text-left mod module hidden "
    "visible mobile desktop xs sm md lg style".split()
)
_TEXT_STYLES = frozenset("sm xs base center justify xl muted meta wrap nowrap start end white black gray bold".split())
_LAST: dict[str, int] = {}
for _role, _words in {
    Role.AUTHOR: "author authors name names username fn nick nickname poster commenter commentor commentator cite by "
    "byline "
    "member handle displayname autor auteur sender owner creator who from verfasser benutzername nutzername nome "
    "nombre pseudo user "
    "commentauthor bigusername authorname postauthor person url vcard actor",
    Role.PANEL: "avatar avatars gravatar userpic usericon photo pic picture badge badges rank ranking usertitle "
    "userstats stats joined join "
    "location profile postprofile userinfo userdetails userblock usercard authorinfo about reputation rep flair "
    "roles level country thumbnail image icon postuser "
    "online extras custom userprofile authorbox face",
    Role.DATE: "date time timestamp datetime published when ago dateline datum fecha heure posted postdate created "
    "age permadate day postedon timeago commentdate commenttime posttime",
    Role.META: "meta metadata info header head  footer foot details detail attribution submitted commentmetadata "
    "commentmeta data bottom commentinfo posthead "
    "postinfo commentheader commentfooter subhead threadinfo",
    Role.SUBJECT: "subject title headline betreff commenttitle topictitle posttitle",
    Role.TEXT: "body comment comments entry post main excerpt description texto inhalt contenu contenido cuerpo bd "
    "txt summary response answer opinion "
    "note postbody kommentar commentaire comentario commentbody postcontent msg copy html comentarios",
    Role.MESSAGE: "text content contents message bbwrapper cooked markdown messagebody msgbody commenttext "
    "commentcontent posttext postmsg postmessage usertext messagetext "
    "entrycontent textbox paragraph ccomment",
    Role.ACTION: "reply replies actions action tools tool toolbar controls control vote votes voting votebox rating "
    "rate ratings like likes liking share sharing report flag permalink edit "
    "buttons button btn options option menu nav moderate respond thumb thumbs karma score permlink anchor number num "
    "no count counter links comm recommend delete replylink abuse postlinks "
    "utility toggle dropdown tooltip reactions reaction feedback upvote downvote points social index pagination "
    "pager goto controls2 linkback postnum controlbar postcontrols minimize helpful",
    Role.SIGNATURE: "signature sig signatur firma usersig postsignature",
    Role.QUOTE: "quote quotation bbquote blockquote quotecontent citation zitat quoted",
    Role.STATUS: "moderation pending awaiting moderated unapproved",
    Role.FORM: "form respond commentform replyform textarea",
}.items():
    for _word in _words.split():
        _LAST[_word] = _role

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PREFIXED = re.compile(
    r"^(?:comments?|cmt|cmnt|post|posts|msg|message|reply|user|kommentar|comentario|commentaire|entry|member)"
    r"(author|authors|name|date|time|timestamp|body|text|content|contents|meta|metadata|info|header|head|footer|"
    r"title|subject|avatar|userpic|"
    r"link|links|permalink|actions|reply|rating|number|num|count|details|data|by|user|autor|datum|inhalt|texte?|"
    r"signature|sig|stats|profile|poster|tools|controls)s?$"
)
_PROPERTIES: dict[str, int] = {
    "author": Role.AUTHOR,
    "creator": Role.AUTHOR,
    "name": Role.AUTHOR,
    "foaf:name": Role.AUTHOR,
    "sioc:useraccount": Role.AUTHOR,
    "datepublished": Role.DATE,
    "datecreated": Role.DATE,
    "commenttime": Role.DATE,
    "dc:date": Role.DATE,
    "dc:created": Role.DATE,
    "datemodified": Role.DATE,
    "text": Role.MESSAGE,
    "commenttext": Role.MESSAGE,
    "articlebody": Role.MESSAGE,
    "content:encoded": Role.MESSAGE,
    "description": Role.MESSAGE,
    "reviewbody": Role.MESSAGE,
    "headline": Role.SUBJECT,
    "dc:title": Role.SUBJECT,
    "upvotecount": Role.ACTION,
    "image": Role.PANEL,
}
_TAGS: dict[str, int] = {
    "cite": Role.AUTHOR,
    "time": Role.DATE,
    "button": Role.ACTION,
    "address": Role.AUTHOR,
    "blockquote": Role.QUOTE,
    "nav": Role.ACTION,
    "form": Role.FORM,
    "h1": Role.SUBJECT,
    "h2": Role.SUBJECT,
    "h3": Role.SUBJECT,
    "h4": Role.SUBJECT,
    "h5": Role.SUBJECT,
    "h6": Role.SUBJECT,
    "label": Role.FORM,
}
_STRONGEST = (
    Role.FORM,
    Role.STATUS,
    Role.SIGNATURE,
    Role.QUOTE,
    Role.DATE,
    Role.MESSAGE,
    Role.AUTHOR,
    Role.SUBJECT,
    Role.ACTION,
    Role.PANEL,
    Role.META,
    Role.TEXT,
)


@lru_cache(maxsize=32768)
def _role_of_token(token: str) -> int:
    words = [w.lower() for w in _WORD.findall(token)]
    if words[:1] == ["text"] and len(words) > 1 and all(w in _LAYOUT or w in _TEXT_STYLES for w in words[1:]):
        return Role.NONE  # "text-sm", "text-left": how words are set, not what they say
    if words[-2:] == ["reader", "text"]:
        return Role.NONE  # "screen-reader-text says" is the verb between a name and its words
    while len(words) > 1 and words[-1] in _LAYOUT:
        words.pop()
    if not words:
        return Role.NONE
    last = words[-1]
    if last in ("contents", "content") and words[-2:-1] == ["display"]:
        return Role.NONE  # how a box is laid out, not what is in it
    if len(words) > 1 and words[-2:] in (["display", "name"], ["user", "content"], ["author", "content"]):
        return Role.AUTHOR if last == "name" else Role.MESSAGE
    held = _LAST.get(last)
    if held == Role.META and len(words) > 1 and words[-2] in ("user", "author", "member", "poster", "profile"):
        return Role.PANEL
    if (
        held == Role.ACTION
        and last in ("links", "reply", "feedback", "reaction")
        and len(words) == 1
        and last == "feedback"
    ):
        return Role.NONE
    if held is None:
        joined = _PREFIXED.match(last)
        if joined:
            held = _LAST.get(joined[1])
    return held or Role.NONE


@lru_cache(maxsize=32768)
def _role_of_names(tag: str, names: str, properties: str) -> int:
    for value in properties.lower().split():
        if value in _PROPERTIES:
            return _PROPERTIES[value]
    held = {_role_of_token(token) for token in names.split()}
    if Role.AUTHOR in held and "vcard" in names and Role.META not in held:
        return Role.AUTHOR
    for role in _STRONGEST:
        if role in held:
            return role
    return _TAGS.get(tag, Role.NONE)


def role_of(tag: str, attributes: Mapping[str, str]) -> int:
    """What the element's names say it is in a comment; NONE when they say nothing.

    >>> role_of("span", {"class": "comment-author-link"}) == Role.AUTHOR
    True
    >>> role_of("div", {"class": "author-comment"}) == Role.TEXT
    True
    >>> role_of("div", {"class": "messageUserInfo"}) == Role.PANEL
    True
    """
    if not attributes:
        return _TAGS.get(tag, Role.NONE)
    get = attributes.get
    if len(attributes) == 1 and (names := get("class")) is not None:  # as most elements have it
        return _role_of_names(tag, names, "") if len(names) < 300 else Role.NONE
    if get("rel") == "author":
        return Role.AUTHOR
    properties = get("itemprop") or get("property") or ""
    name = get("id")
    if name and not name.isalpha():
        name = _DIGITS.sub("0", name)  # comment-17 and comment-18 play one role
    names = f"{get('class') or ''} {name or ''}"
    if len(names) > 300:
        return Role.NONE
    if not properties and "typeof" in attributes and tag in ("span", "a", "div") and "foaf" in attributes["typeof"]:
        return Role.AUTHOR
    return _role_of_names(tag, names, properties)


_COMMENT = (
    r"(?:comments?|cmts?|cmnt|komment?are?|comentarios?|comentários?|coment|commentaires?|commento|commenti|"
    r"reacties?|trackbacks?|pingbacks?|tweetbacks?|talkbacks?|responses?|remarks?|rply|reply|replies|answers?|feedback|"
    r"guestbook|leserbrief)"
)
_SINGLE = (
    r"(?:comment|cmt|cmnt|komment?ar|comentario|comentário|commentaire|commento|reactie|trackback|pingback|"
    r"tweetback|talkback|response|reply|answer|remark|leserbrief)"
)
_ITEM_TAIL = (
    r"(?:item|entry|box|block|row|container|wrap|wrapper|holder|single|li|node|unit|post|element|el|div|"
    r"view|card|outer|inner|bubble|record|pane|panel|message|main|full|list-?item|root|box-?style)"
)
_NO_ITEM = re.compile(
    r"^(?:no|add|new|leave|post|write|your|recent|latest|popular|top|last|all|show|hide|view|toggle|submit|make|"
    r"create|wp|form|count|num|load|cancel|has|with|"
    r"disable|enable|can|link|icon|btn|button|edit|quick|inline|widget|sidebar|related|before|after|single|category|"
    r"article|blog|entry|js|to|open|get|total|rate|your|my|ajax|reply)[-_]"
    r"|(?:form|respond|count|link|links|button|btn|icon|field|login|textarea|input|notice|policy|title|header|"
    r"heading|number|num|url|rss|feed|nav|navigation|pagination|pager|label|actions?|"
    r"author|date|meta|name|time|avatar|reply|replies|body|text|content|footer|info|data|permalink)\d*$"
)
_ITEM = re.compile(
    rf"^(?:[a-z0-9]{{1,14}}[-_]{{1,2}}){{0,2}}{_SINGLE}(?:[-_]{{0,2}}{_ITEM_TAIL}){{0,2}}[-_]*\d*$|^(?:comments|"
    rf"kommentare|comentarios|commentaires)[-_]{{0,2}}(?:item|entry|post|row|single|li|node|unit|list[-_]?item)s?$"
    rf"|^(?:(?:li|div|dsq|entry|article|p|tr|dl|td|row|view|idc|single|node)[-_]{{1,2}})?(?:comments?|cmt|kommentar|"
    rf"comentario|commentaire|response|reply|remark|trackback|pingback|feedback|answer|idcomment)[-_:]{{0,2}}(?:id|no|num|"
    rf"entry|post|item)?[-_]*\d+$|^comment-[0-9a-f-]{{12,}}$|^ljcmt\d+$|^echo-item-content$"
)
_SPECIAL_ITEM_PREFIX = re.compile(
    rf"^(?:blog|article|entry|post|user|single|wp|reader|news|js|node|the|view|depth|my|"
    rf"child)[-_]{{1,2}}{_SINGLE}(?:[-_]{{0,2}}{_ITEM_TAIL})?[-_]*\d*$"
)
_POST = re.compile(
    r"^(?:[a-z]{1,12}[-_]{1,2})?(?:post|message|msg|reply|answer|topicpost|postbit|posting|beitrag|kmsg|mensaje|"
    r"entry|comment|thread-?post|forum-?post|topic-?post|postcontainer|postwrap|post_block|post_wrapper|windowbg2?|"
    r"discussionpost|itemcomment|itemdiscussion|messagelist-?item)"
    r"(?:[-_]{0,2}(?:item|box|block|row|container|wrap|wrapper|holder|single|li|node|unit|outer|view|bit|table|"
    r"article|stream|cell|main|classic|legacy|old))?[-_]*(?:id|no)?[-_]*\d*$"
    r"|^discussion$|^(?:post|p|msg|message|pid|edit|entry|article|elpost|lia-message|comment|discussion|answer|"
    r"table)[-_]?(?:menu|container|wrapper|id|view|row|table|comment|main)?[-_]?\d+$"
)
_NO_POST = re.compile(
    r"^(?:new|add|no|prev|next|first|last|quick|edit|recent|latest|related|popular|single|report|quote|type|format|"
    r"status|blog)[-_]|[-_](?:count|link|new|reply|button|form|type|number|title|count|author|date|content|body|text|"
    r"meta)$"
)
_LIST = re.compile(
    rf"^(?:[a-z0-9]{{1,14}}[-_]{{1,2}}){{0,2}}(?:{_COMMENT}[-_]{{0,2}}(?:list|lists|area|section|wrapper|wrap|block|holder|"
    rf"thread|tree|container|outer|inner|box|template|tpl|content|main|body|view|module|panel|region|zone|page|all|view|"
    rf"show|stream|items?)s?|comments|"
    r"komment?are|comentarios|comentários|commentaires|commenti|reacties|responses|replies|trackbacks|pings|"
    r"pingbacks|disqus[-_]thread|discussion|respond|commentlist|the-comments|feedback)[-_]*\d*$"
)
_OTHER_LIST = re.compile(
    r"(?:^|[-_ ])(?:recent|latest|popular|newest|side-?bar\d?|sidebar[-_]\w+|related|teasers?|testimonials?|blogroll|"
    r"ticker|carousel|"
    r"slider|promos?|trending|navbar|breadcrumbs?)(?:$|[-_ ])"
    r"|recent-?(?:comment|post|repl|entr)|latest-?comment|last-?comments|letzte-?kommentare|ultimos-?comentarios|"
    r"derniers-?commentaires",
    re.I,
)


@lru_cache(maxsize=32768)
def is_item_name(token: str) -> bool:
    """Whether a class or id, in lower case, is how pages call a single comment.

    >>> [is_item_name(t) for t in ("comment", "comment-12", "fos_comment", "comments", "comment-author", "add-comment")]
    [True, True, True, False, False, False]
    """
    if _SPECIAL_ITEM_PREFIX.match(token):
        return True
    return bool(_ITEM.match(token)) and not _NO_ITEM.search(token)


@lru_cache(maxsize=32768)
def is_post_name(token: str) -> bool:
    """Whether a class or id, in lower case, is how forums call a single post."""
    return bool(_POST.match(token)) and not _NO_POST.search(token)


@lru_cache(maxsize=32768)
def is_list_name(token: str) -> bool:
    """Whether a class or id, in lower case, is how pages call the place of all comments.

    >>> [is_list_name(t) for t in ("comments", "commentlist", "comment-area", "comment")]
    [True, True, True, False]
    """
    return bool(_LIST.match(token))


@lru_cache(maxsize=32768)
def is_other_list_name(names: str) -> bool:
    """Whether class and id of an element say that lists in it are of something else: recent comments, teasers."""
    return bool(_OTHER_LIST.search(names))

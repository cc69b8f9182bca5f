"""The rest of a page that is too large in, its words without tags out: one run of text, and nothing that was hidden."""

from __future__ import annotations

import re

__all__ = ["thinned"]

_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|code|em|font|i|mark|s|small|span|strong|sub|sup|tt|u)(?=[\s/>])"
    r"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>",
    re.IGNORECASE,
)
# Without an end these hold the rest of the page, in a browser too.
_ENDLESS = ("script", "style")
_HIDING = tuple(
    "textarea title iframe noembed noframes xmp svg select template object canvas audio video datalist".split()
)
_COMMENT = r"<!--.*?(?:-->|\Z)"
_ENDLESS_ELEMENT = r"<(script|style)(?=[\s/>]).*?(?:</\1(?=[\s/>])[^>]*+>?|\Z)"
_TAG = r"</?[a-z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>|<[a-z/!?][^>]*+>?"


def thinned(html: str) -> str:
    """The text of `html`, still with its entities: each tag a space, or nothing where it parts no words.

    Scripts, style sheets, comments and what else is never shown are left out. Takes linear time: a pattern looks for an
    end tag only where there is one.

    >>> thinned("<p>o<b>n</b>e<script>if (a<b) {}</script><td title='>'>two &amp; <select><option>3</select>")
    ' one  two &amp;  '
    """
    lowered = html.lower()
    hiding = [name for name in _HIDING if lowered.rfind(f"</{name}") > lowered.rfind(f"<{name}") >= 0]
    patterns = [_COMMENT, _ENDLESS_ELEMENT]
    if hiding:
        patterns.append(rf"<({'|'.join(hiding)})(?=[\s/>]).*?</\2(?=[\s/>])[^>]*+>?")
    hidden = re.compile("|".join(patterns), re.IGNORECASE | re.DOTALL)
    without = _INLINE.sub("", hidden.sub(" ", html))
    return re.sub(_TAG, " ", without, flags=re.IGNORECASE)

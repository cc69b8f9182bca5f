"""HTML text in, HTML text out whose tree can be built in linear time: nothing is done to ordinary pages.

Tree builders take quadratic time or worse for a few shapes: elements nested thousands deep, thousands of attributes
on one tag, thousands of options, formatting elements that are never closed and so are opened again in each
paragraph (WHATWG HTML section 13.2.4.3). Cheap counts tell whether a page can hold such a shape; only then is it
read tag by tag, and the tags over the bounds are left out. Text is never left out.

A page of hundreds of thousands of elements keeps the first of them, and the words of the rest (archive/thinning.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from archive.thinning import thinned

__all__ = ["tame"]

_MOST_DEPTH = 500
"""Browsers stop at 512 (Blink, WebKit); a little less keeps implied elements below that."""
_MOST_FORMATTING = 60
_LEAST_FORMATTING = 8
_MOST_OPENED_AGAIN = 400_000
"""Unclosed formatting elements times tags: how many elements the tree builder may open again."""
_MOST_ATTRIBUTES = 500
_MOST_OPTIONS = 1000
_MANY_TAGS = 12_000
_MOST_ELEMENTS = 250_000
"""A page of 10 MB may have as many paragraphs; what comes later is kept as a run of text."""
_MOST_ATTRIBUTE_WORK = 20_000_000
"""Comparisons of attributes, each with all others of its tag: a fraction of a second. "i<n" in a script, and the words
up to the next '>', look like a tag, and ordinary pages are not to be read tag by tag for that."""
_LONG_TAG = 8_000
_LONG_TAG_OF_LONG_PAGE = 1_000
_LONG_PAGE = 1_000_000
_QUOTED_ENDS = 3_000
"""A '>' inside a quoted attribute value ends no tag; a page with many more '>' than '<' may have many such."""
_MOST_UNCLOSED = 125

_LESS, _GREATER, _SLASH, _LETTER_O = b"<>/o"
_LOWER = 0x20
"""The bit that makes an ASCII letter a small one."""

_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
_RAW = frozenset("script style textarea title xmp iframe noembed noframes plaintext".split())
_HIDING = frozenset("head svg math select template object canvas audio video datalist".split())
_PARTS_OF_TABLES = frozenset("table thead tbody tfoot tr".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_FORMATTING_TAG = re.compile(rb"</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE)
_OPTIONS = frozenset(["option", "optgroup"])
# What an opening tag closes without saying so, and where looking for it stops (WHATWG HTML section 13.1.2.4).
_P_CLOSERS = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul li dd dt".split()
)
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol", "menu", "table"])),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl", "table"])),
    "tr": (frozenset(["tr"]), frozenset(["table"])),
    "td": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "tbody": (frozenset(["tbody", "thead", "tfoot"]), frozenset(["table"])),
    "option": (frozenset(["option"]), frozenset(["select"])),
}
_CLOSES["dd"] = _CLOSES["dt"]
_CLOSES["th"] = _CLOSES["td"]
_CLOSES["thead"] = _CLOSES["tfoot"] = _CLOSES["tbody"]
_P_ALONE = (frozenset(["p"]), frozenset(["table", "td", "th", "button", "object"]))
_LOOK_BACK = 40

_SCRIPT = re.compile(rb"<(script|style)(?=[\s>])")

# A comment, a doctype or instruction, or (whether it closes, name, end) of a tag; the end where it has no attributes.
_TAG_START = re.compile(r"<(?:(!--|[!?])|(/?)([a-zA-Z][^\s/>]*+)(>)?)")
# The attributes of a tag as the standard's tokenizer reads them; possessive, so that no input makes it go back.
_ONE_ATTRIBUTE = r"[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+|(?=>)))?+"
_ATTRIBUTE = re.compile(_ONE_ATTRIBUTE)
_TAG_END = re.compile(r"[\s/]*+>")
_FEW_ATTRIBUTES = re.compile(rf"(?:{_ONE_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES - 1}}}+[\s/]*+>")


def tame(html: str, *, encoded: bytes | None = None) -> tuple[str, tuple[str, ...]]:
    """(the same page, what had to be left out); the text itself, and nothing, for all ordinary pages.

    `encoded` is the page in UTF-8, for callers that have it already.
    """
    if not _may_be_wild(html, html.encode("utf-8", "surrogatepass") if encoded is None else encoded):
        return html, ()
    return _Tamer(html).tame()


def _may_be_wild(html: str, encoded: bytes) -> bool:
    codes = np.frombuffer(encoded, dtype=np.uint8)
    marks = int(np.count_nonzero(codes == _LESS))
    excess = int(np.count_nonzero(codes == _GREATER)) + 1 - marks
    if excess > _QUOTED_ENDS and excess - _ends_in_scripts(encoded) > _QUOTED_ENDS:
        return True
    tags = [tag for piece in _long_pieces(html) if (tag := _open_tag(piece))]
    # most pages have too few characters in them to be worth a count
    if sum([_most_attributes(tag) ** 2 for tag in tags]) > _MOST_ATTRIBUTE_WORK and (
        sum([len(_ATTRIBUTE.findall(tag)) ** 2 for tag in tags]) > _MOST_ATTRIBUTE_WORK
    ):
        return True
    # the other bounds are above so many tags
    return marks > _MOST_OPTIONS and _may_have_too_many(html, encoded, codes)


def _may_have_too_many(html: str, encoded: bytes, codes: NDArray[np.uint8]) -> bool:
    """Whether there may be too many tags, options or unclosed formatting elements."""
    starts = np.flatnonzero(codes[:-1] == _LESS)
    seconds = codes[starts + 1]
    closing = int(np.count_nonzero(seconds == _SLASH))
    opening = len(starts) + encoded.endswith(b"<") - closing
    if opening > _MANY_TAGS:
        return True
    if np.count_nonzero(seconds | _LOWER == _LETTER_O) > _MOST_OPTIONS and (
        html.count("<option") + html.count("<OPTION") > _MOST_OPTIONS
    ):
        return True
    if (opening - closing) * opening > _MOST_UNCLOSED * _MANY_TAGS:
        is_closing = seconds == _SLASH
        unclosed = _formatting_tags(encoded, starts[~is_closing]) - _formatting_tags(encoded, starts[is_closing])
        return unclosed > _MOST_FORMATTING
    return False


def _formatting_tags(encoded: bytes, starts: NDArray[np.int64]) -> int:
    """How many of the tags at the places are of formatting elements."""
    is_one = _FORMATTING_TAG.match
    return sum([1 for start in starts.tolist() if is_one(encoded, start)])


def _long_pieces(html: str) -> Iterator[str]:
    """The stretches without '>' that are long: only one '>' in so many characters has to be found."""
    longest = _LONG_TAG if len(html) < _LONG_PAGE else _LONG_TAG_OF_LONG_PAGE
    start = 0
    while len(html) - start > longest:
        last = html.rfind(">", start, start + longest + 1)
        if last < 0:
            last = html.find(">", start + longest)
            last = len(html) if last < 0 else last
            yield html[start:last]
        start = last + 1


def _ends_in_scripts(encoded: bytes) -> int:
    """How many '>' stand in the page's scripts and style sheets, as arrows and selectors."""
    lowered = encoded.lower()
    count = 0
    found = _SCRIPT.search(lowered)
    while found is not None:
        end = lowered.find(b"</" + found.group(1), found.end())
        if end < 0:
            return count + lowered.count(b">", found.start())
        count += lowered.count(b">", found.start(), end)
        found = _SCRIPT.search(lowered, end)
    return count


def _open_tag(piece: str) -> str:
    """The tag that a stretch of text without '>' ends in, from its name on; '' for none."""
    start = piece.rfind("<") + 1
    return piece[start:] if start and piece[start : start + 1].isalpha() else ""


def _most_attributes(tag: str) -> int:
    """How many attributes so long a tag has at most: each takes a character, and one that parts it from the next."""
    return len(tag) // 2 + 1


class _Tamer:
    """Reads a page tag by tag; holds which elements are open, and what has been left out."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.stack: list[str] = []
        self.open: dict[str, int] = {}
        self.formatting = 0
        self.most_formatting = min(
            max(_MOST_OPENED_AGAIN // (html.count("<") + 1), _LEAST_FORMATTING), _MOST_FORMATTING
        )
        self.options = 0
        self.elements = 0
        self.dropped_open: dict[str, int] = {}
        self.left_out: dict[str, int] = {}

    def tame(self) -> tuple[str, tuple[str, ...]]:
        html = self.html
        parts: list[str] = []
        kept_from = place = 0
        while (found := _TAG_START.search(html, place)) is not None:
            start = found.start()
            mark, closing, name, plain_end = found.groups()
            if mark:
                sought = "-->" if mark == "!--" else ">"
                end = html.find(sought, start + 2)
                place = len(html) if end < 0 else end + len(sought)
                continue
            name = name.lower()
            if plain_end:
                end, cut_at = found.end(), -1
            elif (few := _FEW_ATTRIBUTES.match(html, found.end())) is not None:
                end, cut_at = few.end(), -1
            else:
                end, cut_at = self._tag_end(found.end())
                if end < 0:
                    break  # the page ends inside a tag: browsers drop it too
            if not closing:
                self.elements += 1
                if self.elements > _MOST_ELEMENTS:
                    parts += (html[kept_from:start], self._room_for_text(), thinned(html[start:]))
                    kept_from = len(html)
                    self.left_out[f"after the first {_MOST_ELEMENTS:,}"] = html.count("<", start)
                    break
            if not (self._close(name) if closing else self._open(name)):
                parts.append(html[kept_from:start])
                parts.append(" ")
                kept_from = end
            elif cut_at >= 0:
                parts.append(html[kept_from:cut_at])
                parts.append(">")
                kept_from = end
                self._note("attributes")
            place = end
            if name in _RAW and not closing:
                place = self._raw_end(name, end)
        parts.append(html[kept_from:])
        return "".join(parts), tuple(f"{count} {what}" for what, count in sorted(self.left_out.items()))

    def _tag_end(self, place: int) -> tuple[int, int]:
        """(one past the tag's '>', where its attributes must be cut); -1 for none."""
        html = self.html
        cut_at = -1
        count = 0
        while True:
            end = _TAG_END.match(html, place)
            if end is not None:
                return end.end(), cut_at
            found = _ATTRIBUTE.match(html, place)
            if found is None or found.end() == place:
                # an open quote, or a lone '=' or '/': let the tree builder make of it what it will
                end_at = html.find(">", place)
                return (-1 if end_at < 0 else end_at + 1), cut_at
            count += 1
            if count == _MOST_ATTRIBUTES:
                cut_at = found.end()
            place = found.end()

    def _open(self, name: str) -> bool:
        if name in _VOID:
            return True
        if name in _OPTIONS:
            self.options += 1
            if self.options > _MOST_OPTIONS:
                return self._note("options")
        if name in _FORMATTING:
            if self.formatting >= self.most_formatting:
                self.dropped_open[name] = self.dropped_open.get(name, 0) + 1
                return self._note("unclosed formatting elements")
            self.formatting += 1
        if name in _CLOSES:
            self._close_implied(*_CLOSES[name])
        if name in _P_CLOSERS and self.open.get("p"):
            self._close_implied(*_P_ALONE)
        if len(self.stack) >= _MOST_DEPTH:
            self.dropped_open[name] = self.dropped_open.get(name, 0) + 1
            if name in _FORMATTING:
                self.formatting -= 1
            return name in _RAW or self._note("elements nested too deep")
        if name not in _RAW:
            self.stack.append(name)
            self.open[name] = self.open.get(name, 0) + 1
        return True

    def _close(self, name: str) -> bool:
        if self.dropped_open.get(name):
            self.dropped_open[name] -= 1
            return name in _RAW
        if name in _FORMATTING and self.formatting:
            self.formatting -= 1
        if self.open.get(name):
            if name in _FORMATTING:
                # what was opened inside stays open: the standard's adoption agency moves it out
                del self.stack[len(self.stack) - 1 - self.stack[::-1].index(name)]
                self.open[name] -= 1
            elif self.stack[-1] == name:
                self.stack.pop()
                self.open[name] -= 1
            else:
                self._pop_to(name)
        return name not in _OPTIONS or self.options <= _MOST_OPTIONS

    def _close_implied(self, names: frozenset[str], borders: frozenset[str]) -> None:
        if not any(map(self.open.get, names)):
            return
        for top in reversed(self.stack[-_LOOK_BACK:]):
            if top in names:
                self._pop_to(top)
                return
            if top in borders:
                return

    def _pop_to(self, name: str) -> None:
        while True:
            top = self.stack.pop()
            self.open[top] -= 1
            if top == name:
                return

    def _room_for_text(self) -> str:
        """The tags after which text is shown, and at its place: end tags of what hides it, a cell inside a table."""
        place = next((n for n, name in enumerate(self.stack) if name in _HIDING), len(self.stack))
        cell = "<td>" if place and self.stack[place - 1] in _PARTS_OF_TABLES else ""
        return "".join([*(f"</{name}>" for name in reversed(self.stack[place:])), cell])

    def _raw_end(self, name: str, start: int) -> int:
        if name == "plaintext":
            return len(self.html)
        found = re.compile(f"</{re.escape(name)}(?=[\\s/>])", re.IGNORECASE).search(self.html, start)
        return found.start() if found else len(self.html)

    def _note(self, what: str) -> bool:
        self.left_out[what] = self.left_out.get(what, 0) + 1
        return False

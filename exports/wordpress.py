"""What WordPress's importer and its plugins do to values, as functions: the writer of WXR and its preflight share them.

Read from the plugin wordpress-importer 0.9 (class-wp-import.php) and from WordPress 6.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import unquote, urlsplit

import nh3

from archive.store import Article, ArticleComment
from exports.dates import read_moment
from exports.markdown import split_blocks
from exports.selection import EXTENSIONS

__all__ = [
    "ALLOWED_EXTENSIONS",
    "CommentNumbers",
    "Moments",
    "PostDate",
    "allowed_upload",
    "as_the_database_sees",
    "comment_content",
    "post_content",
    "post_date",
]

ALLOWED_EXTENSIONS = frozenset(
    "jpg jpeg jpe gif png bmp tif tiff webp avif ico heic heif mp4 m4v mov qt avi wmv mpeg mpg mpe ogv webm flv 3gp "
    "mkv txt asc csv tsv ics rtx vtt mp3 m4a m4b aac ra ram wav ogg oga flac mid midi wma wax rtf pdf doc pot pps ppt "
    "xla xls xlt xlw mdb mpp docx docm dotx xlsx xlsm xlsb pptx pptm ppsx odt odp ods odg odc odb odf wp wpd key "
    "numbers pages zip gz gzip rar 7z tar".split()
)
"""Endings WordPress lets an administrator upload (wp_get_mime_types); svg is none of them."""

COMMENT_TAGS = set("a abbr acronym b blockquote cite code del em i q s strike strong".split())
"""What WordPress leaves of HTML in comments."""

SHORTCODE = re.compile(r"\[(?=/?[A-Za-z_])")
"""What might begin a shortcode, if some plugin knows the word."""


@dataclass(frozen=True, slots=True)
class PostDate:
    """Both dates of a post, and what had to be done for them."""

    local: datetime
    """Naive, in the time of the site."""
    utc: datetime
    change: str
    """What a reader should know: '' when the date is the stated one."""


def post_date(article: Article, zone: tzinfo) -> PostDate:
    """The date WordPress gets: it needs one to the second, and takes posts without any for new."""
    moment = read_moment(article.date_published, zone=zone)
    if moment is None:
        captured = datetime.fromisoformat(article.capture.warc_date.replace("Z", "+00:00")).astimezone(zone)
        return PostDate(
            captured.replace(tzinfo=None), captured.astimezone(UTC), "undated: gets the time of its capture"
        )
    local = moment.local.astimezone(zone).replace(tzinfo=None)
    return PostDate(local, moment.utc, "")


class Moments:
    """Gives each pair of words and time once: a second such pair is put off by seconds. Keeps digests only.

    Words are one where WordPress's database takes them for one: it leaves letter case, accents and spaces at the end
    aside, so that `Chart.png` would hide `chart.png`.
    """

    def __init__(self) -> None:
        self._taken: set[bytes] = set()

    def claim(self, moment: datetime, *words: str) -> datetime:
        """The moment, or the first second after it at which these words are not taken."""
        folded = tuple(map(as_the_database_sees, words))
        while (key := hashlib.blake2b(repr((folded, moment)).encode(), digest_size=10).digest()) in self._taken:
            moment += timedelta(seconds=1)
        self._taken.add(key)
        return moment


def as_the_database_sees(text: str) -> str:
    """The text as MySQL's utf8mb4_unicode_520_ci compares it.

    >>> as_the_database_sees("Ünsal ") == as_the_database_sees("UNSAL")
    True
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).rstrip(" ")


class CommentNumbers:
    """Numbers for comments: ascending, so that a parent is inserted before its answers."""

    def __init__(self) -> None:
        self._last = 0

    def number(self, comments: tuple[ArticleComment, ...]) -> Iterator[tuple[ArticleComment, int, int]]:
        """(comment, its number, its parent's number or 0), parents first."""
        numbers: dict[int, int] = {}
        for comment in parents_first(comments):
            self._last += 1
            numbers[comment.id] = self._last
            yield comment, self._last, numbers.get(comment.parent_id or 0, 0)


def parents_first(comments: tuple[ArticleComment, ...]) -> list[ArticleComment]:
    """The comments in page order, a parent moved before its first answer where the page has it later."""
    by_id = {comment.id: comment for comment in comments}
    ordered: dict[int, ArticleComment] = {}
    for comment in comments:
        chain = []
        current: ArticleComment | None = comment
        while current is not None and current.id not in ordered and current not in chain:
            chain.append(current)
            current = by_id.get(current.parent_id or 0)
        ordered.update((one.id, one) for one in reversed(chain))
    return list(ordered.values())


def comment_content(subject: str | None, comment_html: str) -> str:
    """A comment as WordPress keeps it: its few inline tags, paragraphs as blank lines, the subject in bold on top.

    >>> comment_content("No!", "<p>a<br>b</p><p><u>c</u></p>")
    '<strong>No!</strong>\\n\\na\\nb\\n\\nc'
    """
    marked = re.sub(r"\s+", " ", comment_html)
    marked = re.sub(r"(?i)<br\s*/?>\s?", "\n", marked)
    marked = re.sub(r"(?i)\s*</(?:p|div|li|blockquote|h[1-6]|ul|ol|pre|tr)>\s*", "\n\n", marked)
    cleaned = nh3.clean(marked, tags=COMMENT_TAGS, attributes={"a": {"href", "title"}}, link_rel=None)
    text = re.sub(r"\n{3,}", "\n\n", cleaned).strip()
    return f"<strong>{html.escape(subject, quote=False)}</strong>\n\n{text}" if subject else text


def post_content(body_html: str) -> str:
    """A body as WordPress keeps it: one line a block, since its wpautop makes <br> of line ends; no shortcodes.

    >>> post_content("<p>a\\n b</p><pre>x\\ny</pre><p>[gallery]</p>")
    '<p>a b</p>\\n\\n<pre>x\\ny</pre>\\n\\n<p>&#91;gallery]</p>'
    """
    blocks = [
        block if "<pre" in block or "<textarea" in block else re.sub(r"\s*\n\s*", " ", block)
        for block in split_blocks(body_html)
    ]
    return SHORTCODE.sub("&#91;", "\n\n".join(blocks))


def allowed_upload(url: str, mime: str | None = None) -> bool:
    """Whether WordPress takes a file of that name; without an ending, one of the media type's is put on."""
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else EXTENSIONS.get(mime or "", "").lstrip(".")
    return ending.lower() in ALLOWED_EXTENSIONS

"""Words in, file names out that every file system takes: no traversal, reserved name, clash of case, or overlength."""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from slugify import slugify

__all__ = ["NameRegister", "file_name_of_url", "is_safe_path", "safe_name", "slug"]

MAX_NAME_BYTES = 100
"""Well under the 143 bytes that eCryptfs leaves of ext4's 255, so that folders of folders stay under Windows' 260."""

RESERVED = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"
}
"""Device names of Windows, which hold also with an extension ('aux.txt')."""

FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\uffff\ud800-\udfff]'
)
"""Characters that Windows refuses, that end a path or a line, or that make a name look like another."""


def slug(text: str, *, fallback: str) -> str:
    """A name for addresses: lower-case ASCII words with hyphens, at most 80 characters, never empty.

    >>> slug("A Vision for Mexico’s Future", fallback="x")
    'a-vision-for-mexicos-future'
    >>> slug("???", fallback="article-7")
    'article-7'
    >>> slug("CON", fallback="x")
    'con-page'
    """
    made = str(slugify(text.replace("’", "").replace("'", ""), max_length=80, word_boundary=True))
    return f"{made}-page" if made in RESERVED else made or fallback


def safe_name(wanted: str, *, fallback: str = "file") -> str:
    """A single file name near to the wanted one: NFC, no forbidden character, no dot or space at its ends.

    >>> safe_name("../../etc/passwd")
    'etc_passwd'
    >>> safe_name("CON.txt")
    '_CON.txt'
    >>> safe_name("Grüße. ")
    'Grüße'
    """
    name = FORBIDDEN.sub("_", unicodedata.normalize("NFC", wanted))
    name = re.sub(r"_{2,}", "_", name).strip(" ._") or fallback
    if name.split(".")[0].rstrip(" ").casefold() in RESERVED:
        name = f"_{name}"
    return shortened(name)


def shortened(name: str) -> str:
    """The name cut to MAX_NAME_BYTES of UTF-8, its extension kept, a piece of its digest in place of what went."""
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 10:
        stem, dot, extension = name, "", ""
    mark = "-" + hashlib.sha256(name.encode()).hexdigest()[:8]
    room = MAX_NAME_BYTES - len((mark + dot + extension).encode())
    kept = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{kept}{mark}{dot}{extension}"


def file_name_of_url(url: str, *, extension: str = "") -> str:
    """A file name made of the last part of a URL's path; `extension` ('.jpg') is put on where it has none.

    >>> file_name_of_url("https://a.example/sites/default/files/Chart%20No.%201.JPG?itok=x")
    'Chart_No._1.jpg'
    >>> file_name_of_url("https://a.example/image?id=7", extension=".png")
    'image.png'
    """
    last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]) or "file"
    # white space and the like in a name would need quoting in Markdown, shells and configuration alike
    name = safe_name(re.sub(r"[\s%#&{}\[\]()'^`;,$!@=+~]+", "_", last))
    stem, dot, ending = name.rpartition(".")
    if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        return f"{stem}.{ending.lower()}"
    return shortened(name + extension)


def is_safe_path(path: str) -> bool:
    """Whether a relative path with '/' is made of safe names only.

    >>> is_safe_path("posts/a/index.md"), is_safe_path("../a"), is_safe_path("/a"), is_safe_path("a/NUL")
    (True, False, False, False)
    """
    parts = path.split("/")
    return bool(path) and all(part == safe_name(part) or is_dot_file(part) for part in parts)


def is_dot_file(part: str) -> bool:
    """Whether it is a hidden file's or private folder's name that a target asks for, such as .htaccess or _posts."""
    return part[:1] in "._" and bool(re.fullmatch(r"[._]?[a-zA-Z][\w.-]*[\w]", part)) and ".." not in part


class NameRegister:
    """Gives out names that differ from each other on every file system; keeps a digest a name, not the names."""

    def __init__(self) -> None:
        self._taken: set[bytes] = set()

    def claim(self, wanted: str, *, key: str) -> str:
        """The wanted path, or, where it is taken, the path with a piece of the digest of `key` before its ending.

        Two names are one where they differ in letter case or Unicode form only. `key` (an address) makes the
        second name the same in each export, whatever else is exported.
        """
        for count in itertools.count():
            suffix = hashlib.sha256(f"{key}\0{count}".encode()).hexdigest()[:6] if count else ""
            name = suffixed(wanted, suffix)
            folded = fold(name)
            if folded not in self._taken:
                self._taken.add(folded)
                break
        return name


def suffixed(path: str, suffix: str) -> str:
    """The path with '-suffix' before the ending of its last part.

    >>> suffixed("a/b.jpg", "1f"), suffixed("a.d/b", "1f"), suffixed("a", "")
    ('a/b-1f.jpg', 'a.d/b-1f', 'a')
    """
    if not suffix:
        return path
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    name = f"{stem}-{suffix}{dot}{ending}" if dot and stem else f"{name}-{suffix}"
    return f"{folder}{slash}{name}"


def fold(path: str) -> bytes:
    """A digest that is equal for paths which some file system takes for one."""
    form = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", path).casefold())
    return hashlib.blake2b(form.encode(errors="surrogatepass"), digest_size=12).digest()

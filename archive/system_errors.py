"""What the system refuses in, the same as one of our errors out: told in words, with what to do."""

from __future__ import annotations

import errno
import sqlite3

from archive.errors import BadInput, DiskFull, OldfaceError

__all__ = ["as_our_error"]

_NO_ROOM = frozenset([errno.ENOSPC, errno.EDQUOT])
_ELSEWHERE = "Name another folder, or another file."
_WORDS = {
    errno.EROFS: ("The disk is read-only", "Name a folder on a disk that can be written to."),
    errno.EACCES: ("This user may not open it", "Change its owner or permissions, or name another folder."),
    errno.EPERM: ("This user may not do that to it", "Change its owner or permissions, or name another folder."),
    errno.ENAMETOOLONG: ("The name is too long for this disk", "Name a shorter path."),
    errno.ENOTDIR: ("A file stands where a folder has to be", _ELSEWHERE),
    errno.EISDIR: ("A folder stands where a file has to be", _ELSEWHERE),
    errno.EEXIST: ("Something of that name is there already", _ELSEWHERE),
    errno.EIO: ("The disk cannot be read or written at this place", "Copy what is left of it to another disk first."),
    errno.EMFILE: ("Too many files are open", "Raise the limit, e.g. with 'ulimit -n 4096', and run it again."),
}
_DATABASE_WORDS = {
    "readonly database": _WORDS[errno.EROFS],
    "unable to open database": _WORDS[errno.EACCES],
    "disk I/O error": _WORDS[errno.EIO],
}


def as_our_error(error: OSError | sqlite3.Error) -> OldfaceError | None:
    """The error that says it to people; None where it is nobody's but ours."""
    if isinstance(error, sqlite3.Error):
        text = str(error)
        if "disk is full" in text:
            return _disk_full("")
        words = next((said for part, said in _DATABASE_WORDS.items() if part in text), None)
        return BadInput(f"{words[0]}: {text}", next_step=words[1]) if words is not None else None
    place = str(error.filename2 or error.filename or "")
    if error.errno in _NO_ROOM:
        return _disk_full(place)
    if error.errno not in _WORDS:
        return None
    what, next_step = _WORDS[error.errno]
    return BadInput(what, where=place, next_step=next_step)


def _disk_full(place: str) -> DiskFull:
    return DiskFull("The disk is full", where=place, next_step="Make room, and run the same command again: it goes on.")

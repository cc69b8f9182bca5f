"""Every error oldface raises, drawn as a tree; each says what, where, and what to do next.

OldfaceError
├── BadInput                 a file or option the user gave cannot be used
│   ├── BadConfiguration     oldface.toml has a value that cannot be used
│   ├── BadProfile           a site profile cannot be used
│   └── OverlappingProfiles  two profiles claim one host for one date
├── BadRecord                a WARC record breaks the standard
│   ├── TruncatedRecord      the file ends inside a record
│   └── NotAWarc             the file is no WARC, ARC or WACZ at all
├── BadPage                  a payload that cannot be read as a page
│   ├── NotHtml              the payload is no HTML
│   └── PageTooLarge         the payload is over the bound
├── BadArchive               archive.db is missing, of another version, or damaged
├── ArchiveInUse             another process holds the archive folder
├── DiskFull                 no room to write what was captured
├── NotFound                 the archive has no such URL, article or person
├── CrawlRefused             a seed that may not be crawled
├── ExportRefused            an export that cannot be written where or as asked
├── SchedulerGone            a cluster's scheduler, or all of its workers, went away
└── MissingExtra             an optional dependency is not installed
"""

from __future__ import annotations

from functools import partial

__all__ = [
    "ArchiveInUse",
    "BadArchive",
    "BadConfiguration",
    "BadInput",
    "BadPage",
    "BadProfile",
    "BadRecord",
    "CrawlRefused",
    "DiskFull",
    "ExportRefused",
    "MissingExtra",
    "NotAWarc",
    "NotFound",
    "NotHtml",
    "OldfaceError",
    "OverlappingProfiles",
    "PageTooLarge",
    "SchedulerGone",
    "TruncatedRecord",
]


class OldfaceError(Exception):
    """Base of all our errors: `what` happened, `where`, and the `next_step` for the reader."""

    exit_code = 1
    """Exit status of a command that ends with this error."""

    default_next_step = "Run the command again with --verbose and read the last lines of the log."

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step or self.default_next_step
        super().__init__(what, where, self.next_step)

    def __reduce__(self) -> tuple[partial[OldfaceError], tuple[str]]:
        """How it comes back from a worker process: BaseException would give three values to one parameter."""
        return partial(type(self), where=self.where, next_step=self.next_step), (self.what,)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.what}{place}. {self.next_step}"


class BadInput(OldfaceError):
    """A file or option the user gave cannot be used."""

    exit_code = 2
    default_next_step = "Correct the value, or see the command's --help for what it takes."


class BadConfiguration(BadInput):
    """oldface.toml has a value that cannot be used."""

    default_next_step = "Edit the named field of oldface.toml; its comments say which values it takes."


class BadProfile(BadInput):
    """A site profile cannot be used."""

    default_next_step = "Edit the named field of the profile, then run 'oldface profile test'."


class OverlappingProfiles(BadProfile):
    """Two profiles claim one host for one date."""

    default_next_step = "Give the two named profiles different hosts or dates that do not overlap."


class BadRecord(OldfaceError):
    """A WARC record breaks the standard."""

    default_next_step = "Run 'oldface check' on the folder to see what is damaged and what can be saved."


class TruncatedRecord(BadRecord):
    """The file ends inside a record; all records before it can be read."""

    default_next_step = "All records before this place were read; run 'oldface check' to see the tear."


class NotAWarc(BadRecord):
    """The file is no WARC, ARC or WACZ at all."""

    exit_code = 2
    default_next_step = "Give a .warc, .warc.gz, .warc.zst, .arc.gz or .wacz file."


class BadPage(OldfaceError):
    """A payload that cannot be read as a page."""

    default_next_step = "The capture is kept; see it with 'oldface show --raw URL'."


class NotHtml(BadPage):
    """The payload is no HTML."""


class PageTooLarge(BadPage):
    """The payload is over the bound on a page's size."""


class BadArchive(OldfaceError):
    """archive.db is missing, of another version, or damaged."""

    default_next_step = "Rebuild it from the WARC files: oldface ingest DIR/warc/* --into DIR."


class ArchiveInUse(OldfaceError):
    """Another process holds the archive folder."""

    exit_code = 3
    default_next_step = "Wait for the other process to end, or stop it, and run the command again."


class DiskFull(OldfaceError):
    """No room to write what was captured; all that was written before is kept."""

    exit_code = 4
    default_next_step = "Make room on the disk, then run the same command again: it goes on where it stopped."


class NotFound(OldfaceError):
    """The archive has no such URL, article or person."""

    default_next_step = "Run 'oldface search WORDS --from DIR' to see what there is."


class CrawlRefused(OldfaceError):
    """A seed that may not be crawled."""

    exit_code = 2
    default_next_step = "Give an http:// or https:// address of a site that you may crawl."


class ExportRefused(OldfaceError):
    """An export that cannot be written where or as asked."""

    exit_code = 2
    default_next_step = "Choose another --to path, or see 'oldface export --list'."


class SchedulerGone(OldfaceError):
    """The cluster's scheduler, or all of its workers, went away."""

    exit_code = 4
    default_next_step = "Start the scheduler and its workers again and run the same command: finished parts are kept."


class MissingExtra(OldfaceError):
    """An optional dependency is not installed."""

    exit_code = 2
    default_next_step = "Install the named extra, for example: pip install 'oldface[cluster]'."

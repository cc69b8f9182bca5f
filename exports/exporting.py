"""A format, an archive folder and a place in; the finished export, or what it would be, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.store import Article
from exports.bundle import Bundle, open_bundle, open_single_file
from exports.formats import Format, OptionValue
from exports.losses import FieldLoss, Loss, count_fields, field_losses, write_ledger
from exports.selection import Selection

__all__ = ["LEDGER", "DryRun", "Summary", "dry_run", "run_export"]

LEDGER = "oldface/losses.csv"
"""The ledger in each bundle."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an export wrote."""

    articles: int
    files: int
    size_bytes: int
    losses: Mapping[str, int]
    """Predicted losses by kind; 'no place' counts fields, not values."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an export would write, and what would not arrive."""

    articles: int
    comments: int
    assets: int
    people: int
    tags: int
    fields: tuple[FieldLoss, ...]
    losses: tuple[Loss, ...]
    """The first thousand; `loss_counts` counts all."""
    loss_counts: Mapping[str, int]


def run_export(
    format_: Format,
    archive: Selection,
    target: Path,
    *,
    options: Mapping[str, OptionValue],
    replace: bool = False,
) -> Summary:
    """Write the export: all of it at `target`, or nothing.

    Where the format writes a single file and `target` has its ending, `target` is that file.
    """
    is_file = format_.single_file is not None and target.suffix == Path(format_.single_file).suffix
    opened = (
        open_single_file(target, str(format_.single_file), replace=replace)
        if is_file and not target.is_dir()
        else open_bundle(target, replace=replace)
    )
    with opened as bundle:
        format_.export(archive, bundle, options)
        files, size_bytes = bundle.file_count, bundle.size_bytes
        losses = _write_ledger(format_, archive, bundle, options)
    return Summary(archive.count, files, size_bytes, losses)


def _write_ledger(
    format_: Format, archive: Selection, bundle: Bundle, options: Mapping[str, OptionValue]
) -> Mapping[str, int]:
    fields = field_losses(count_fields(archive.articles()), format_.losses)
    with bundle.text(LEDGER) as out:
        kinds = write_ledger(out, fields, format_.preflight(archive, **options))
    return {**({"no place": len(fields)} if fields else {}), **dict(sorted(kinds.items()))}


def dry_run(format_: Format, archive: Selection, *, options: Mapping[str, OptionValue]) -> DryRun:
    """What the export would write; nothing is written."""
    comments = assets = 0
    people: set[int] = set()
    tags: set[int] = set()

    def counted() -> Iterator[Article]:
        nonlocal comments, assets
        for article in archive.articles():
            comments += len(article.comments)
            assets += sum(1 for use in article.assets if use.asset.capture_id is not None)
            people.update(byline.person_id for byline in article.bylines)
            tags.update(tag.id for tag in article.tags)
            yield article

    fields = field_losses(count_fields(counted()), format_.losses)
    kinds: Counter[str] = Counter()
    first: list[Loss] = []
    for loss in format_.preflight(archive, **options):
        kinds[loss.kind] += 1
        if len(first) < 1000:
            first.append(loss)
    return DryRun(
        archive.count,
        comments,
        assets,
        len(people),
        len(tags),
        tuple(fields),
        tuple(first),
        dict(sorted(kinds.items())),
    )

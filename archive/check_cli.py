"""Options in, an archive checked, what is damaged printed: the command `oldface check`."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.check import CheckReport

__all__ = ["check"]

_MOST_OF_A_KIND = 10


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="DIR|WARC|WACZ|BAG")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def check(context: click.Context, /, path: Path, as_json: bool) -> None:
    """Read everything again and say what is damaged, where, and what can be saved.

    \b
    oldface check blog          # an archive folder: WARC files, index, database
    oldface check blog.wacz     # a package, with the digests it states
    oldface check old.warc.gz   # one file of any origin

    Compares the digest of every record, looks that each compressed member ends where the next begins, that records
    refer to records that are there, and that index and database lead to the right place. Nothing is changed.
    WARC files that are kept elsewhere (DIR/warc/NAME.at) are read where they are.

    Exit status: 0 all is whole, 1 bytes are lost, changed or not to be reached, 2 nothing to check.
    Faults that lose nothing (an unfinished file, a missing index line) are listed, and leave the status at 0.
    """
    from archive.check_folder import check_path

    report = check_path(path)
    click.echo(_as_json(report) if as_json else _as_text(report))
    context.exit(1 if report.damage_count else 0)


def _as_json(report: CheckReport) -> str:
    return json.dumps(
        {
            "files": report.files, "records": report.records, "bytes": report.size_bytes, "digests": report.digests,
            "index_lines": report.index_lines, "database_links": report.database_links,
            "findings": [asdict(finding) for finding in report.findings],
        },
        ensure_ascii=False, indent=1,
    )  # fmt: skip


def _as_text(report: CheckReport) -> str:
    lines = []
    shown: Counter[str] = Counter()
    for finding in report.findings:
        shown[finding.code] += 1
        if shown[finding.code] > _MOST_OF_A_KIND:
            continue
        place = finding.file if finding.offset_bytes is None else f"{finding.file} at byte {finding.offset_bytes}"
        lines += [
            f"{finding.severity.upper()} {finding.code}: {place}",
            f"  {finding.what}.",
            f"  Can be saved: {finding.can_be_saved}",
            f"  {finding.next_step}",
        ]
    for code, count in sorted(shown.items()):
        if count > _MOST_OF_A_KIND:
            lines.append(f"and {count - _MOST_OF_A_KIND:,} more of {code}; --json lists them all")
    faults = len(report.findings) - report.damage_count
    read = [f"{report.files} WARC files", f"{report.records:,} records", f"{report.digests:,} digests"]
    read += [f"{report.index_lines:,} index lines"] if report.index_lines else []
    read += [f"{report.database_links:,} links of the database"] if report.database_links else []
    verdict = "all is whole" if not report.findings else f"{report.damage_count} damages, {faults} faults"
    return "\n".join([*lines, f"{', '.join(read)}: {verdict}"])

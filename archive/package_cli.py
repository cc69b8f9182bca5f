"""Options in, a package made, what is in it printed: the command `oldface package`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["package"]


@click.command()
@click.option(
    "--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, metavar="DIR",
    help="Archive folder.",
)  # fmt: skip
@click.option(
    "--to", type=click.Path(path_type=Path), required=True, metavar="PATH",
    help="File to write, NAME.wacz; with --bagit the folder of the bag.",
)  # fmt: skip
@click.option("--bagit", "as_bag", is_flag=True, help="Make a BagIt bag: the WACZ, archive.db, oldface.toml, reports.")
@click.pass_context
def package(context: click.Context, /, folder: Path, to: Path, as_bag: bool) -> None:
    """Pack an archive folder into one file that replays anywhere.

    \b
    oldface package --from blog --to blog.wacz
    oldface package --from blog --to blog-bag --bagit

    A WACZ file holds the WARC files, their index, the list of pages with titles and text, and the digest of each;
    ReplayWeb.page shows it without a server. A bag is for long-term stores; any BagIt tool can check it.
    WARC files that are kept elsewhere (DIR/warc/NAME.at) are brought in; one that cannot be is a refusal.

    Exit status: 0 whole, 1 packed with damaged records left out of the index (see 'oldface check'), 2 refused.
    """
    from datetime import UTC, datetime

    from archive.package import package_folder

    made = package_folder(folder, to, now=datetime.now(UTC), as_bag=as_bag)
    click.echo(f"{made.path}: {made.warcs} WARC files, {made.captures:,} captures, {made.pages:,} pages")
    for name in made.left_out:
        click.echo(f"left out: {name} (still being written, or of a form a WACZ cannot hold)", err=True)
    for name, damage in made.damages:
        click.echo(f"not in the index: {name} at byte {damage.offset_bytes}: {damage.message}", err=True)
    context.exit(1 if made.damages else 0)

"""Options in, drafted profiles and trials of them on stdout: the commands of `oldface profile`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["profile"]


@click.group()
def profile() -> None:
    """Draft a site profile, and see what one changes.

    A profile is a TOML file with CSS selectors for one site, which overrule all general rules:

      oldface profile new https://blog.example.com/2013/05/a-post --from DIR --into DIR/profiles/blog.toml

      oldface profile test DIR/profiles/blog.toml --from DIR

    Profiles in DIR/profiles/ are used by the next ingest of DIR.
    """


@profile.command("new")
@click.argument("url")
@click.option("--from", "folder", required=True, type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Archive folder, or a folder of HTML files, that holds pages of the site.")  # fmt: skip
@click.option("--into", "file", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the profile to this file instead of stdout; an existing file is left alone.")  # fmt: skip
def new(url: str, folder: Path, file: Path | None) -> None:
    """Draft a profile from the pages that have the template of URL.

      oldface profile new https://blog.example.com/2013/05/a-post --from DIR

    Each selector is the one that agrees best with what the parsers found over all of these pages; the comment beside
    it says how well. Read it, mend what is wrong, and try it with 'oldface profile test'.
    """
    from urllib.parse import urlsplit

    from archive.errors import BadInput
    from archive.page_sources import read_sources
    from archive.profile_drafting import draft_profile
    from archive.profile_files import profile_text

    if file is not None and file.exists():
        raise BadInput(f"{file} exists", next_step="Give another --into, or delete the file first.")
    draft = draft_profile(url, read_sources(folder, host=urlsplit(url).hostname))
    text = profile_text(draft.profile, comments=draft.notes)
    if file is None:
        click.echo(text, nl=False)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    click.echo(f"{file} drafted from {draft.page_count} pages. Next: oldface profile test {file} --from {folder}")


@profile.command("test")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "folder", required=True, type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Archive folder, or a folder of HTML files, to try it on.")  # fmt: skip
@click.option("--limit", default=200, show_default=True, help="Pages to try at most.")
def test(file: Path, folder: Path, limit: int) -> None:
    """Show what a profile changes on each page it is for; nothing is stored.

    oldface profile test DIR/profiles/blog.toml --from DIR
    """
    from collections import Counter

    from archive.page_sources import read_sources
    from archive.profile_files import load_profile
    from archive.profile_trial import try_profile

    count = changed = 0
    idle: Counter[str] = Counter()
    for trial in try_profile(load_profile(file), read_sources(folder, limit=limit)):
        count += 1
        idle.update(trial.idle)
        if not trial.changes:
            continue
        changed += 1
        click.echo(trial.url)
        for change in trial.changes:
            click.echo(f"  {change.field}")
            click.echo(f"    - {change.before}")
            click.echo(f"    + {change.after}")
    for field, pages in sorted(idle.items()):
        click.echo(f"{field} selects nothing on {pages} of {count} pages.")
    click.echo(f"{count} pages tried, {changed} changed.")

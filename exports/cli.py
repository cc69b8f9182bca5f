"""The commands `oldface export` and `oldface urls`: read options, call one function, print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace as replace_fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from exports.exporting import DryRun
    from exports.formats import Format, OptionValue
    from exports.url_map import UrlRules

__all__ = ["export", "read_rules", "url_options"]

Decorator = Callable[[Callable[..., None]], Callable[..., None]]

EXAMPLES = """
\b
Examples:
  oldface export --list
  oldface export jsonl --from archive --to articles.jsonl
  oldface export hugo --from archive --to new-site --pattern '/news/{year}/{slug}/'
  oldface export wxr --from archive --to wordpress --where tag=energy --where after=2012-01-01
  oldface export ghost --from archive --dry-run
"""


class FormatCommands(click.Group):
    """One command a format, each with the options of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the contract of click
        """Names of all formats."""
        from exports.formats import formats

        return list(formats())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - same
        """The command of that format or alias; None when there is none."""
        from exports.formats import formats

        for format_ in formats().values():
            if cmd_name in (format_.name, *format_.aliases):
                return _format_command(format_)
        return None


def _show_list(ctx: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        from exports.formats import formats

        width = max(len(", ".join((f.name, *f.aliases))) for f in formats().values())
        for format_ in formats().values():
            click.echo(f"{', '.join((format_.name, *format_.aliases)):{width}}  {format_.description}")
        ctx.exit()


@click.group(cls=FormatCommands, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--list", is_eager=True, is_flag=True, expose_value=False, callback=_show_list, help="Show all formats.")
def export() -> None:
    """Write the archive for the new design, or for research: articles, comments, people, images, addresses.

    An export is all there or not there, has a manifest of SHA-256 digests, and is the same bytes each time.
    'oldface export FORMAT --help' shows the options of a format.
    """


def _format_command(format_: Format) -> click.Command:
    """The command of one format."""
    parameters: list[click.Parameter] = [
        click.Option(
            ["--from", "source"], type=click.Path(path_type=Path, exists=True, file_okay=False), required=True,
            metavar="DIR", help="The archive folder.",
        ),
        click.Option(
            ["--to", "target"], type=click.Path(path_type=Path), metavar="PATH",
            help="Where the export goes: a folder that is new or empty"
            + (f", or a file *{Path(format_.single_file).suffix}." if format_.single_file else "."),
        ),
        click.Option(
            ["--where"], multiple=True, metavar="CONDITION",
            help="Only articles with tag=NAME, author=NAME, before=DATE, after=DATE, or an SQL condition on the table"
            " articles such as 'word_count > 300'. Several are joined by and.",
        ),
        click.Option(["--dry-run"], is_flag=True, help="Say what would come out and be lost; write nothing."),
        click.Option(["--replace"], is_flag=True, help="Put it in the place of an earlier export."),
        click.Option(["--quiet"], is_flag=True, help="Show no progress."),
        *_url_parameters(format_.pattern, format_.feed),
    ]  # fmt: skip
    for option in format_.options:
        flag = "--" + option.name.replace("_", "-")
        is_switch = isinstance(option.default, bool)
        parameters.append(
            click.Option(
                [flag, f"format_{option.name}"], is_flag=is_switch, type=None if is_switch else type(option.default),
                default=option.default, show_default=not is_switch and option.default != "", help=option.help,
            )
        )  # fmt: skip

    def run(**values: Any) -> None:
        # apart from our own options: WordPress's --pages is not --page
        options = {option.name: values.pop(f"format_{option.name}") for option in format_.options}
        _run(format_, options=options, **values)

    losses = [f"  {field.value}: {fate}" for field, fate in format_.losses.items()]
    epilog = "\b\nHas no place for:\n" + "\n".join(losses) if losses else None
    return click.Command(
        format_.name, params=parameters, callback=run, help=f"{format_.description}.", epilog=epilog,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip


def _url_parameters(pattern: str, feed: str) -> list[click.Parameter]:
    return [
        click.Option(
            ["--pattern"], default=pattern, show_default=True, metavar="PATTERN",
            help="Addresses of the new site, with {slug}, {title}, {year}, {month}, {day}, {author}, {tag}, {category},"
            " {language}, {id} or {path}.",
        ),
        click.Option(
            ["--map", "map_files"], multiple=True, metavar="CSV",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="Addresses decided by hand: a CSV with the columns old_url and new_url. Repeatable.",
        ),
        click.Option(["--base-url"], default="", metavar="URL", help="Origin of the new site, for full addresses."),
        click.Option(
            ["--page", "pages"], multiple=True, metavar="KIND=PATH",
            help="Where pages that are no articles go: listing=/news/, tag=/topics/{slug}/, other=410.",
        ),
        click.Option(
            ["--feed"], default=feed, show_default=bool(feed), metavar="PATH",
            help="Where the new site has its feed, so that old feed addresses lead there: /index.xml (Hugo), /feed/"
            " (WordPress), /rss/ (Ghost), /rss.xml (Drupal), /feed.xml (Jekyll); 410 gives them up.",
        ),
    ]  # fmt: skip


def url_options(pattern: str) -> Decorator:
    """Gives a command the options on addresses that every format has."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        # click's own way to carry options on a function until @command takes them
        known: list[click.Parameter] = getattr(function, "__click_params__", [])
        function.__click_params__ = [*reversed(_url_parameters(pattern, "")), *known]  # type: ignore[attr-defined]
        return function

    return decorate


def read_rules(pattern: str, map_files: tuple[Path, ...], base_url: str, pages: tuple[str, ...], feed: str) -> UrlRules:
    """The rules that the options give."""
    from exports.url_map import UrlRules, check_base_url, read_url_csv

    for word in pages:
        if "=" not in word:
            raise click.BadParameter(f"{word!r} is no KIND=PATH", param_hint="--page")
    kinds = {kind.strip(): path.strip() for kind, _, path in (word.partition("=") for word in pages)}
    rows = tuple(row for path in map_files for row in read_url_csv(path))
    if feed and feed != "410" and not feed.startswith("/"):
        raise click.BadParameter(f"{feed!r} is no path: write /index.xml, or 410", param_hint="--feed")
    return UrlRules(pattern=pattern, rows=rows, base_url=check_base_url(base_url), kinds=kinds, feed=feed)


def _run(
    format_: Format,
    *,
    source: Path,
    target: Path | None,
    where: tuple[str, ...],
    dry_run: bool,
    replace: bool,
    quiet: bool,
    pattern: str,
    map_files: tuple[Path, ...],
    base_url: str,
    pages: tuple[str, ...],
    feed: str,
    options: dict[str, OptionValue],
) -> None:
    from exports.exporting import dry_run as plan_export
    from exports.exporting import run_export
    from exports.selection import open_selection, read_conditions

    if target is None and not dry_run:
        raise click.UsageError("Give --to PATH, or --dry-run.")
    rules = replace_fields(read_rules(pattern, map_files, base_url, pages, feed), unique_slugs=format_.unique_slugs)
    with (
        _progress(quiet=quiet) as progress,
        open_selection(source, conditions=read_conditions(where), rules=rules, progress=progress) as archive,
    ):
        if dry_run:
            planned = plan_export(format_, archive, options=options)
        elif target is not None:
            summary = run_export(format_, archive, target, options=options, replace=replace)
    if dry_run:
        _print_plan(format_, planned)
        return
    click.echo(f"{summary.articles} articles in {summary.files} files, {summary.size_bytes:,} bytes: {target}")
    for kind, count in summary.losses.items():
        click.echo(f"  {kind}: {count} (see {'--dry-run' if target and target.is_file() else 'oldface/losses.csv'})")


def _print_plan(format_: Format, plan: DryRun) -> None:
    click.echo(
        f"{format_.name} would hold {plan.articles} articles, {plan.comments} comments, {plan.people} people, "
        f"{plan.tags} tags, {plan.assets} images and documents."
    )
    if plan.fields:
        click.echo("\nNo place in this format for:")
    for lost in plan.fields:
        click.echo(f"  {lost.count:>7}  {lost.field.value:28}  {lost.fate}")
    if plan.loss_counts:
        click.echo(
            "\nThe importer will have changed: " + ", ".join(f"{n} {kind}" for kind, n in plan.loss_counts.items())
        )
    for loss in plan.losses:
        click.echo(f"  {loss.kind:9}  {loss.field}  {loss.url}: {loss.reason}")
    if not plan.fields and not plan.loss_counts:
        click.echo("Nothing is lost.")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A function that is told (done, total); a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _done, _total: None
        return
    columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("articles", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

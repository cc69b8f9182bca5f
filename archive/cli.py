"""The `oldface` command: a group that loads each stage's commands from entry points, one when asked for."""

from __future__ import annotations

import sqlite3
import sys
from importlib.metadata import entry_points

import click

from archive.errors import OldfaceError
from archive.system_errors import as_our_error

__all__ = ["main", "oldface"]


class CommandTable(click.Group):
    """A group whose commands are the entry points of the group `oldface.commands`, loaded lazily."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (the framework's signature)
        """Names of all commands, sorted."""
        return sorted(entry_points(group="oldface.commands").names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as above)
        """The command of that name, imported now; None when there is none."""
        for entry in entry_points(group="oldface.commands", name=cmd_name):
            command = entry.load()
            if not isinstance(command, click.Command):
                raise TypeError(f"{entry.value} is no click command")
            return command
        return None


@click.group(cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="oldface")
def oldface() -> None:
    """Keep a blog's old face before the facelift, and hand it over to the new one.

    A crawl writes WARC files; the WARC files fill the archive; the archive feeds the exports.
    """


def main() -> None:
    """Run the command line; our own errors, and what the system refuses, end with their message and exit status."""
    try:
        oldface(prog_name="oldface")
    except OldfaceError as error:
        _end(error)
    except (OSError, sqlite3.Error) as error:
        told = as_our_error(error)
        if told is None:
            raise
        _end(told)


def _end(error: OldfaceError) -> None:
    click.echo(f"oldface: {error}", err=True)
    sys.exit(error.exit_code)


if __name__ == "__main__":
    main()

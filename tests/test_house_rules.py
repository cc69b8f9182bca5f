"""What the house promises of itself: help and reference are current, errors help, names are kept."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import archive.errors
from archive.cli import oldface
from archive.errors import OldfaceError

ROOT = Path(__file__).parent.parent
COMMANDS = ROOT / "docs" / "reference" / "commands.md"


def reference() -> str:
    """The help of every command, as one page."""
    context = click.Context(oldface, info_name="oldface", terminal_width=100, max_content_width=100)
    parts = [
        "# Commands\n\nThe words of `--help`; a test keeps this page current: "
        "`pytest tests/test_house_rules.py --update-golden`.\n"
    ]
    for name in oldface.list_commands(context):
        command = oldface.get_command(context, name)
        assert command is not None
        for words, one in walk((name,), command, context):
            with click.Context(one, info_name=" ".join(words[-1:]), parent=context, terminal_width=100) as inner:
                inner.max_content_width = 100
                text = re.sub(r"[ \t]+$", "", one.get_help(inner), flags=re.MULTILINE)
            parts.append(f"## oldface {' '.join(words)}\n\n```\n{text}\n```\n")
    return "\n".join(parts)


def walk(
    words: tuple[str, ...], command: click.Command, context: click.Context
) -> list[tuple[tuple[str, ...], click.Command]]:
    found = [(words, command)]
    # the formats of export are listed by it; their options stand in their own help
    if isinstance(command, click.Group) and words != ("export",):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            found += walk((*words, name), inner, context)
    return found


def test_the_reference_of_commands_is_current(request: pytest.FixtureRequest) -> None:
    # in a process of its own: click remembers on a command how it was called before
    told = subprocess.run([sys.executable, __file__], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    if request.config.getoption("--update-golden"):
        COMMANDS.write_text(told, encoding="utf-8")
    assert COMMANDS.read_text(encoding="utf-8") == told


def errors() -> list[type[OldfaceError]]:
    return [
        value
        for _, value in inspect.getmembers(archive.errors, inspect.isclass)
        if issubclass(value, OldfaceError) and value is not OldfaceError
    ]


@pytest.mark.parametrize("error", errors(), ids=lambda error: error.__name__)
def test_each_error_says_what_where_and_what_to_do_next(error: type[OldfaceError]) -> None:
    text = str(error("It broke", where="file at byte 7"))
    assert text.startswith("It broke (file at byte 7). ")
    assert len(error.default_next_step) > 20
    assert error.__name__ in (archive.errors.__doc__ or "")
    assert error.__doc__


def test_help_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from archive.cli import oldface\n"
        "oldface(['--help'], standalone_mode=False)\n"
        "print(sorted({'scrapy', 'datasette', 'distributed', 'pyarrow', 'numpy', 'playwright'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_no_file_is_named_for_nothing() -> None:
    names = {path.stem for package in ("crawler", "archive", "exports") for path in (ROOT / package).rglob("*.py")}
    assert not names & {"utils", "helpers", "common", "misc", "base"}


def test_files_that_travel_name_no_registry_and_no_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    # put together here, so that this file is not its own finding
    wanted = [
        w.encode() for w in ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "/work" + "/main")
    ]
    found = [
        name
        for name in listed
        if name and (ROOT / name).is_file() and any(w in (ROOT / name).read_bytes() for w in wanted)
    ]
    assert found == []


def test_readmes_point_at_files_that_are_there() -> None:
    missing = []
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                missing.append(f"{page.relative_to(ROOT)}: {target}")
    assert missing == []


if __name__ == "__main__":
    sys.stdout.write(reference())

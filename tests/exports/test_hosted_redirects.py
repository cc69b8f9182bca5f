"""Redirect files for hosts in the cloud, read by those hosts' own programs from the npm registry."""

from __future__ import annotations

import http.client
import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from archive.store import Archive
from exports.bundle import open_bundle
from exports.redirects import browser_path, encoded_path, one_per_path, write_redirects
from exports.url_map import MapEntry, UrlRules, build_url_map

pytestmark = pytest.mark.npm
OLD = "http://old.example"
PATHS = [
    "/plain", "/with/slash/", "/two%20words", "/semi;colon", "/quo'te", "/dollar$1", "/per%25cent", "/~user/a",
    "/star*", "/starfish", "/brackets(1)[2]", "/curly%7Bx%7D", "/co:lon", "/pi%7Cpe", "/dot.html", "/hash%23x",
    "/plus+plus", "/que%3Fstion", "/quote%22d", "/latin/caf%E9", "/utf/caf%C3%A9", "/am&p", "/at@x,=y!",
    "/caret%5Ex", "/Mixed/Case",
]  # fmt: skip


@pytest.fixture
def entries(
    build_archive: Callable[[Sequence[Any]], Path], story: Callable[..., Any], tmp_path: Path
) -> list[MapEntry]:
    """What the map says; the files are in tmp_path/redirects."""
    stories = [story(OLD + path, f"Title {n}") for n, path in enumerate(PATHS)]
    asked = [(f"{OLD}/?p=12", "shortlink"), (f"{OLD}/index.php?q=node/7&x=a%20b", "shortlink")]
    stories.append(story(f"{OLD}/asked", "Asked", addresses=asked))
    folder = build_archive(stories)
    rules = UrlRules("/new/{id}/", rows=((f"{OLD}/given-up", "410"),))
    with Archive(folder) as archive, build_url_map(archive, rules) as url_map:
        with open_bundle(tmp_path / "redirects") as bundle:
            write_redirects(url_map, bundle, names=("cloudflare", "netlify", "vercel"))
        return list(one_per_path(url_map, []))


@pytest.fixture
def read(entries: list[MapEntry], node_modules: Path, tmp_path: Path) -> dict[str, Any]:
    """What the parsers of Netlify and Vercel say: see tests/node/redirects.mjs."""
    asked = json.dumps([[encoded_path(entry), entry.query] for entry in entries])
    done = subprocess.run(
        ["node", "redirects.mjs", str(tmp_path / "redirects")], cwd=node_modules.parent, input=asked,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_netlify_reads_every_rule_as_it_was_meant(read: dict[str, Any], entries: list[MapEntry]) -> None:
    assert read["netlify"]["errors"] == []
    rules = {
        (rule["from"], tuple(rule["query"].items())): (rule["to"], rule["status"]) for rule in read["netlify"]["rules"]
    }
    for entry in entries:
        path = encoded_path(entry).replace("*", "%2A").replace(":", "%3A")
        query = tuple((name, quote(value, safe="")) for name, value in parse_qsl(entry.query))
        assert rules.pop((path, query)) == (entry.new_url or "/404.html", entry.status)
    assert rules == {}


def test_vercel_answers_every_old_address(read: dict[str, Any], entries: list[MapEntry]) -> None:
    assert read["vercel"]["error"] is None
    for entry, answer in zip(entries, read["vercel"]["answers"], strict=True):
        assert answer == ([301, entry.new_url] if entry.new_url else [404, ""]), entry.old_url


@pytest.fixture
def cloudflare(entries: list[MapEntry], node_modules: Path, tmp_path: Path) -> Iterator[int]:
    """The port of Cloudflare's asset server with our file."""
    folder = tmp_path / "redirects" / "cloudflare"
    (folder / "index.html").write_text("home")
    command = ["node", "cloudflare.cjs", str(folder)]
    with subprocess.Popen(
        command,
        cwd=node_modules.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        said = next((line for line in server.stdout if line.startswith("port ")), "")
        assert said
        yield int(said.split()[1])
        server.stdin.close()


def test_cloudflare_answers_each_address_in_either_spelling_or_has_told(
    cloudflare: int, entries: list[MapEntry], tmp_path: Path
) -> None:
    told = (tmp_path / "redirects" / "cloudflare" / "left-over.txt").read_text().split()
    for entry in entries:
        if entry.old_url in told:
            continue
        for path in {encoded_path(entry), browser_path(entry)}:
            connection = http.client.HTTPConnection("127.0.0.1", cloudflare, timeout=10)
            connection.request("GET", path)
            response = connection.getresponse()
            answer = response.status, urlsplit(response.getheader("Location") or "").path
            connection.close()
            assert answer == (301, entry.new_url), path
    assert sorted(told[::2]) == sorted(
        [f"{OLD}/star*", f"{OLD}/co:lon", f"{OLD}/given-up", f"{OLD}/?p=12", f"{OLD}/index.php?q=node/7&x=a%20b"]
    )

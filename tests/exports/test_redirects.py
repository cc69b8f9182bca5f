# ruff: noqa: E501 - a list of addresses is clearer in few lines
"""The redirects are asked of real servers: each old address must answer with one redirect to the right place."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from archive.store import Archive
from exports.bundle import open_bundle
from exports.redirects import servers, write_redirects
from exports.url_map import MapEntry, UrlMap, UrlRules, build_url_map

OLD = "http://old.example"


@pytest.fixture
def hard_map(build_archive: Callable[[Sequence[Any]], Path], story: Callable[..., Any]) -> Iterator[UrlMap]:
    """A map whose old addresses have every sign that means something in some configuration."""
    paths = [
        "/plain", "/with/slash/", "/two%20words", "/semi;colon", "/quo'te", "/doll$ar", "/dollar$1", "/per%25cent", "/til~de",
        "/~user/a", "/star*", "/plus+plus", "/brackets(1)[2]", "/curly%7Bx%7D", "/co:lon", "/pi%7Cpe", "/dot.html", "/hash%23x",
        "/que%3Fstion", "/quote%22d", "/back%5Cslash", "/latin/caf%E9", "/utf/caf%C3%A9", "/%D0%9F%D1%80", "/am&p", "/at@x,=y!",
        "/caret%5Ex", "/default", "/Mixed/Case",
    ]  # fmt: skip
    stories = [story(OLD + path, f"Title {n}") for n, path in enumerate(paths)]
    stories.append(
        story(f"{OLD}/asked", "Asked", addresses=[
            (f"{OLD}/?p=12", "shortlink"), (f"{OLD}/index.php?q=node/7&x=a%20b", "shortlink"), (f"{OLD}/print/asked", "print"),
        ])
    )  # fmt: skip
    stories += [story(f"{OLD}/shared", "Shared one"), story("http://second.example/shared", "Shared two")]
    folder = build_archive(stories)
    rows = ((f"{OLD}/given-up", "410"), (f"{OLD}/about.php", "/about/"))
    with Archive(folder) as archive, build_url_map(archive, UrlRules("/new/{id}/", rows=rows)) as url_map:
        yield url_map


@pytest.fixture
def configuration(hard_map: UrlMap, tmp_path: Path) -> Path:
    """All redirect files."""
    with open_bundle(tmp_path / "redirects") as folder:
        write_redirects(hard_map, folder)
    return tmp_path / "redirects"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server on loopback, up when the block begins and gone when it ends."""
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail((folder / "server.log").read_text())
                # no event tells that a server listens; a connection that is refused comes back at once
                time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(10)


class Asker:
    """Asks one server for raw addresses, one connection each."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __call__(self, url: str, *, more_query: str = "") -> tuple[int, str]:
        """(status, path and query of Location) for an old address, sent as it is written."""
        parts = urlsplit(url)
        query = "&".join(part for part in (parts.query, more_query) if part)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", parts.path + (f"?{query}" if query else ""), skip_host=True)
        connection.putheader("Host", parts.netloc)
        connection.endheaders()
        response = connection.getresponse()
        response.read()
        connection.close()
        location = urlsplit(response.getheader("Location") or "")
        return response.status, location.path + (f"?{location.query}" if location.query else "")


def wrong_answers(ask: Asker, entries: Iterator[MapEntry] | list[MapEntry]) -> list[str]:
    """A line for each old address that does not answer as the map says."""
    wrong = []
    for entry in entries:
        for more_query in ("", "utm_source=mail") if not entry.query else ("",):
            status, location = ask(entry.old_url, more_query=more_query)
            wanted = (entry.status, entry.new_url)
            if (status, location) != wanted:
                wrong.append(f"{entry.old_url} {more_query}: {status} {location}, not {wanted}")
    return wrong


NGINX = """
daemon off; master_process off; pid nginx.pid; error_log stderr;
events { }
http {
    access_log off; client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp;
    scgi_temp_path tmp; merge_slashes on;
    include oldface-http.conf;
    server { listen 127.0.0.1:PORT; root html; include oldface-server.conf; }
}
"""


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx")
def test_nginx_answers_every_old_address_with_one_redirect(configuration: Path, hard_map: UrlMap) -> None:
    folder = configuration / "nginx"
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.replace("PORT", str(port)))
    (folder / "html").mkdir()
    with running(["nginx", "-p", str(folder), "-c", "nginx.conf"], port, folder):
        ask = Asker(port)
        assert wrong_answers(ask, hard_map.entries()) == []
        assert ask(f"{OLD}/unknown")[0] == 404
        assert ask(f"{OLD}/mixed/CASE/")[0] == 301


APACHE = """
ServerName localhost
ServerRoot "FOLDER"
Define SRVROOT "FOLDER"
Listen 127.0.0.1:PORT
PidFile apache.pid
ErrorLog /dev/stderr
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
DocumentRoot "FOLDER/html"
<Directory "FOLDER/html">
AllowOverride All
Require all granted
</Directory>
"""


def start_apache(folder: Path, more: str) -> tuple[list[str], int]:
    port = free_port()
    (folder / "html").mkdir()
    (folder / "conf").mkdir()
    (folder / "apache.conf").write_text(APACHE.replace("FOLDER", str(folder)).replace("PORT", str(port)) + more)
    return ["apache2", "-X", "-f", str(folder / "apache.conf")], port


@pytest.mark.skipif(shutil.which("apache2") is None, reason="no apache2")
@pytest.mark.parametrize("way", ["htaccess", "map"])
def test_apache_answers_every_old_address_with_one_redirect(configuration: Path, hard_map: UrlMap, way: str) -> None:
    folder = configuration / "apache"
    command, port = start_apache(folder, "Include oldface-rewrite.conf\n" if way == "map" else "")
    if way == "map":
        (folder / "oldface-map.txt").rename(folder / "conf" / "oldface-map.txt")
    else:
        (folder / "htaccess.txt").rename(folder / "html" / ".htaccess")
    with running(command, port, folder):
        wrong = wrong_answers(
            Asker(port), [entry for entry in first_hosts(hard_map) if way != "map" or not entry.query]
        )
    assert wrong == []


CADDY = """
{
	admin off
	auto_https off
}
http://:PORT {
	bind 127.0.0.1
	import oldface.caddy
	respond 404
}
"""


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no caddy")
def test_caddy_answers_every_old_address_with_one_redirect(configuration: Path, hard_map: UrlMap) -> None:
    folder = configuration / "caddy"
    port = free_port()
    (folder / "Caddyfile").write_text(CADDY.replace("PORT", str(port)))
    with running(["caddy", "run", "--config", "Caddyfile"], port, folder):
        wrong = wrong_answers(Asker(port), list(first_hosts(hard_map)))
    # what a Caddyfile cannot hold was told when it was written
    assert {line.split()[0] for line in wrong} == {f"{OLD}/curly%7Bx%7D", f"{OLD}/latin/caf%E9"}


def first_hosts(url_map: UrlMap) -> Iterator[MapEntry]:
    """The entries of a server without hosts: of two hosts with one path only the first can have it."""
    seen: set[tuple[str, str]] = set()
    for entry, _ in url_map.entries_by_path():
        if (entry.path, entry.query) not in seen:
            seen.add((entry.path, entry.query))
            yield entry


def test_every_server_writes_something_for_every_address_or_says_so(hard_map: UrlMap, tmp_path: Path) -> None:
    with open_bundle(tmp_path / "all") as folder:
        warnings = write_redirects(hard_map, folder)
    assert sorted(warnings) == sorted(servers())
    for name in ("apache", "caddy", "cloudflare", "iis", "netlify", "vercel", "wordpress"):
        assert any("second.example/shared" in warning for warning in warnings[name]), name

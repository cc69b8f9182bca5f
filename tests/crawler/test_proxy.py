"""Through a proxy the site's bytes are recorded; the proxy is named, its password nowhere, its own network is safe."""

from __future__ import annotations

import asyncio
import threading
from urllib.parse import urlsplit

import pytest

from archive.errors import BadConfiguration
from crawler.proxy_address import is_inside_name, read_proxy

BODY = b"<html><body>words of the site</body></html>"


class ToyProxy:
    """An HTTP proxy on loopback that leads every name to 127.0.0.1, and keeps what it was asked."""

    def __init__(self):
        self.heads = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self):
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self):
        self._stop = asyncio.Event()
        self._writers = []
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # the transports close in the loop's next turn

    async def _answer(self, reader, writer):
        self._writers.append(writer)
        try:
            head = await self._read_head(reader)
            method, target, _ = head.split(b" ", 2)
            is_tunnel = method == b"CONNECT"
            port = int(target.rpartition(b":")[2]) if is_tunnel else urlsplit(target.decode()).port
            upstream_reader, upstream = await asyncio.open_connection("127.0.0.1", port)
            self._writers.append(upstream)
            if is_tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                forth = self._pass(reader, upstream)
            else:
                forth = self._pass_requests(head, reader, upstream)
            await asyncio.gather(forth, self._pass(upstream_reader, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _read_head(self, reader):
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        return head

    async def _pass_requests(self, head, reader, upstream):
        """Requests without a body, their absolute addresses made paths (RFC 9112 section 3.2.2)."""
        while True:
            target = head.split(b" ", 2)[1]
            upstream.write(head.replace(target, urlsplit(target.decode()).path.encode(), 1))
            head = await self._read_head(reader)

    async def _pass(self, source, target):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
        target.close()


@pytest.fixture
def proxy():
    toy = ToyProxy()
    yield toy
    toy.stop()


def through(proxy):
    return {"OLDFACE_PROXY": f"http://me:s3cret@127.0.0.1:{proxy.port}", "RETRY_TIMES": 0}


@pytest.mark.parametrize("kind", ["raw_server", "tls_server"])
def test_a_site_is_recorded_through_a_proxy(kind, request, proxy, crawls, records, accepted_by_everyone):
    server = request.getfixturevalue(kind)
    script = server.page("/page", BODY)
    seed = server.url("/page").replace("127.0.0.1", "blog.example")
    crawls.run(seed, settings=through(proxy))
    found = records(*crawls.warcs)
    (response,) = [r for r in found if r["WARC-Type"] == "response" and r["WARC-Target-URI"] == seed]
    assert response.block == script.sent[0]
    assert response.get("WARC-IP-Address") is None  # the address we talk to is not the site's
    about = [r for r in found if r["WARC-Type"] == "metadata" and r["WARC-Target-URI"] == seed]
    assert any(f"proxy: http://127.0.0.1:{proxy.port}\r\n".encode() in record.block for record in about)
    assert f"proxy: http://127.0.0.1:{proxy.port}\r\n".encode() in found[0].block
    is_tunnel = kind == "tls_server"
    assert ("tls/1.3" in response.all("WARC-Protocol")) is is_tunnel
    assert any(b"tlsCertificateSha256: " in record.block for record in about) is is_tunnel
    assert all(head.startswith(b"CONNECT blog.example:") is is_tunnel for head in proxy.heads)
    assert all(b"Proxy-Authorization: Basic bWU6czNjcmV0\r\n" in head for head in proxy.heads)
    accepted_by_everyone(crawls.warcs[0])


def test_the_proxys_password_is_in_no_file(raw_server, proxy, crawls, records):
    raw_server.page("/robots.txt", b"")
    raw_server.add("/page", b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", keep_alive=True)  # so that it is retried
    raw_server.page("/page", BODY)
    seed = raw_server.url("/page").replace("127.0.0.1", "blog.example")
    crawls.run(seed, settings={**through(proxy), "RETRY_TIMES": 1})
    assert len(proxy.heads) >= 2
    for record in records(*crawls.warcs):
        assert b"bWU6czNjcmV0" not in record.block
    for path in crawls.folder.rglob("*"):
        if path.is_file():
            assert b"bWU6czNjcmV0" not in path.read_bytes()
            assert b"s3cret" not in path.read_bytes()


def test_the_proxys_own_network_is_not_asked_for(raw_server, proxy, crawls):
    inside = raw_server.__class__()
    links = "".join(
        f'<a href="http://{host}:{inside.port}/secret">'
        for host in ("localhost", "127.0.0.1", "127.1", "wiki", "db.internal", "[::1]", "0x7f000001")
    )
    raw_server.page("/robots.txt", b"")
    raw_server.page("/page", links.encode())
    seed = raw_server.url("/page").replace("127.0.0.1", "blog.example")
    told = crawls.run(seed, settings=through(proxy))
    inside.stop()
    assert inside.hits == []
    assert {attempt["error"] for attempt in told["attempts"] if "/secret" in attempt["url"]} == {"privateAddress"}


@pytest.mark.parametrize(
    "host", ["localhost", "a.localhost", "10.1.2.3", "[::1]", "127.1", "0x7f.0.0.1", "intern", "x.lan"]
)
def test_names_of_the_inside_are_known(host):
    assert is_inside_name(host)


@pytest.mark.parametrize("host", ["blog.example", "www.2020.example", "8.8.8.8", "local.example", "2606:4700::1"])
def test_names_of_the_web_are_let_through(host):
    assert not is_inside_name(host)


@pytest.mark.parametrize("text", ["socks5://me:s3cret@a:1080", "https://me:s3cret@a:3128", "http://me:s3cret@a:port"])
def test_a_proxy_that_cannot_be_used_is_refused_without_its_password(text):
    with pytest.raises(BadConfiguration) as caught:
        read_proxy(text)
    assert "s3cret" not in str(caught.value)

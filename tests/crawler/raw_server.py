"""A server on loopback that sends the literal bytes a test gives it, and keeps the literal bytes it gets."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

Step = bytes | str
"""Bytes to send, or 'close', 'reset', 'wait' (until the client ends it), 'drip' (a byte now and then, for ever)."""


@dataclass
class Script:
    """What one path answers."""

    steps: list[Step]
    keep_alive: bool = False
    """Whether the connection takes another request afterwards."""
    requests: list[bytes] = field(default_factory=list)
    """What was received, one entry a request."""
    sent: list[bytes] = field(default_factory=list)


class RawServer:
    """Answers by path; the first script of a path is used up first when there are several."""

    def __init__(self, *, tls: tuple[Path, Path] | None = None, host: str = "127.0.0.1") -> None:
        self._host = host
        self.scripts: dict[str, list[Script]] = {}
        self.hits: list[str] = []
        """Paths in the order they were asked for."""
        self.port = 0
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def add(self, path: str, *steps: Step, keep_alive: bool = False) -> Script:
        script = Script(list(steps), keep_alive)
        self.scripts.setdefault(path, []).append(script)
        return script

    def page(self, path: str, body: bytes = b"<html></html>", *, headers: str = "", status: str = "200 OK") -> Script:
        """An ordinary answer."""
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        return self.add(path, head.encode() + body, keep_alive=True)

    def url(self, path: str) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def refuse_from_now(self) -> None:
        """Refuses connections, and ends those there are."""
        self._do(self._close_all)

    def answer_again(self) -> None:
        """Listens again on the same port."""
        self._do(self._listen)

    def stop(self) -> None:
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        context = None
        if self._tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self._tls)
        self._context = context
        self._writers: set[asyncio.StreamWriter] = set()
        await self._listen()
        self._ready.set()
        await self._stop.wait()
        self._server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._answer, self._host, self.port, ssl=self._context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close_all(self) -> None:
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    def _do(self, action: Callable[[], Coroutine[None, None, None]]) -> None:
        asyncio.run_coroutine_threadsafe(action(), self._loop).result(10)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while await self._answer_one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        body = await reader.readexactly(int(length[0].split(b":")[1])) if length else b""
        path = head.split(b" ")[1].decode()
        self.hits.append(path)
        scripts = self.scripts.get(path)
        if not scripts:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return True
        script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
        script.requests.append(head + body)
        sent = b""
        for step in script.steps:
            if isinstance(step, bytes):
                sent += step
                writer.write(step)
                await writer.drain()
                await asyncio.sleep(0.002)  # so that the client gets the steps one by one
            elif step == "close":
                script.sent.append(sent)
                return False
            elif step == "reset":
                script.sent.append(sent)
                _reset(writer)
                return False
            elif step == "wait":
                script.sent.append(sent)
                await reader.read(1)
                return False
            elif step == "drip":
                script.sent.append(sent)
                while not writer.is_closing():
                    writer.write(b"x")
                    await writer.drain()
                    await asyncio.sleep(0.2)
                return False
        script.sent.append(sent)
        return script.keep_alive


def _reset(writer: asyncio.StreamWriter) -> None:
    """Closes the connection with RST: linger of no time."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


Factory = Callable[..., RawServer]

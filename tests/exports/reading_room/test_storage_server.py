"""What is in object storage is given in stretches, on loopback, to who knows the address."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.store import Archive
from archive.warc_places import PlacedWarc
from exports.reading_room.replay import find_pywb, replaying
from exports.reading_room.storage_server import serving_stretches

SEED = "http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future"
DATA = bytes(range(256)) * 4000


@pytest.fixture
def address(into_bucket: Callable[[str, bytes], str]) -> Iterator[str]:
    with serving_stretches([PlacedWarc("a.warc.gz", into_bucket("room/a.warc.gz", DATA))]) as served:
        yield served["a.warc.gz"]


def fetch(address: str, wanted: str | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(address, headers={"Range": wanted} if wanted else {})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.read()


@pytest.mark.parametrize(
    ("wanted", "status", "data"),
    [
        ("bytes=5-9", 206, DATA[5:10]),
        ("bytes=300000-900000", 206, DATA[300_000:900_001]),
        ("bytes=1023990-", 206, DATA[1_023_990:]),
        ("bytes=1023990-9999999", 206, DATA[1_023_990:]),
        (None, 200, DATA),
    ],
)
def test_a_stretch_is_given_as_asked_for(address: str, wanted: str | None, status: int, data: bytes) -> None:
    assert fetch(address, wanted) == (status, data)


def test_who_does_not_know_the_address_gets_nothing(address: str) -> None:
    port = address.split("/")[2]
    for path in ("/", "/0", "/a.warc.gz"):
        with pytest.raises(urllib.error.HTTPError, match="404") as told:
            fetch(f"http://{port}{path}")
        told.value.close()


def test_what_storage_does_not_give_is_an_error_and_no_empty_file(
    into_bucket: Callable[[str, bytes], str],
) -> None:
    gone = into_bucket("room/b.warc.gz", DATA).replace("b.warc", "gone.warc")
    with serving_stretches([PlacedWarc("b.warc.gz", gone)]) as served:
        with pytest.raises(urllib.error.HTTPError, match="502") as told:
            fetch(served["b.warc.gz"], "bytes=0-9")
        told.value.close()


def test_a_capture_is_played_from_object_storage(demo_copy: Path, into_bucket: Callable[[str, bytes], str]) -> None:
    program = find_pywb(None)
    if program is None:
        pytest.skip("pywb is not installed: make replay")
    warc = demo_copy / "warc" / "demo.warc.gz"
    address = into_bucket("room/demo.warc.gz", warc.read_bytes())
    warc.unlink()
    (demo_copy / "warc" / "demo.warc.gz.at").write_text(f"{address}\n")
    with Archive(demo_copy) as archive, replaying(archive, program, room_origin="http://127.0.0.1:1") as replay:
        stamp = archive.article(SEED).capture.timestamp14
        assert "A Vision for Mexico’s Future" in fetch(f"{replay}{stamp}mp_/{SEED}")[1].decode()

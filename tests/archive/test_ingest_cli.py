"""When worker processes are begun before anything is read."""

from __future__ import annotations

from pathlib import Path

from archive.ingest_cli import is_much_to_read
from archive.worker_process import FEWEST_BYTES_FOR_WORKERS


def test_only_what_is_large_on_this_machine_is_much_to_read(tmp_path: Path) -> None:
    with (tmp_path / "a.warc").open("wb") as file:
        file.truncate(FEWEST_BYTES_FOR_WORKERS)
    (tmp_path / "b.warc").write_bytes(b"WARC/1.0")
    assert is_much_to_read([str(tmp_path)])
    assert is_much_to_read([str(tmp_path / "b.warc"), str(tmp_path / "a.warc")])
    assert not is_much_to_read([str(tmp_path / "b.warc"), "s3://bucket/a.warc", str(tmp_path / "missing")])

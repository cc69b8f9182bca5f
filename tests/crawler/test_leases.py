"""A site belongs to one crawl at a time, and a dead one's is taken over."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from archive.errors import ArchiveInUse
from crawler.leases import DEAD_AFTER_SECONDS, held_lease, read_lease


def make_old(folder: Path) -> None:
    path = folder / "lease.json"
    stamp = path.stat().st_mtime - DEAD_AFTER_SECONDS - 1
    os.utime(path, (stamp, stamp))


def test_a_held_site_is_refused_to_others_and_free_afterwards(tmp_path: Path) -> None:
    with held_lease(tmp_path) as holder:
        lease = read_lease(tmp_path)
        assert lease is not None
        assert lease.holder == holder
        assert lease.is_alive
        with pytest.raises(ArchiveInUse, match="crawls this site"), held_lease(tmp_path):
            pass
    assert read_lease(tmp_path) is None


def test_a_dead_holders_site_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "lease.json").write_text('{"holder": "dead:1:x"}', encoding="utf-8")
    make_old(tmp_path)
    with held_lease(tmp_path) as holder:
        lease = read_lease(tmp_path)
        assert lease is not None
        assert lease.holder == holder
    assert list(tmp_path.iterdir()) == []


def test_a_lease_cut_short_by_a_crash_counts_by_its_age(tmp_path: Path) -> None:
    (tmp_path / "lease.json").write_bytes(b"")
    with pytest.raises(ArchiveInUse), held_lease(tmp_path):
        pass
    make_old(tmp_path)
    with held_lease(tmp_path):
        pass


def test_of_many_that_see_a_dead_one_only_one_takes_its_site(tmp_path: Path) -> None:
    (tmp_path / "lease.json").write_text('{"holder": "dead:1:x"}', encoding="utf-8")
    make_old(tmp_path)
    won: list[str] = []
    refused: list[str] = []
    done = threading.Event()
    gate = threading.Barrier(8)

    def take() -> None:
        gate.wait()
        try:
            with held_lease(tmp_path) as holder:
                won.append(holder)
                done.wait(20)
        except ArchiveInUse as error:
            refused.append(str(error))
            if len(refused) == 7:
                done.set()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_holder_that_lives_touches_its_lease(tmp_path: Path) -> None:
    with held_lease(tmp_path, beat_seconds=0.01):
        make_old(tmp_path)
        for _ in range(500):
            lease = read_lease(tmp_path)
            assert lease is not None
            if lease.is_alive:
                return
            threading.Event().wait(0.01)
        raise AssertionError("nobody touched it")

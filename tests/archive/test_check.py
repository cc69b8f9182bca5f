"""Each way a WARC, an index, a package or a database can be damaged is found, with its place."""

from __future__ import annotations

import base64
import gzip
import hashlib
import shutil
import sqlite3
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.check import digest_labels_agree
from archive.check_folder import check_path
from archive.errors import BadInput
from archive.package import package_folder
from archive.store import DATABASE_NAME

NOW = datetime(2014, 4, 1, tzinfo=UTC)


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def record(
    number: int, body: bytes = b"<p>text</p>", *, headers: str = "Content-Type: text/html\r\n", **fields: str
) -> bytes:
    """A response record with right digests; `fields` overrules ('' leaves one out)."""
    block = f"HTTP/1.1 200 OK\r\n{headers}\r\n".encode() + body
    values = {
        "WARC-Type": "response", "WARC-Record-ID": f"<urn:test:{number}>", "WARC-Date": "2014-02-26T16:32:07Z",
        "WARC-Target-URI": f"http://blog.example/{number}", "Content-Type": "application/http; msgtype=response",
        "WARC-Block-Digest": sha1(block), "WARC-Payload-Digest": sha1(body), "Content-Length": str(len(block)),
    }  # fmt: skip
    values |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in values.items() if value)
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def write(path: Path, *records: bytes) -> Path:
    path.write_bytes(b"".join(gzip.compress(one) for one in records))
    return path


def found(path: Path) -> list[tuple[str, str, int | None]]:
    return [(finding.severity, finding.code, finding.offset_bytes) for finding in check_path(path).findings]


def test_a_whole_file_has_no_findings(tmp_path):
    report = check_path(write(tmp_path / "a.warc.gz", record(1), record(2)))
    assert (report.findings, report.records, report.digests) == ([], 2, 4)


def test_a_changed_byte_is_found_by_its_digest(tmp_path):
    first = gzip.compress(record(1))
    changed = gzip.compress(record(2).replace(b"<p>text", b"<p>next"))
    (tmp_path / "a.warc.gz").write_bytes(first + changed + gzip.compress(record(3)))
    assert found(tmp_path / "a.warc.gz") == [
        ("damage", "record.block-digest", len(first)), ("damage", "record.payload-digest", len(first)),
    ]  # fmt: skip


def test_a_flipped_bit_in_the_file_loses_one_record_and_no_other(tmp_path):
    first, second = gzip.compress(record(1)), bytearray(gzip.compress(record(2, b"<p>" + bytes(range(200)))))
    second[-60] ^= 1
    (tmp_path / "a.warc.gz").write_bytes(first + bytes(second) + gzip.compress(record(3)))
    report = check_path(tmp_path / "a.warc.gz")
    assert ("warc.damaged", len(first)) in [(finding.code, finding.offset_bytes) for finding in report.findings]
    assert ("a.warc.gz", len(first) + len(second)) in report.places


@pytest.mark.parametrize("cut", [1, 4, 40])
def test_a_torn_tail_is_found_and_what_is_before_it_counted(tmp_path, cut):
    whole = gzip.compress(record(1))
    (tmp_path / "a.warc.gz").write_bytes(whole + gzip.compress(record(2))[:-cut])
    (finding,) = check_path(tmp_path / "a.warc.gz").findings
    assert (finding.code, finding.offset_bytes) == ("warc.torn", len(whole))
    assert "before it" in finding.can_be_saved


def test_a_torn_plain_file_is_found(tmp_path):
    (tmp_path / "a.warc").write_bytes(record(1) + record(2)[:-30])
    assert [code for _, code, _ in found(tmp_path / "a.warc")] == ["warc.torn"]


@pytest.mark.parametrize(
    ("fields", "code", "severity"),
    [
        ({"WARC_Record_ID": ""}, "record.missing-field", "fault"),
        ({"WARC_Date": ""}, "record.missing-field", "fault"),
        ({"WARC_Record_ID": "<urn:test:1>"}, "record.duplicate-id", "fault"),
        ({"WARC_Concurrent_To": "<urn:test:99>"}, "record.dangling-reference", "fault"),
        ({"WARC_Block_Digest": "crc32:1234"}, "record.unknown-digest", "fault"),
        ({"WARC_Block_Digest": sha1(b"other")}, "record.block-digest", "damage"),
    ],
)  # fmt: skip
def test_each_broken_rule_is_named(tmp_path, fields, code, severity):
    path = write(tmp_path / "a.warc.gz", record(1), record(2, **fields))
    assert [(s, c) for s, c, _ in found(path)] == [(severity, code)]


def test_the_standards_digest_of_a_chunked_body_is_right_and_the_framed_one_a_fault(tmp_path):
    body, headers = b"3\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"
    right = write(tmp_path / "a.warc.gz", record(1, body, headers=headers, WARC_Payload_Digest=sha1(b"abc")))
    framed = write(tmp_path / "b.warc.gz", record(1, body, headers=headers))
    assert found(right) == []
    assert [(s, c) for s, c, _ in found(framed)] == [("fault", "record.payload-digest-of-framing")]


@pytest.mark.parametrize("step", [8, 11, 13, 40, 97])
def test_where_a_piece_of_the_file_ends_is_no_damage(tmp_path, monkeypatch, step):
    path = write(tmp_path / "a.warc.gz", *(record(number, b"x" * number) for number in range(1, 60)))
    monkeypatch.setattr("archive.warc_streams._CHUNK", step)
    report = check_path(path)
    assert (report.findings, report.records, report.digests) == ([], 59, 118)


def test_digests_may_be_written_in_three_bases():
    digest = hashlib.sha256(b"x").digest()
    for value in (base64.b32encode(digest).decode(), digest.hex().upper(), base64.b64encode(digest).decode()):
        assert digest_labels_agree(value, digest)
    assert not digest_labels_agree("AAAA", digest)


def test_what_is_no_warc_says_so(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"not a record"))
    assert [code for _, code, _ in found(tmp_path / "a.warc.gz")] == ["warc.unreadable"]


def test_an_open_file_is_a_fault_and_no_damage(tmp_path):
    write(tmp_path / "a.warc.gz.open", record(1))
    assert [(s, c) for s, c, _ in found(tmp_path)] == [("fault", "warc.open")]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no WARC"):
        check_path(tmp_path)


def test_a_whole_archive_has_no_findings(demo_folder):
    report = check_path(demo_folder)
    assert report.findings == []
    assert report.database_links > 100


def test_a_database_that_points_elsewhere_is_found(demo_copy):
    with sqlite3.connect(demo_copy / DATABASE_NAME) as database:
        database.execute(
            "UPDATE captures SET offset_bytes = offset_bytes + 1 WHERE id = (SELECT min(id) FROM captures)"
        )
    database.close()
    codes = {code for _, code, _ in found(demo_copy)}
    assert codes == {"database.missing-record", "database.not-ingested"}


@pytest.mark.parametrize("wrong", ["status = NULL", "payload_digest = 'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'"])
def test_a_database_that_says_other_than_the_record_is_found(demo_copy, wrong):
    with sqlite3.connect(demo_copy / DATABASE_NAME) as database:
        database.execute(f"UPDATE captures SET {wrong} WHERE id = (SELECT min(id) FROM captures WHERE status = 200)")
    database.close()
    assert [(s, c) for s, c, _ in found(demo_copy)] == [("damage", "database.other-capture")]


def test_a_row_that_refers_to_nothing_is_found(demo_copy):
    with sqlite3.connect(demo_copy / DATABASE_NAME) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DELETE FROM people WHERE id = (SELECT min(id) FROM people)")
    database.close()
    assert "database.damaged" in {code for _, code, _ in found(demo_copy)}


def test_a_file_the_database_was_filled_from_and_lost_is_found(demo_copy):
    (warc,) = (demo_copy / "warc").glob("*.warc.gz")
    warc.rename(warc.with_name("other.warc.gz"))
    assert {"database.missing-file", "database.file-not-read"} <= {code for _, code, _ in found(demo_copy)}


def test_a_package_is_checked_whole(demo_folder, tmp_path):
    package_folder(demo_folder, tmp_path / "a.wacz", now=NOW)
    report = check_path(tmp_path / "a.wacz")
    assert report.findings == []
    assert report.index_lines > 100


def test_a_changed_byte_in_a_package_is_found_with_the_record_it_hit(demo_folder, tmp_path):
    package_folder(demo_folder, tmp_path / "a.wacz", now=NOW)
    data = bytearray((tmp_path / "a.wacz").read_bytes())
    data[50_000] ^= 1
    (tmp_path / "a.wacz").write_bytes(data)
    report = check_path(tmp_path / "a.wacz")
    codes = {finding.code for finding in report.findings}
    assert "package.digest" in codes
    assert codes & {"warc.damaged", "record.block-digest", "record.payload-digest"}
    assert report.records > 100


def test_a_bag_is_checked_and_its_damage_found(demo_folder, tmp_path):
    package_folder(demo_folder, tmp_path / "bag", now=NOW, as_bag=True)
    assert check_path(tmp_path / "bag").findings == []
    target = tmp_path / "bag" / "data" / DATABASE_NAME
    target.write_bytes(target.read_bytes() + b"x")
    assert "bag.invalid" in {code for _, code, _ in found(tmp_path / "bag")}


def test_nothing_is_changed_by_looking(demo_copy, tmp_path):
    shutil.copytree(demo_copy, tmp_path / "before")
    check_path(demo_copy)
    for path in (tmp_path / "before").rglob("*"):
        if path.is_file():
            assert (demo_copy / path.relative_to(tmp_path / "before")).read_bytes() == path.read_bytes()


def test_a_file_that_is_kept_elsewhere_is_read_there(demo_copy, demo_folder, elsewhere):
    report, wanted = check_path(demo_copy), check_path(demo_folder)
    assert report.findings == []
    assert (report.records, report.digests, report.database_links, report.size_bytes) == (
        wanted.records, wanted.digests, wanted.database_links, elsewhere.stat().st_size,
    )  # fmt: skip


def test_a_file_in_object_storage_is_read_there(demo_copy, elsewhere, into_bucket):
    address = into_bucket("check/demo.warc.gz", elsewhere.read_bytes())
    (demo_copy / "warc" / "demo.warc.gz.at").write_text(f"{address}\n")
    report = check_path(demo_copy)
    assert (report.findings, report.size_bytes) == ([], elsewhere.stat().st_size)
    into_bucket("check/demo.warc.gz", elsewhere.read_bytes()[:-9])
    assert {"warc.torn", "database.other-file"} <= {code for _, code, _ in found(demo_copy)}


def test_a_file_that_is_not_in_its_bucket_is_one_finding(demo_copy, elsewhere, into_bucket):
    address = into_bucket("check/other.warc.gz", b"").replace("other", "gone")
    elsewhere.unlink()
    (demo_copy / "warc" / "demo.warc.gz.at").write_text(f"{address}\n")
    (finding,) = check_path(demo_copy).findings
    assert (finding.code, address in finding.what) == ("warc.not-reached", True)


def test_a_changed_byte_in_a_file_elsewhere_is_found(demo_copy, elsewhere):
    data = bytearray(elsewhere.read_bytes())
    data[50_000] ^= 1
    elsewhere.write_bytes(data)
    codes = {code for _, code, _ in found(demo_copy)}
    assert "database.other-file" in codes
    assert codes & {"warc.damaged", "record.block-digest", "record.payload-digest"}


def test_a_file_that_is_not_to_be_reached_is_one_finding_and_says_where_it_was(demo_copy, elsewhere):
    elsewhere.unlink()
    (finding,) = check_path(demo_copy).findings
    assert (finding.severity, finding.code, finding.file) == ("damage", "warc.not-reached", "demo.warc.gz")
    assert str(elsewhere) in finding.what
    assert "demo.warc.gz.at" in finding.next_step


def test_what_other_files_refer_to_may_be_in_one_that_is_not_to_be_reached(tmp_path):
    write(tmp_path / "a.warc.gz", record(1, WARC_Concurrent_To="<urn:test:9>"))
    (tmp_path / "b.warc.gz.at").write_text("gone/b.warc.gz\n")
    assert [code for _, code, _ in found(tmp_path)] == ["warc.not-reached"]


def test_a_file_that_was_put_beside_its_note_counts(demo_copy, elsewhere):
    elsewhere.rename(demo_copy / "warc" / "demo.warc.gz")
    report = check_path(demo_copy)
    assert (report.files, report.findings) == (1, [])


def test_a_place_may_be_told_from_the_note_on_and_the_note_be_checked_alone(tmp_path):
    (tmp_path / "shelf").mkdir()
    write(tmp_path / "shelf" / "a.warc.gz", record(1), record(2))
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "a.warc.gz.at").write_text("../shelf/a.warc.gz\n")
    for path in (tmp_path, tmp_path / "warc" / "a.warc.gz.at"):
        report = check_path(path)
        assert (report.findings, report.records) == ([], 2)


def test_a_note_inside_a_package_leads_nowhere(demo_folder, tmp_path):
    write(tmp_path / "private.warc.gz", record(1))
    package_folder(demo_folder, tmp_path / "a.wacz", now=NOW)
    before = check_path(tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz", "a") as package:
        package.writestr("archive/private.warc.gz.at", f"{tmp_path / 'private.warc.gz'}\n")
    assert check_path(tmp_path / "a.wacz").records == before.records


def test_each_byte_of_a_file_is_read_once(demo_copy, elsewhere):
    pytest.importorskip("fsspec")
    from fsspec.implementations.memory import MemoryFile, MemoryFileSystem

    read: list[int] = []

    class Counted(MemoryFile):
        def read(self, size: int = -1) -> bytes:
            data = super().read(size)
            read.append(len(data))
            return data

    MemoryFileSystem.store["/once/demo.warc.gz"] = Counted(
        MemoryFileSystem(), "/once/demo.warc.gz", elsewhere.read_bytes()
    )
    (demo_copy / "warc" / "demo.warc.gz.at").write_text("memory://once/demo.warc.gz\n")
    assert check_path(demo_copy).findings == []
    assert elsewhere.stat().st_size <= sum(read) < 1.01 * elsewhere.stat().st_size

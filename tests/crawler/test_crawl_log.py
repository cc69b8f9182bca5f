"""The crawl log has Heritrix's columns and is read back the same, torn lines left out."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from crawler.crawl_log import is_guess, log_line, read_log, read_log_line
from crawler.crawl_signals import Attempt

AT = datetime(2014, 2, 26, 16, 32, 7, 500_000, UTC)


def attempt(**changes):
    values = {
        "at": AT, "url": "http://a.example/", "status": 200, "error": None, "size_bytes": 120, "hop_path": "LE",
        "via": "http://a.example/b", "kind": "requisite", "mime": "image/png", "fetch_ms": 750,
        "payload_digest": "sha1:ABC", "annotations": ("revisit",),
    }  # fmt: skip
    return Attempt(**{**values, **changes})


def test_a_line_has_twelve_columns_in_heritrix_order():
    assert log_line(attempt()).split() == [
        "2014-02-26T16:32:08.250Z", "200", "120", "http://a.example/", "LE", "http://a.example/b", "image/png", "#000",
        "20140226163207500+750", "sha1:ABC", "-", "kind:requisite,revisit",
    ]  # fmt: skip


def test_what_is_no_http_status_has_heritrix_code():
    line = log_line(attempt(status=None, error="unknownHost", fetch_ms=None, mime=None, payload_digest=None))
    assert line.split()[1] == "-1"
    assert read_log_line(line).error == "unknownHost"


def test_a_line_is_read_back():
    read = read_log_line(log_line(attempt()))
    assert (read.status, read.url, read.hop_path, read.via, read.kind, read.fetch_ms, read.annotations) == (
        200, "http://a.example/", "LE", "http://a.example/b", "requisite", 750, ("revisit",),
    )  # fmt: skip


@given(mime=st.text(max_size=12), via=st.one_of(st.none(), st.text(max_size=12)))
def test_nothing_a_server_says_breaks_the_columns(mime, via):
    assert read_log_line(log_line(attempt(mime=mime, via=via))) is not None


def test_a_torn_line_is_left_out(tmp_path):
    log = tmp_path / "crawl.log"
    whole = log_line(attempt())
    log.write_text(f"{whole}\n{whole[:60]}\n{whole}\n{whole[:40]}")
    assert len(list(read_log(log))) == 2
    assert list(read_log(tmp_path / "none.log")) == []


def test_a_place_nobody_named_is_a_guess():
    assert [is_guess(path) for path in ("I", "X", "LLXR", "IL", "", "LE")] == [True, True, True, False, False, False]

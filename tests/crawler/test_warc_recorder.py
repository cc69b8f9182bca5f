"""What is recorded around an exchange: revisits, redirects, secrets, TLS, interim responses, warcinfo, rotation."""

from __future__ import annotations

import base64
import hashlib
import re
import ssl

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = b"<html><body>" + b"the same words again " * 60 + b"</body></html>"


def of_type(records, record_type, path=""):  # type: ignore[no-untyped-def]
    return [r for r in records if r["WARC-Type"] == record_type and (r.get("WARC-Target-URI") or "").endswith(path)]


def test_every_hop_of_a_redirect_is_captured_with_its_hop_path(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/a", headers="Location: /b\r\n", status="301 Moved Permanently")
    raw_server.page("/b", headers="Location: /c\r\n", status="302 Found")
    raw_server.page("/c", HTML)
    told = crawls.run(raw_server.url("/a"))
    found = records(*crawls.warcs)
    assert [of_type(found, "response", path)[0].block.split(b" ", 2)[1] for path in ("/a", "/b", "/c")] == [
        b"301", b"302", b"200",
    ]  # fmt: skip
    (seen,) = told["seen"]
    assert (seen["hop_path"], seen["via"]) == ("RR", raw_server.url("/b"))
    (about,) = of_type(found, "metadata", "/c")
    assert b"hopsFromSeed: RR\r\n" in about.block
    assert b"via: " + raw_server.url("/b").encode() in about.block


def test_redirect_loop_ends_and_the_crawl_goes_on(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/loop", headers="Location: /pool\r\n", status="301 Moved Permanently")
    raw_server.page("/pool", headers="Location: /loop\r\n", status="301 Moved Permanently")
    raw_server.page("/other", HTML)
    told = crawls.run(raw_server.url("/loop"), raw_server.url("/other"))
    assert [seen["url"] for seen in told["seen"]] == [raw_server.url("/other")]
    assert told["reason"] == "finished"


def test_same_payload_elsewhere_becomes_a_revisit_that_refers_to_the_first(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/one", HTML)
    raw_server.add(
        "/two", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML)
    )
    raw_server.page("/start", b'<a href="/one">')
    crawls.run(raw_server.url("/one"), settings={"CONCURRENT_REQUESTS": 1})
    crawls.run(raw_server.url("/two"))  # another crawl of the same folder, other framing of the same payload
    found = records(*crawls.warcs)
    (original,) = of_type(found, "response", "/one")
    (revisit,) = of_type(found, "revisit", "/two")
    assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert revisit["WARC-Refers-To"] == original["WARC-Record-ID"]
    assert revisit["WARC-Refers-To-Target-URI"] == raw_server.url("/one")
    assert revisit["WARC-Refers-To-Date"] == original["WARC-Date"]
    assert revisit["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
    assert revisit.block == b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_fastwarc_refuses_the_payload_digest_of_every_revisit_and_of_nothing_else(  # type: ignore[no-untyped-def]
    raw_server, crawls, records, accepted_by_everyone, tmp_path
):
    raw_server.page("/one", HTML)
    raw_server.page("/two", HTML)
    crawls.run(raw_server.url("/one"), raw_server.url("/two"), settings={"CONCURRENT_REQUESTS": 1})
    (revisit,) = of_type(records(*crawls.warcs), "revisit")
    # the digest is the one that section 6.7.2 of the standard demands: that of the payload it does not repeat
    assert revisit["WARC-Payload-Digest"].endswith(
        base64.b32encode(hashlib.sha1(HTML, usedforsecurity=False).digest()).decode()
    )
    accepted_by_everyone(crawls.warcs[0])  # with -p, exactly the revisits fail
    theirs = tmp_path / "warcio.warc.gz"
    with theirs.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        digest, date = revisit["WARC-Payload-Digest"], "2014-02-26T00:00:00Z"
        writer.write_record(
            writer.create_revisit_record("http://a.example/", digest, "http://b.example/", date, http_headers=head)
        )
    accepted_by_everyone(theirs)  # and so does warcio's own: the day this ends, the exception can go


def test_what_is_asked_for_is_gzip_unless_a_setting_says_more(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    body = brotli.compress(b'<a href="/behind">' + HTML)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\nContent-Length: %d\r\n\r\n"
    plain, coded = raw_server.page("/page", HTML), raw_server.add("/coded", head % len(body) + body, keep_alive=True)
    raw_server.page("/behind", HTML)
    crawls.run(raw_server.url("/page"))
    crawls.run(raw_server.url("/coded"), settings={"OLDFACE_ACCEPT_ENCODING": "gzip, br, zstd"})
    assert b"Accept-Encoding: gzip\r\n" in plain.requests[0]
    assert b"Accept-Encoding: gzip, br, zstd\r\n" in coded.requests[0]
    assert of_type(records(*crawls.warcs), "response", "/coded")[0].block == coded.sent[0]
    assert "/behind" in raw_server.hits


def test_cut_payload_is_never_a_revisit(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/one", HTML)
    raw_server.add("/two", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + HTML, "close")
    crawls.run(raw_server.url("/one"), raw_server.url("/two"), settings={"CONCURRENT_REQUESTS": 1, "RETRY_TIMES": 0})
    assert not of_type(records(*crawls.warcs), "revisit")


def test_not_modified_becomes_a_revisit_of_the_known_capture(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/page", HTML, headers='ETag: "v1"\r\n')
    crawls.run(raw_server.url("/page"))
    raw_server.scripts.clear()
    raw_server.add("/page", b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
    crawls.run(raw_server.url("/page"))
    found = records(*crawls.warcs)
    (original,) = of_type(found, "response", "/page")
    (revisit,) = of_type(found, "revisit", "/page")
    assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert revisit["WARC-Refers-To-Target-URI"] == raw_server.url("/page")
    assert revisit["WARC-Refers-To-Date"] == original["WARC-Date"]
    assert revisit.block.startswith(b"HTTP/1.1 304 ")


def test_interim_responses_and_excess_bytes_are_kept_beside_the_response(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    raw_server.add("/page", interim + final + b"garbage", "close")
    crawls.run(raw_server.url("/page"))
    found = records(*crawls.warcs)
    (response,) = of_type(found, "response", "/page")
    assert response.block == final
    beside = {r["Content-Type"]: r for r in of_type(found, "metadata", "/page")}
    assert beside["application/http;msgtype=response"].block == interim
    assert beside["application/octet-stream"].block == b"garbage"
    assert {r["WARC-Concurrent-To"] for r in beside.values()} == {response["WARC-Record-ID"]}
    # what indexers take for captures of the page is the page alone
    taken = [r for r in found if r["WARC-Type"] in ("response", "revisit", "resource", "metadata")]
    taken = [r for r in taken if r["Content-Type"] != "application/warc-fields"]
    assert [r["WARC-Type"] for r in taken if r["WARC-Target-URI"] == raw_server.url("/page")] == ["response"]


def test_request_that_the_pool_sent_twice_is_recorded_twice(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"")
    raw_server.page("/first", b'<a href="/second">')
    raw_server.add("/second", "close")  # the kept-alive connection is dead when it is asked
    raw_server.page("/second", HTML)
    crawls.run(raw_server.url("/first"), settings={"CONCURRENT_REQUESTS": 1})
    found = records(*crawls.warcs)
    assert len(of_type(found, "request", "/second")) == 2
    (response,) = of_type(found, "response", "/second")
    assert response.block.endswith(HTML)


def test_secrets_go_to_their_origin_only_and_stay_out_of_the_record(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    other = raw_server.__class__()
    raw_server.page("/page", headers=f"Location: {other.url('/elsewhere')}\r\n", status="302 Found")
    other.page("/elsewhere", HTML)
    secret = "Basic c2VjcmV0"
    crawls.run(
        raw_server.url("/page"),
        other.url("/x"),
        settings={
            "OLDFACE_CREDENTIALS": {raw_server.url("/"): {"Authorization": secret, "X-Key": "k3y", "Cookie": "a=b"}},
            "CONCURRENT_REQUESTS": 1,
        },
    )
    (sent,) = raw_server.scripts["/page"][0].requests
    assert secret.encode() in sent
    assert b"k3y" in sent
    (elsewhere,) = other.scripts["/elsewhere"][0].requests
    assert not re.search(rb"(?i)authorization|x-key|cookie", elsewhere)
    (request,) = of_type(records(*crawls.warcs), "request", "/page")
    assert secret.encode() not in request.block
    assert b"k3y" not in request.block
    assert b"Authorization: [redacted by oldface]\r\n" in request.block
    assert request["OLDFACE-Redacted"] == "authorization, x-key, cookie" or set(
        request["OLDFACE-Redacted"].split(", ")
    ) == {"authorization", "x-key", "cookie"}
    other.stop()


def test_head_and_post_are_recorded_with_what_they_sent(raw_server, crawls, records, accepted_by_everyone):  # type: ignore[no-untyped-def]
    head = raw_server.add("/head", b"HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n", keep_alive=True)
    post = raw_server.page("/post", HTML)
    crawls.run(f"HEAD {raw_server.url('/head')}", f"POST {raw_server.url('/post')}")
    found = records(*crawls.warcs)
    for path, script in (("/head", head), ("/post", post)):
        (request,) = of_type(found, "request", path)
        assert request.block == script.requests[0]
        (response,) = of_type(found, "response", path)
        assert response.block == script.sent[0]
        assert response.get("WARC-Truncated") is None
    assert of_type(found, "request", "/post")[0].block.endswith(b"\r\n\r\na=1&b=2")
    accepted_by_everyone(crawls.warcs[0])


def test_tls_is_recorded_as_plain_text_with_its_version_and_cipher(
    tls_server, certificate, crawls, records, accepted_by_everyone
):  # type: ignore[no-untyped-def]
    script = tls_server.page("/page", HTML)
    cut = tls_server.add("/cut", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc", "close")
    crawls.run(tls_server.url("/page"), tls_server.url("/cut"), settings={"RETRY_TIMES": 0})
    found = records(*crawls.warcs)
    (response,) = of_type(found, "response", "/page")
    assert response.block == script.sent[0]
    assert response.all("WARC-Protocol") == ["http/1.1", "tls/1.3"]
    assert response["WARC-Cipher-Suite"].startswith("TLS_")
    (about,) = of_type(found, "metadata", "/page")
    pem = ssl.PEM_cert_to_DER_cert(certificate[0].read_text())
    assert f"tlsCertificateSha256: {hashlib.sha256(pem).hexdigest()}\r\n".encode() in about.block
    (cut_response,) = of_type(found, "response", "/cut")
    assert cut_response.block == cut.sent[0]
    assert cut_response["WARC-Truncated"] == "disconnect"
    accepted_by_everyone(crawls.warcs[0])


def test_files_are_rotated_named_as_the_standard_says_and_begin_with_warcinfo(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    urls = []
    for number in range(6):
        raw_server.page(f"/{number}", bytes(str(number), "ascii") * 9000)
        urls.append(raw_server.url(f"/{number}"))
    crawls.run(
        *urls,
        settings={
            "OLDFACE_WARC_MAX_BYTES": 2000,
            "OLDFACE_WARC_PREFIX": "blog",
            "OLDFACE_WARC_HOST": "crawl host!",
            "OLDFACE_OPERATOR": "An Archivist <a@example.org>",
            "OLDFACE_DESCRIPTION": "before the redesign",
            "OLDFACE_FROM": "a@example.org",
            "USER_AGENT": "Mozilla/5.0 (compatible; somebody else)",
        },
    )
    assert len(crawls.warcs) > 2
    for number, path in enumerate(crawls.warcs, 1):
        assert re.fullmatch(rf"blog-\d{{14}}-{number:05}-crawl_host_\.warc\.gz", path.name)
        first = records(path)[0]
        assert first["WARC-Type"] == "warcinfo"
        assert first["WARC-Filename"] == path.name
        fields = dict(line.split(": ", 1) for line in first.block.decode().splitlines())
        always = "software format conformsTo robots hostname http-header-user-agent isPartOf description"
        assert set(always.split()) <= set(fields)
        assert fields["http-header-from"] == "a@example.org"
        assert fields["operator"] == "An Archivist <a@example.org>"
        assert fields["robots"] == "classic"
        assert fields["http-header-user-agent"] == "Mozilla/5.0 (compatible; somebody else)"
        assert fields["software"].startswith("oldface/")  # what recorded, whatever it called itself to the site
    ids = [r["WARC-Record-ID"] for r in records(*crawls.warcs)]
    assert len(ids) == len(set(ids))


def test_metadata_record_has_outlinks_and_fetch_time(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/page", b'<a href="/one"><a href="/two">')
    crawls.run(raw_server.url("/page"))
    (about,) = of_type(records(*crawls.warcs), "metadata", "/page")
    assert about.block.count(b"outlink: ") == 2
    assert f"outlink: {raw_server.url('/one')} L a/@href\r\n".encode() in about.block
    assert re.search(rb"fetchTimeMs: \d+\r\n", about.block)


def test_refused_connection_is_in_the_crawl_log_and_in_no_record(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.stop()
    told = crawls.run(raw_server.url("/page"), settings={"RETRY_TIMES": 0, "OLDFACE_OBEY_ROBOTS": False})
    assert "connectionRefused" in {attempt["error"] for attempt in told["attempts"]}
    assert not crawls.warcs
    assert told["stats"]["frontier/failed"] == 1

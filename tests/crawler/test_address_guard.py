"""Addresses that are not of the open internet are refused, however they are written, on every hop."""

from __future__ import annotations

import pytest

from crawler.address_guard import is_public_address, origin_of

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "::127.0.0.1", "2001:db8::1",
    "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "fec0::1", "2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1",
    "::ffff:0:127.0.0.1", "100::1", "3fff::1", "2001:0:7f00:1::", "ff0e::1", "not-an-address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_address_that_is_not_of_the_open_internet_is_told(address):  # type: ignore[no-untyped-def]
    assert not is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "2606:2800:220:1:248:1893:25c8:1946",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "2606:4700::5efe:8.8.8.8",
    ],
)
def test_open_address_is_told(address):  # type: ignore[no-untyped-def]
    assert is_public_address(address)


def test_origin_has_the_port_of_its_scheme():  # type: ignore[no-untyped-def]
    assert origin_of("http://A.example./") == ("a.example", 80)
    assert origin_of("https://a.example:8443/x") == ("a.example", 8443)


def test_only_the_seeds_host_and_port_may_be_private(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    other = raw_server.__class__()  # the same host, another port: allowed_domains would let it pass
    port = other.port
    ways = [
        f"http://127.0.0.1:{port}/link", f"http://localhost:{port}/name", f"http://127.1:{port}/short",
        f"http://2130706433:{port}/decimal", f"http://0x7f.0.0.1:{port}/hex", f"http://[::ffff:127.0.0.1]:{port}/mapped",
        f"http://0.0.0.0:{port}/any", f"http://127.0.0.2:{port}/loopback", f"http://[::1]:{port}/six",
        "http://169.254.169.254/latest/meta-data/",
    ]  # fmt: skip
    links = "".join(f'<a href="{way}">' for way in ways).encode()
    raw_server.page("/robots.txt", b"")
    raw_server.page("/seed", links + b'<a href="/hop"><a href="/fine">')
    raw_server.page("/hop", headers=f"Location: http://127.0.0.1:{port}/redirect\r\n", status="302 Found")
    raw_server.page("/fine")
    other.page("/robots.txt", b"")
    told = crawls.run(raw_server.url("/seed"), settings={"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 10})
    assert other.hits == []
    assert "/fine" in raw_server.hits
    errors = {attempt["error"] for attempt in told["attempts"] if f":{port}/" in attempt["url"]}
    assert "privateAddress" in errors
    assert errors <= {"privateAddress", "robotsUnreachable", "unknownHost", "connectionLost", "connectionRefused"}
    assert told["reason"] == "finished"
    other.stop()


# --- names and their addresses ----------------------------------------------------------------------------------------


def resolving(**addresses):  # type: ignore[no-untyped-def]
    """Settings under which names have these addresses."""
    return {"TWISTED_DNS_RESOLVER": "__main__.ToldResolver", "TOLD_ADDRESSES": addresses, "RETRY_TIMES": 0}


@pytest.fixture
def six_server(raw_server):  # type: ignore[no-untyped-def]
    """A server on [::1] alone."""
    server = raw_server.__class__(host="::1")
    server.page("/robots.txt", b"")
    server.page("/page", b"<html>six</html>")
    yield server
    server.stop()


def test_an_ipv6_seed_is_captured_with_its_address(six_server, crawls, records, accepted_by_everyone):  # type: ignore[no-untyped-def]
    told = crawls.run(six_server.url("/page"))
    assert six_server.url("/page").startswith("http://[::1]:")
    assert [seen["status"] for seen in told["seen"]] == [200]
    response = next(r for r in records(*crawls.warcs) if r.get("WARC-Target-URI") == six_server.url("/page"))
    assert response["WARC-IP-Address"] == "::1"
    accepted_by_everyone(crawls.warcs[0])


def test_a_name_with_ipv6_alone_is_captured(six_server, crawls):  # type: ignore[no-untyped-def]
    told = crawls.run(f"http://six.example:{six_server.port}/page", settings=resolving(**{"six.example": ["::1"]}))
    assert [seen["status"] for seen in told["seen"]] == [200]


def test_the_next_address_of_a_name_is_tried_where_one_refuses(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/page", b"<html>four</html>")  # on 127.0.0.1; nothing listens on [::1] at that port
    told = crawls.run(
        f"http://both.example:{raw_server.port}/page", settings=resolving(**{"both.example": ["::1", "127.0.0.1"]})
    )
    assert [seen["status"] for seen in told["seen"]] == [200]
    assert "127.0.0.1" in {record.get("WARC-IP-Address") for record in records(*crawls.warcs)}


@pytest.mark.parametrize("address", ["::1", "::ffff:127.0.0.1", "127.0.0.1"])
def test_a_name_that_leads_to_this_machine_is_refused_in_every_spelling(raw_server, crawls, address):  # type: ignore[no-untyped-def]
    inside = raw_server.__class__(host="::1" if address == "::1" else "127.0.0.1")
    inside.page("/robots.txt", b"")
    raw_server.page("/seed", b'<a href="http://rebound.example:%d/secret">' % inside.port)
    told = crawls.run(raw_server.url("/seed"), settings=resolving(**{"rebound.example": [address]}))
    inside.stop()
    assert inside.hits == []
    assert "privateAddress" in {attempt["error"] for attempt in told["attempts"]}

"""What is wrong with a server's certificate is told whole, captured beside the page, and never costs a secret."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crawler.certificates import CertificateJudge, certificate_faults, pem_chain

NOW = datetime(2019, 6, 1, tzinfo=UTC)


@dataclass
class Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


def make(name, *, by=None, hosts=("blog.example",), begins=-10, ends=10, is_authority=False, at=NOW):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    names = [x509.IPAddress(ip_address(host)) if host[:1].isdigit() else x509.DNSName(host) for host in hosts]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at + timedelta(days=begins))
        .not_valid_after(at + timedelta(days=ends))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Signed(builder.sign(by.key if by else key, hashes.SHA256()), key)


@pytest.fixture(scope="module")
def authority():
    return make("Example Authority", hosts=(), begins=-900, ends=900, is_authority=True)


@pytest.fixture(scope="module")
def trusted(authority, tmp_path_factory):
    file = tmp_path_factory.mktemp("trust") / "ca.pem"
    file.write_bytes(pem_chain([authority.der]))
    return str(file)


def kinds(chain, *, authorities, host="blog.example"):
    faults = certificate_faults([one.der for one in chain], host=host, at=NOW, authorities=authorities)
    return [fault.kind for fault in faults]


def test_a_certificate_that_a_browser_would_take_has_no_fault(authority, trusted):
    assert kinds([make("b", by=authority)], authorities=trusted) == []


def test_a_chain_with_an_authority_between_has_no_fault(authority, trusted):
    between = make("Between", by=authority, hosts=(), begins=-100, ends=100, is_authority=True)
    assert kinds([make("b", by=between), between], authorities=trusted) == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"begins": -400, "ends": -30}, ["expired"]),
        ({"begins": 30, "ends": 90}, ["notYetValid"]),
        ({"hosts": ("other.example",)}, ["wrongHost"]),
        ({"hosts": ("other.example",), "begins": -400, "ends": -30}, ["expired", "wrongHost"]),
        ({"hosts": ()}, ["wrongHost"]),
        ({"hosts": ("*.blog.example",)}, ["wrongHost"]),  # the star stands for one name, not for none
    ],
)
def test_all_that_is_wrong_is_told(authority, trusted, options, found):
    assert kinds([make("b", by=authority, **options)], authorities=trusted) == found


def test_a_star_in_a_certificate_stands_for_one_name(authority, trusted):
    chain = [make("b", by=authority, hosts=("*.blog.example",))]
    assert kinds(chain, authorities=trusted, host="www.blog.example") == []
    assert kinds(chain, authorities=trusted, host="a.www.blog.example") == ["wrongHost"]


def test_a_certificate_for_an_address_fits_that_address_alone(authority, trusted):
    chain = [make("b", by=authority, hosts=("192.0.2.7",))]
    assert kinds(chain, authorities=trusted, host="192.0.2.7") == []
    assert kinds(chain, authorities=trusted, host="192.0.2.8") == ["wrongHost"]


def test_a_chain_that_leads_to_nobody_known_is_told(trusted):
    stranger = make("Stranger", hosts=(), is_authority=True)
    assert kinds([make("b", by=stranger)], authorities=trusted) == ["unknownIssuer"]
    assert kinds([make("b", by=stranger), stranger], authorities=trusted) == ["selfSigned"]
    assert kinds([make("b")], authorities=trusted) == ["selfSigned"]


def test_a_signature_that_is_not_the_authoritys_is_told(authority, trusted):
    forger = make("Example Authority", hosts=(), is_authority=True)  # the same name, another key
    assert kinds([make("b", by=forger)], authorities=trusted) == ["untrusted"]


def test_a_fault_names_the_day_and_the_hosts(authority, trusted):
    chain = [make("b", by=authority, hosts=("a.example", "b.example"), begins=-400, ends=-30).der]
    told = "; ".join(map(str, certificate_faults(chain, host="blog.example", at=NOW, authorities=trusted)))
    assert told == "expired (it ended on 2019-05-02); wrongHost (it is for a.example, b.example)"


def test_chains_that_a_hostile_host_makes_up_are_judged_and_not_all_kept():
    judge = CertificateJudge()
    made_up = [make("b", hosts=(f"h{number}.example",)).der for number in range(25)]
    told = [judge.judge((der,), host="blog.example", at=NOW) for der in made_up]
    assert [is_kept for _, is_kept in told] == [True] * 20 + [False] * 5
    assert all(faults for faults, _ in told)
    assert judge.judge((made_up[0],), host="blog.example", at=NOW) == (told[0][0], False)
    assert judge.judge((made_up[0],), host="other.example", at=NOW)[1]


def test_what_is_no_certificate_is_told():
    assert [fault.kind for fault in certificate_faults([b"no DER"], host="a.example", at=NOW)] == ["untrusted"]
    assert [fault.kind for fault in certificate_faults([], host="a.example", at=NOW)] == ["untrusted"]


# --- on the wire ------------------------------------------------------------------------------------------------------


@pytest.fixture
def expired_server(raw_server, tmp_path):
    """A server whose certificate is its own, for another host, and long over."""
    old = make("old", hosts=("old.example",), begins=-400, ends=-30, at=datetime.now(UTC))
    (tmp_path / "cert.pem").write_bytes(pem_chain([old.der]))
    (tmp_path / "key.pem").write_bytes(
        old.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    server = type(raw_server)(tls=(tmp_path / "cert.pem", tmp_path / "key.pem"))
    server.page("/page", b"<html><body>words</body></html>")
    yield server
    server.stop()


def problems(folder):
    (path,) = folder.glob("crawls/*/frontier.db")
    with sqlite3.connect(path) as database:
        return dict(database.execute("SELECT code, message FROM problems"))


def test_a_bad_certificate_is_captured_with_what_is_wrong_and_the_chain(
    expired_server, crawls, records, accepted_by_everyone
):
    told = crawls.run(expired_server.url("/page"))
    assert [seen["status"] for seen in told["seen"]] == [200]
    found = records(*crawls.warcs)
    about = [r for r in found if r["WARC-Type"] == "metadata" and b"tlsCertificateSha256" in r.block]
    assert len(about) == 2  # robots.txt and the page
    for record in about:
        assert record.block.count(b"tlsCertificateFault: ") == 3
        assert b"tlsCertificateFault: wrongHost (it is for old.example)\r\n" in record.block
    (chain,) = [r for r in found if r["Content-Type"] == "application/pem-certificate-chain"]  # once, not twice
    assert chain["WARC-Concurrent-To"] in {r["WARC-Record-ID"] for r in found if r["WARC-Type"] == "response"}
    assert x509.load_pem_x509_certificate(chain.block).subject.rfc4514_string() == "CN=old"
    assert chain["WARC-Target-URI"] == f"urn:oldface:certificates:{expired_server.url('/robots.txt')}"
    (message,) = problems(crawls.folder).values()
    assert "expired" in message
    assert "selfSigned" in message
    accepted_by_everyone(crawls.warcs[0])


def test_refused_certificates_leave_a_problem_and_no_record_of_what_was_never_sent(expired_server, crawls, records):
    told = crawls.run(expired_server.url("/page"), settings={"DOWNLOAD_VERIFY_CERTIFICATES": True, "RETRY_TIMES": 0})
    assert told["seen"] == []
    assert "certificate" in {attempt["error"] for attempt in told["attempts"]}
    assert list(problems(crawls.folder)) == ["tls.refused"]
    assert not [record for record in records(*crawls.warcs) if record["WARC-Type"] == "request"]


def test_a_secret_is_never_given_to_a_server_that_cannot_prove_who_it_is(expired_server, crawls):
    crawls.run(
        expired_server.url("/page"),
        settings={
            "OLDFACE_CREDENTIALS": {expired_server.url("/"): {"Authorization": "Basic c2VjcmV0"}}, "RETRY_TIMES": 0,
        },
    )  # fmt: skip
    assert expired_server.hits == []
    assert list(problems(crawls.folder)) == ["tls.refused"]

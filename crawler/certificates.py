"""A server's certificate chain in, what a browser would have held against it out.

Blogs die with their certificates: what they serve is what their readers saw, so a bad certificate is captured all the
same, and what is wrong with it is kept beside the capture. Whether we talked to whom we meant to is then the reader's
to judge, with the chain at hand. The trust is that of this machine: OpenSSL's own places, or SSL_CERT_FILE.
"""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import crypto
from service_identity import CertificateError, VerificationError
from service_identity.cryptography import extract_patterns
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity

__all__ = ["CertificateFault", "CertificateJudge", "certificate_faults", "pem_chain"]

_EXPIRED, _NOT_YET_VALID = 10, 9  # X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID
_SELF_SIGNED = frozenset({18, 19})  # …_DEPTH_ZERO_SELF_SIGNED_CERT, …_SELF_SIGNED_CERT_IN_CHAIN
_UNKNOWN_ISSUER = frozenset(
    {2, 20, 21, 27}
)  # …_UNABLE_TO_GET_ISSUER_CERT(_LOCALLY), …_VERIFY_LEAF_SIGNATURE, …_UNTRUSTED


@dataclass(frozen=True, slots=True)
class CertificateFault:
    """One thing that is wrong with a certificate."""

    kind: str
    """expired, notYetValid, wrongHost, selfSigned, unknownIssuer, or untrusted for what is none of these."""
    detail: str
    """In words, with the dates or names it is about."""

    def __str__(self) -> str:
        return f"{self.kind} ({self.detail})"


def certificate_faults(
    chain: Sequence[bytes], *, host: str, at: datetime, authorities: str | None = None
) -> tuple[CertificateFault, ...]:
    """What is wrong with a chain (DER, the server's own first) for a host at a time (UTC); empty when nothing is.

    `authorities` is a PEM file of those to trust; None for those that this machine trusts. All that is wrong is told,
    not the first alone: a certificate that ran out may besides never have been for this host, and that is the worse
    of the two.
    """
    try:
        certificates = [x509.load_der_x509_certificate(der) for der in chain]
    except ValueError as error:
        return (CertificateFault("untrusted", f"a certificate cannot be read: {error}"),)
    if not certificates:
        return (CertificateFault("untrusted", "the server showed no certificate"),)
    faults = [*_faults_of_time(certificates, at), *_faults_of_name(certificates[0], host)]
    # The signatures are judged at a moment when the dates are right, so that dates do not hide them.
    return (*faults, *_faults_of_trust(certificates, _a_valid_moment(certificates, at), authorities))


def pem_chain(chain: Sequence[bytes]) -> bytes:
    """The chain as application/pem-certificate-chain (RFC 8555 section 9.1)."""
    return b"".join(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM) for der in chain)


def _faults_of_time(certificates: Sequence[x509.Certificate], at: datetime) -> list[CertificateFault]:
    faults = []
    for number, certificate in enumerate(certificates):
        whose = "it" if number == 0 else f"its issuer {certificate.subject.rfc4514_string()}"
        if certificate.not_valid_after_utc < at:
            faults.append(CertificateFault("expired", f"{whose} ended on {certificate.not_valid_after_utc:%Y-%m-%d}"))
        elif certificate.not_valid_before_utc > at:
            begin = certificate.not_valid_before_utc
            faults.append(CertificateFault("notYetValid", f"{whose} begins on {begin:%Y-%m-%d}"))
    return faults


def _faults_of_name(certificate: x509.Certificate, host: str) -> list[CertificateFault]:
    """A certificate for another host (RFC 9525)."""
    try:
        try:
            wanted: DNS_ID | IPAddress_ID = IPAddress_ID(str(ip_address(host)))
        except ValueError:
            wanted = DNS_ID(host)
        verify_service_identity(extract_patterns(certificate), obligatory_ids=[wanted], optional_ids=[])
    except (VerificationError, CertificateError, ValueError):
        return [CertificateFault("wrongHost", f"it is for {', '.join(_names(certificate)) or 'no host'}")]
    return []


def _names(certificate: x509.Certificate) -> list[str]:
    """Hosts a certificate is for, as many as a person will read."""
    with suppress(x509.ExtensionNotFound, ValueError):
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return [str(name.value) for name in names][:5]
    return []


def _faults_of_trust(
    certificates: Sequence[x509.Certificate], at: datetime, authorities: str | None
) -> list[CertificateFault]:
    """What OpenSSL says of the chain's signatures; its first complaint alone."""
    own, *others = (crypto.X509.from_cryptography(certificate) for certificate in certificates)
    places = ssl.get_default_verify_paths()
    store = crypto.X509Store()
    with suppress(crypto.Error, TypeError):  # no such place on this machine: then nothing is trusted, and that is told
        store.load_locations(authorities or places.cafile, None if authorities else places.capath)
    store.set_time(at)
    try:
        crypto.X509StoreContext(store, own, others).verify_certificate()
    except crypto.X509StoreContextError as error:
        code, words = error.errors[0], error.errors[2]
        issuer = certificates[-1].issuer.rfc4514_string()
        if code in _SELF_SIGNED:
            return [CertificateFault("selfSigned", f"by {issuer}")]
        if code in _UNKNOWN_ISSUER:
            return [CertificateFault("unknownIssuer", issuer)]
        if code in (_EXPIRED, _NOT_YET_VALID):
            return []  # no moment fits all of the chain; the dates are told already
        return [CertificateFault("untrusted", str(words))]
    return []


def _a_valid_moment(certificates: Sequence[x509.Certificate], at: datetime) -> datetime:
    """`at`, or the nearest moment at which the server's own certificate was valid."""
    own = certificates[0]
    return min(max(at, own.not_valid_before_utc), own.not_valid_after_utc).astimezone(UTC)


_MOST_CHAINS = 20
"""Chains of one host that are kept and told in a run: farms of servers have a few, a hostile one makes them up."""


class CertificateJudge:
    """What servers' certificates are found to be, each judged once in a run."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, bytes], tuple[CertificateFault, ...]] = {}
        self._chains: Counter[str] = Counter()

    def judge(self, chain: tuple[bytes, ...], *, host: str, at: datetime) -> tuple[tuple[CertificateFault, ...], bool]:
        """(its faults, whether the chain is one to keep: the first time it is seen at this host, within bounds)."""
        key = (host, sha256(b"".join(chain)).digest())
        known = self._faults.get(key)
        if known is not None:
            return known, False
        faults = certificate_faults(chain, host=host, at=at)
        if self._chains[host] >= _MOST_CHAINS:
            return faults, False
        self._chains[host] += 1
        self._faults[key] = faults
        return faults, True

"""Servers on loopback and crawls in processes of their own."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
CRAWL_ONCE = HERE / "crawl_once.py"


def _module(name: str) -> ModuleType:
    """A file of this folder: under importlib mode the folder is no package."""
    spec = importlib.util.spec_from_file_location(f"oldface_tests_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


raw_server_module = _module("raw_server")


@pytest.fixture
def raw_server() -> Iterator[Any]:
    server = raw_server_module.RawServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(certificate, key) of 127.0.0.1, signed by itself."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def tls_server(certificate: tuple[Path, Path]) -> Iterator[Any]:
    server = raw_server_module.RawServer(tls=certificate)
    yield server
    server.stop()


class Crawls:
    """Starts crawls into one archive folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self, *seeds: str, settings: dict[str, Any] | None = None, **asked: Any) -> subprocess.Popen[str]:
        order = {"seeds": list(seeds), "folder": str(self.folder), "settings": settings or {}, **asked}
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", str(CRAWL_ONCE), json.dumps(order)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *seeds: str, settings: dict[str, Any] | None = None, **asked: Any) -> dict[str, Any]:
        """What one crawl tells: reason, seen, attempts, errors, stats."""
        process = self.start(*seeds, settings=settings, **asked)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        told: dict[str, Any] = json.loads(out.splitlines()[-1])
        told["log"] = err
        return told

    @property
    def warcs(self) -> list[Path]:
        return sorted((self.folder / "warc").glob("*.warc.gz"))


@pytest.fixture
def crawls(tmp_path: Path) -> Crawls:
    return Crawls(tmp_path / "archive")


class Record:
    """A WARC record as a third party (fastwarc) reads it: header fields in order, block as bytes."""

    def __init__(self, fields: list[tuple[str, str]], block: bytes) -> None:
        self.fields = fields
        self.block = block

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    def __getitem__(self, name: str) -> str:
        return self.all(name)[0]

    def get(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)


def read_records(*paths: Path) -> list[Record]:
    """All records of WARC files, in order."""
    from fastwarc.warc import ArchiveIterator

    records = []
    for path in paths:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                records.append(Record(list(record.headers.items()), record.reader.read()))
    return records


@pytest.fixture
def records() -> Any:
    return read_records


def check_with_everyone(path: Path) -> None:
    """`warcio check`, `fastwarc check` and gzip itself have nothing against a file."""
    # warcio fails on any brotli body where Google's brotli is installed, whatever its version; without, it passes them
    warcio = "import sys; sys.modules['brotli'] = None; from warcio.cli import main; main(['check', sys.argv[1]])"
    fastwarc = [str(Path(sys.executable).parent / "fastwarc"), "check"]
    for command in ([sys.executable, "-c", warcio, str(path)], [*fastwarc, str(path)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "digest failed" not in done.stdout + done.stderr
    done = subprocess.run([*fastwarc, "--verify-payloads", str(path)], capture_output=True, text=True, check=False)
    # fastwarc looks for a revisit's payload in the revisit itself, where the standard says it is not
    revisits = {
        r["WARC-Record-ID"] for r in read_records(path) if r["WARC-Type"] == "revisit" and r.get("WARC-Payload-Digest")
    }
    failed = set(re.findall(r"^(<urn:uuid:\S+>)$", done.stdout, re.M))
    assert failed == revisits
    with gzip.open(path) as file:
        while file.read(1 << 20):
            pass


@pytest.fixture
def accepted_by_everyone() -> Any:
    return check_with_everyone

"""Finished exchanges in, WARC records and frontier rows out: the extension that owns the files of one crawl.

The order that nothing is lost by: records into the file, their capture into the frontier's open transaction, the
response to the spider, its links into the same transaction, `done`, commit. The scheduler does the last three.
"""

from __future__ import annotations

import logging
import shutil
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro

from archive.errors import DiskFull, OldfaceError
from archive.model import Capture
from archive.warc_writer import Place, WarcRecord, WarcWriter, WriterOptions, warc_date, warc_fields
from crawler.certificates import CertificateFault, CertificateJudge
from crawler.crawl_signals import Attempt as LoggedAttempt
from crawler.crawl_signals import attempt_logged, capture_written
from crawler.crawl_state import OpenCrawl, open_crawl
from crawler.frontier import Frontier, KnownCapture
from crawler.refusals import Refused
from crawler.warc_records import (
    Earlier,
    ReadResponse,
    broken_response_record,
    certificates_record,
    may_be_revisit,
    metadata_record,
    read_response,
    request_record,
    response_record,
    truncation_of,
    wire_extras,
)
from crawler.warcinfo import host_name, warcinfo_fields
from crawler.wire import Attempt, Exchange

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

__all__ = ["WarcRecorder"]

logger = logging.getLogger(__name__)


_MOST_OUTLINKS = 6_000
"""Outlinks in a metadata record, as in Heritrix; a page with more is a trap, and the frontier has them all."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the metadata record of a capture will say, but for the outlinks, which the spider finds later."""

    url: str
    record_id: str
    date: str
    fields: tuple[tuple[str, str], ...]


class WarcRecorder:
    """Scrapy extension: `crawler.get_extension(WarcRecorder)`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._settings = crawler.settings
        self._crawl: OpenCrawl | None = None
        self._writer: WarcWriter | None = None
        self._told: dict[int, list[_Told]] = {}
        self._ends: dict[int, tuple[str, bool]] = {}
        self._unsynced_from: tuple[str | None, int] = (None, 0)  # (filename, bytes) at the last sync
        self._sync_bytes = crawler.settings.getint("OLDFACE_SYNC_BYTES")
        self._min_free_bytes = crawler.settings.getint("OLDFACE_MIN_FREE_BYTES")
        self._keep_secrets = crawler.settings.getbool("OLDFACE_KEEP_SECRETS")
        self._secret_headers = tuple(
            {name for headers in crawler.settings.getdict("OLDFACE_CREDENTIALS").values() for name in headers}
        )
        self._certificates = CertificateJudge()
        self._sync_loop = create_looping_call(self._sync_on_time)
        self.stopped_for: str | None = None
        """Why the recorder asked for the crawl to end; None while it did not."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WarcRecorder:
        recorder = cls(crawler)
        crawler.signals.connect(recorder._spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(recorder.close, signal=signals.engine_stopped)
        return recorder

    # --- what others ask for --------------------------------------------------------------------------------------

    @property
    def frontier(self) -> Frontier:
        return self.open().frontier

    @property
    def folder(self) -> Path:
        """The archive folder."""
        return self.open().folder

    @property
    def crawl_id(self) -> str:
        return self.open().crawl_id

    @property
    def crawl_folder(self) -> Path:
        return self.open().crawl_folder

    def open(self) -> OpenCrawl:
        """The crawl, opened at the first call: `scrapy list` must not make folders."""
        if self._crawl is None:
            settings = self._settings
            now = datetime.now(UTC)
            self._crawl = open_crawl(
                Path(settings["OLDFACE_FOLDER"]), now=now, crawl_id=settings.get("OLDFACE_CRAWL_ID")
            )
            self._writer = WarcWriter(
                self._crawl.folder / "warc",
                warcinfo=self._warcinfo,
                options=_writer_options(settings),
                next_serial=self._crawl.frontier.next_serial(),
            )
            self._sync_loop.start(settings.getfloat("OLDFACE_SYNC_SECONDS"), now=False)
            self._tell_of_tears()
        return self._crawl

    def close(self) -> None:
        """Closes the WARC file and the frontier; the crawl can go on later."""
        if self._crawl is None or self._writer is None:
            return
        if self._sync_loop.running:
            self._sync_loop.stop()
        filename = self._writer.filename
        if filename is not None:
            written = self._writer.offset_bytes
            try:
                self._writer.close()
                self._crawl.frontier.note_file(filename, serial=0, written_bytes=written, is_open=False)
            except DiskFull as error:  # the next run closes it
                logger.error("The last WARC file could not be closed: %s", error)
        self._crawl.close()
        self._crawl = self._writer = None

    def write_resource(self, target_uri: str, content_type: str, payload: bytes) -> None:
        """Writes a resource record, e.g. the crawl log (WARC 1.1 section 6.4)."""
        date = warc_date(datetime.now(UTC))
        self._append(
            [
                WarcRecord(
                    "resource",
                    _new_id(),
                    date,
                    content_type,
                    [payload],
                    (("WARC-Target-URI", target_uri), *self._info()),
                )
            ]
        )

    def write_metadata(
        self, target_uri: str, fields: list[tuple[str, str]], *, concurrent_to: str | None = None
    ) -> None:
        """Writes a metadata record with warc-fields; `concurrent_to` is the record id it belongs to."""
        date = warc_date(datetime.now(UTC))
        self._append([self._metadata(target_uri, date, concurrent_to, fields)])

    def stop(self, reason: str, message: str) -> None:
        """Ends the crawl with its state kept."""
        if self.stopped_for is None:
            self.stopped_for = reason
            logger.error("The crawl stops (%s): %s", reason, message)
            engine = self._crawler.engine
            if engine is not None and engine.spider is not None:
                _schedule_coro(engine.close_spider_async(reason=reason))

    # --- exchanges ------------------------------------------------------------------------------------------------

    def record(
        self, exchange: Exchange, *, response: Response | None, error_reason: str | None, limit: str | None
    ) -> None:
        """Writes what an exchange left on the wire; never raises for a full disk, but stops the crawl."""
        try:
            if self.stopped_for != "disk_full":
                self._record(exchange, response, error_reason, limit)
        except DiskFull as error:
            self.stop("disk_full", str(error))
        finally:
            exchange.forget()

    def refuse(self, request: Request, refusal: Refused) -> None:
        """Notes that a request is not made, and why."""
        url = urldefrag(request.url)[0]
        self._ends[request.meta.get("frontier_id", 0)] = (refusal.reason, refusal.is_final)
        try:
            self.frontier.skip(url, refusal.reason, str(refusal), request.meta.get("via"))
            self._log(request, url, datetime.now(UTC), None, None, refusal.reason, None)
        except DiskFull as error:
            self.stop("disk_full", str(error))

    def take_end(self, frontier_id: int) -> tuple[str, bool]:
        """(why a request got no response, whether that is final)."""
        return self._ends.pop(frontier_id, ("noAnswer", False))

    def finish(self, request: Request) -> None:
        """Writes the metadata records of a request whose page has been read: now its outlinks are known."""
        told = self._told.pop(request.meta.get("frontier_id", 0), None)
        if not told or self.stopped_for == "disk_full":
            return
        links = request.meta.get("outlinks") or ()
        outlinks = [("outlink", " ".join(map(str, link))) for link in links[:_MOST_OUTLINKS]]
        if len(links) > _MOST_OUTLINKS:
            outlinks.append(("outlinksLeftOut", str(len(links) - _MOST_OUTLINKS)))
        last = len(told) - 1
        self._append(
            self._metadata(t.url, t.date, t.record_id, [*t.fields, *(outlinks if i == last else ())])
            for i, t in enumerate(told)
        )

    def commit(self) -> None:
        """Makes what happened so far survive this process."""
        self.frontier.commit()

    def sync(self) -> None:
        """Brings files and frontier to the disk."""
        writer, frontier = self._open_writer(), self.frontier
        if writer.filename is not None:
            frontier.note_synced(writer.filename, writer.sync())
        frontier.commit(durable=True)
        self._unsynced_from = (writer.filename, writer.offset_bytes)

    def _record(
        self, exchange: Exchange, response: Response | None, error_reason: str | None, limit: str | None
    ) -> None:
        request = exchange.request
        url = urldefrag(request.url)[0]
        if error_reason:
            self._ends[request.meta.get("frontier_id", 0)] = (error_reason, False)
        attempts = [attempt for attempt in exchange.attempts if attempt.sent]
        if not attempts:
            self._log(request, url, exchange.started_at, None, None, error_reason, None)
        for number, attempt in enumerate(attempts, 1):
            is_last = number == len(attempts)
            truncated = truncation_of(attempt, limit if is_last else None)
            read = read_response(attempt, truncated=truncated)
            had = self.frontier.known(url) if read and read.status == 200 else None
            capture = self._write(request, url, attempt, read, truncated)
            if capture is not None:
                request.meta["capture"] = capture
                self._crawler.signals.send_catch_log(capture_written, capture=capture, request=request)
            reason = error_reason if is_last else "connectionLost"
            is_changed = had is not None and read is not None and had.payload_digest != read.payload_digest
            self._log(request, url, attempt.started_at, attempt, read, reason, capture, is_changed=is_changed)
        if response is not None and _is_cut(request) and "dataloss" not in response.flags:
            response.flags.append("dataloss")

    def _write(
        self, request: Request, url: str, attempt: Attempt, read: ReadResponse | None, truncated: str | None
    ) -> Capture | None:
        """Writes one attempt's records; the capture, or None when no response header arrived."""
        self._begin_file(attempt.started_at)
        warcinfo_id = self._open_writer().warcinfo_id
        earlier = self._earlier(url, read) if read else None
        record_id = _new_id()
        records: list[WarcRecord] = []
        if read:
            records.append(
                response_record(attempt, read, url=url, record_id=record_id, warcinfo_id=warcinfo_id, earlier=earlier)
            )
        elif broken := broken_response_record(
            attempt, url=url, record_id=record_id, warcinfo_id=warcinfo_id, truncated=truncated
        ):
            records.append(broken)
        request_id = _new_id()
        records.append(
            request_record(
                attempt,
                url=url,
                record_id=request_id,
                warcinfo_id=warcinfo_id,
                response_id=record_id if records else None,
                keep_secrets=self._keep_secrets,
                secret_headers=self._secret_headers,
            )
        )
        about = record_id if len(records) > 1 else request_id
        if attempt.interim_end or attempt.excess:
            records += wire_extras(attempt, url=url, new_id=_new_id, warcinfo_id=warcinfo_id, response_id=about)
        faults = self._judge_certificates(url, attempt, about, records)
        told = _Told(url, about, warc_date(attempt.started_at), _metadata_fields(request, attempt, read, faults))
        frontier_id = request.meta.get("frontier_id")
        if frontier_id is None:
            records.append(self._metadata(told.url, told.date, told.record_id, list(told.fields)))
        else:
            self._told.setdefault(frontier_id, []).append(told)
        places = self._append(records)
        if not read:
            return None
        capture = _capture(places[0], records[0], attempt, read, request, url, earlier)
        self._note(capture, read, frontier_id)
        return capture

    def _judge_certificates(
        self, url: str, attempt: Attempt, about: str, records: list[WarcRecord]
    ) -> tuple[CertificateFault, ...]:
        """What is wrong with the server's certificate; a chain that is new in this run is put among the records, and
        its faults among the problems."""
        if attempt.tls is None:
            return ()
        chain, host = attempt.tls.certificates, urlsplit(url).hostname or ""
        faults, is_new = self._certificates.judge(chain, host=host, at=attempt.started_at)
        if is_new:
            date, warcinfo_id = warc_date(attempt.started_at), self._open_writer().warcinfo_id
            records.append(
                certificates_record(
                    chain, url=url, record_id=_new_id(), warcinfo_id=warcinfo_id, date=date, concurrent_to=about
                )
            )
            if faults:
                self.frontier.note_problem(
                    "tls.certificate",
                    f"The certificate of {host} is not to be trusted: {'; '.join(map(str, faults))}",
                    "Its pages are captured all the same, and each capture names this. If you doubt that this was the"
                    " site, compare with a copy; politeness.verify_certificates = true refuses such servers.",
                    url,
                )
        return faults

    def _note(self, capture: Capture, read: ReadResponse, frontier_id: int | None) -> None:
        """Tells the frontier of a capture."""
        frontier, writer = self.frontier, self._open_writer()
        frontier.add_capture(capture, request_id=frontier_id, end_bytes=writer.offset_bytes)
        if read.truncated or read.status != 200:
            return
        if capture.record_type == "response" and may_be_revisit(read):
            frontier.add_payload(capture)
        frontier.remember(
            KnownCapture(
                capture.target_uri, capture.warc_date, capture.record_id, read.payload_digest, read.status,
                read.header("etag"), read.header("last-modified"), capture.filename, capture.offset_bytes,
            ),
            is_of_this_crawl=True,
        )  # fmt: skip

    def _earlier(self, url: str, read: ReadResponse) -> Earlier | None:
        """The record that this response only repeats; None when it says something new."""
        frontier = self.frontier
        if read.status == 304:
            known = frontier.known(url, of_earlier_crawls=False)
            if known is None:
                return None
            original = known.payload_digest and frontier.earlier_payload(known.payload_digest)
            if original:  # the known capture may itself be a revisit, and readers follow one step only
                return Earlier(*original, known.payload_digest)
            return Earlier(url, known.warc_date, known.record_id, known.payload_digest)
        if read.status != 200 or not may_be_revisit(read):
            return None
        row = frontier.earlier_payload(read.payload_digest)
        return Earlier(*row, read.payload_digest) if row else None

    def _log(
        self,
        request: Request,
        url: str,
        at: datetime,
        attempt: Attempt | None,
        read: ReadResponse | None,
        error_reason: str | None,
        capture: Capture | None,
        *,
        is_changed: bool = False,
    ) -> None:
        meta = request.meta
        annotations = ["changed"] if is_changed else []  # since an earlier crawl
        if capture is not None and capture.record_type == "revisit":
            annotations.append("revisit")
        if capture is not None and capture.truncated and capture.record_type == "response":
            annotations.append(f"truncated:{capture.truncated}")
        if retry := meta.get("retry_times"):
            annotations.append(f"retry:{retry}")
        logged = LoggedAttempt(
            at=at,
            url=url,
            status=read.status if read else None,
            error=error_reason,
            size_bytes=len(attempt.received) if attempt else 0,
            hop_path=str(meta.get("hop_path", "")),
            via=meta.get("via"),
            kind=str(meta.get("kind", "page")),
            mime=read.mime if read else None,
            fetch_ms=_milliseconds(attempt) if attempt else None,
            payload_digest=read.payload_digest if read else None,
            annotations=tuple(annotations),
            capture=capture,
        )
        self._crawler.signals.send_catch_log(attempt_logged, attempt=logged)

    # --- files ----------------------------------------------------------------------------------------------------

    def _open_writer(self) -> WarcWriter:
        self.open()
        assert self._writer is not None  # noqa: S101 - what open() is for
        return self._writer

    def _begin_file(self, at: datetime) -> None:
        """Sees to it that a file with room is open, and tells the frontier of every change."""
        writer, frontier = self._open_writer(), self.frontier
        before, before_bytes = writer.filename, writer.offset_bytes
        filename = writer.begin_file(at)
        if filename != before:
            if before is not None:
                frontier.note_file(before, serial=0, written_bytes=before_bytes, is_open=False)
            frontier.note_file(filename, serial=writer.next_serial - 1, written_bytes=writer.offset_bytes)
            frontier.commit()  # a file the frontier does not know of would not be mended after a kill

    def _append(self, records: Any) -> list[Place]:  # Any: an iterable of records
        self._begin_file(datetime.now(UTC))
        writer = self._open_writer()
        places = writer.append(records)
        filename = writer.filename or ""
        self.frontier.note_file(filename, serial=0, written_bytes=writer.offset_bytes)
        synced_file, synced_bytes = self._unsynced_from
        if writer.offset_bytes - (synced_bytes if synced_file == filename else 0) >= self._sync_bytes:
            self._sync_on_time()
        return places

    def _sync_on_time(self) -> None:
        writer = self._writer
        if writer is None or self.stopped_for == "disk_full":
            return
        free = shutil.disk_usage(self.folder).free
        if free < self._min_free_bytes:
            self.stop("disk_low", f"{free} bytes are free, and at least {self._min_free_bytes} shall stay so")
        if (writer.filename, writer.offset_bytes) != self._unsynced_from:
            try:
                self.sync()
            except DiskFull as error:
                self.stop("disk_full", str(error))

    def _info(self) -> tuple[tuple[str, str], ...]:
        self._begin_file(datetime.now(UTC))
        warcinfo_id = self._open_writer().warcinfo_id
        return (("WARC-Warcinfo-ID", f"<{warcinfo_id}>"),) if warcinfo_id else ()

    def _metadata(
        self, url: str | None, date: str, concurrent_to: str | None, fields: list[tuple[str, str]]
    ) -> WarcRecord:
        return metadata_record(
            url=url,
            record_id=_new_id(),
            warcinfo_id=self._open_writer().warcinfo_id,
            date=date,
            concurrent_to=concurrent_to,
            fields=fields,
        )

    def _tell_of_tears(self) -> None:
        """Records in the new WARC file what was cut off an old one."""
        crawl = self.open()
        for tear in crawl.tears:
            self._begin_file(datetime.now(UTC))
            self.write_metadata(
                f"urn:oldface:tear:{tear.filename}",
                [
                    ("tornFile", tear.filename),
                    ("tornOffset", str(tear.offset_bytes)),
                    ("tornBytes", str(tear.length_bytes)),
                    ("savedAs", tear.saved_as),
                ],
            )
            logger.warning(
                "%s was torn at %d; %d bytes are saved in %s",
                tear.filename, tear.offset_bytes, tear.length_bytes, tear.saved_as,
            )  # fmt: skip

    def _spider_closed(self, reason: str) -> None:
        crawl = self.open()
        if self.stopped_for == "disk_full":
            return
        try:
            crawl.frontier.set_value("finish_reason", reason)
            crawl.frontier.set_value("ended_at", warc_date(datetime.now(UTC)))
            self.sync()
        except OldfaceError as error:
            logger.error("The crawl's end could not be noted: %s", error)

    def _warcinfo(self, filename: str, date: str) -> WarcRecord:
        fields = warcinfo_fields(self._settings, crawl_id=self.crawl_id)
        return WarcRecord(
            "warcinfo",
            _new_id(),
            date,
            "application/warc-fields",
            [warc_fields(fields)],
            (("WARC-Filename", filename),),
        )


def _is_cut(request: Request) -> bool:
    """Whether the capture of this request was cut."""
    capture = request.meta.get("capture")
    return capture is not None and capture.record_type == "response" and capture.truncated is not None


def _capture(
    place: Place,
    record: WarcRecord,
    attempt: Attempt,
    read: ReadResponse,
    request: Request,
    url: str,
    earlier: Earlier | None,
) -> Capture:
    return Capture(
        filename=place.filename,
        offset_bytes=place.offset_bytes,
        length_bytes=place.length_bytes,
        record_id=record.record_id,
        record_type=record.record_type,
        target_uri=url,
        warc_date=record.date,
        status=read.status,
        mime=read.mime,
        payload_digest=read.payload_digest if read.status != 304 or earlier is None else earlier.payload_digest,
        block_digest=place.block_digest,
        http_headers=read.headers,
        refers_to_uri=earlier.target_uri if earlier else None,
        refers_to_date=earlier.warc_date if earlier else None,
        truncated=read.truncated if earlier is None else None,
        ip_address=attempt.ip_address,
        hop_path=request.meta.get("hop_path"),
        via=request.meta.get("via"),
    )


def _metadata_fields(
    request: Request, attempt: Attempt, read: ReadResponse | None, faults: tuple[CertificateFault, ...]
) -> tuple[tuple[str, str], ...]:
    """via, hopsFromSeed, fetchTimeMs (WARC 1.1 section 6.6), and what the response record could not say."""
    meta = request.meta
    fields = [("via", str(meta["via"]))] if meta.get("via") else []
    fields.append(("hopsFromSeed", str(meta.get("hop_path", ""))))
    fields.append(("fetchTimeMs", str(_milliseconds(attempt))))
    if read and read.digest_stands_alone:
        fields.append(("payloadDigest", read.payload_digest))
    if attempt.tls and attempt.tls.certificate_sha256:
        fields.append(("tlsCertificateSha256", attempt.tls.certificate_sha256))
    if proxy := meta.get("proxy"):
        fields.append(("proxy", str(proxy)))
    fields += [("tlsCertificateFault", str(fault)) for fault in faults]
    if kind := meta.get("kind"):
        fields.append(("kind", str(kind)))
    return tuple(fields)


def _milliseconds(attempt: Attempt) -> int:
    return round(1000 * ((attempt.ended or attempt.started) - attempt.started))


def _new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def _writer_options(settings: BaseSettings) -> WriterOptions:
    return WriterOptions(
        prefix=settings["OLDFACE_WARC_PREFIX"],
        host=host_name(settings),
        max_bytes=settings.getint("OLDFACE_WARC_MAX_BYTES"),
        level=settings.getint("OLDFACE_WARC_COMPRESSION_LEVEL"),
    )

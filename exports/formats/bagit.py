"""An archive folder in, a BagIt bag (RFC 8493) out: WACZ, database and readable copies, for long-term stores."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib.metadata import version

from archive.errors import ExportRefused
from archive.store import DATABASE_NAME
from exports.bundle import Bundle
from exports.formats import jsonl
from exports.formats.wacz import pack
from exports.losses import Field
from exports.selection import Selection

NAME = "bagit"
DESCRIPTION = "BagIt bag: WACZ, database and JSON Lines with SHA-256 manifests, for long-term stores"
LOSSES: Mapping[Field, str] = {}


def write(archive: Selection, folder: Bundle) -> None:
    """data/archive.wacz, data/archive.db, data/articles.jsonl, and the tag files of a bag."""
    if not archive.is_whole:
        raise ExportRefused("a bag holds the whole archive", next_step="Leave --where out, or take another format.")
    folder.make_bag()
    pack(archive, folder, "data/archive.wacz")
    target = folder.adopt(f"data/{DATABASE_NAME}")
    # a copy of the file alone would miss what stands in the write-ahead log
    with closing(sqlite3.connect(target)) as copy:
        archive.archive.database.conn.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    folder.seal(f"data/{DATABASE_NAME}")
    with folder.text("data/articles.jsonl") as out:
        jsonl.write_lines(archive, out)
    folder.write_text("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    last = archive.archive.database.execute("SELECT max(warc_date) FROM captures").fetchone()[0]
    information = {
        "Bag-Software-Agent": f"oldface {version('oldface')}",
        "Bagging-Date": str(last or "1970-01-01")[:10],
        "External-Description": f"Archive of {', '.join(archive.sites)}",
        "Payload-Oxum": "{}.{}".format(*folder.payload_oxum()),
    }
    folder.write_text("bag-info.txt", "".join(f"{name}: {value}\n" for name, value in information.items()))

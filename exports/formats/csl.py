"""Articles in, CSL-JSON out: for Zotero, pandoc, citeproc."""

from __future__ import annotations

import json
from collections.abc import Mapping

from exports.bundle import Bundle
from exports.citations import csl_item
from exports.losses import Field
from exports.selection import Selection

NAME = "csl"
DESCRIPTION = "CSL-JSON citations with the captures as archived copies"
LOSSES: Mapping[Field, str] = {
    Field.BODY_HTML: "a citation has no text",
    Field.COMMENTS: "left out",
    Field.ASSETS: "left out",
    Field.ROLE: "left out",
    Field.ORGANISATION: "left out",
    Field.SUBTITLE: "left out",
}
SINGLE_FILE = "articles.csl.json"


def write(archive: Selection, folder: Bundle) -> None:
    """articles.csl.json, in order of date."""
    separator = "[\n"
    with folder.text(SINGLE_FILE) as out:
        for article in archive.articles():
            out.write(separator + json.dumps(csl_item(article), ensure_ascii=False))
            separator = ",\n"
        out.write("[]\n" if separator == "[\n" else "\n]\n")

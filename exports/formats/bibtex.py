"""Articles in, a BibLaTeX file out: for Zotero, JabRef, LaTeX."""

from __future__ import annotations

from collections.abc import Mapping

from exports.bundle import Bundle
from exports.citations import biblatex_entry
from exports.losses import Field
from exports.names import NameRegister
from exports.selection import Selection

NAME = "bibtex"
DESCRIPTION = "BibLaTeX @online entries with the captures as archived copies"
LOSSES: Mapping[Field, str] = {
    Field.BODY_HTML: "a citation has no text",
    Field.COMMENTS: "left out",
    Field.ASSETS: "left out",
    Field.ROLE: "left out",
    Field.ORGANISATION: "left out",
    Field.SUBTITLE: "left out",
}
SINGLE_FILE = "articles.bib"


def write(archive: Selection, folder: Bundle) -> None:
    """articles.bib, in order of date."""
    keys = NameRegister()
    with folder.text(SINGLE_FILE) as out:
        for article in archive.articles():
            out.write(biblatex_entry(article, keys) + "\n")

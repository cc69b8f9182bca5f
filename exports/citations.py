"""An article in, its citation as CSL-JSON and BibLaTeX out."""

from __future__ import annotations

import re

from archive.store import Article, ArticleByline
from exports.names import NameRegister, slug
from exports.posts import authors_of
from exports.url_pattern import title_of

__all__ = ["biblatex_entry", "csl_item", "date_parts", "name_parts"]

PARTICLES = frozenset("van von der den de del della di da dos du la le ten ter zu zur".split())

TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def name_parts(byline: ArticleByline) -> dict[str, str]:
    """A name as CSL has it: family and given, or literal for a body or a single word."""
    words = byline.name.split()
    if byline.is_organisation or len(words) < 2:
        return {"literal": byline.name}
    split = len(words) - 1
    while split > 1 and words[split - 1].lower() in PARTICLES:
        split -= 1
    return {"family": " ".join(words[split:]), "given": " ".join(words[:split])}


def date_parts(date: str | None) -> list[list[int]]:
    """An ISO date as CSL's date-parts, as long as it is precise.

    >>> date_parts("2013-07"), date_parts("2013-07-25T10:00"), date_parts(None)
    ([[2013, 7]], [[2013, 7, 25]], [])
    """
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date or "")
    return [[int(part) for part in found.groups() if part]] if found else []


def csl_item(article: Article) -> dict[str, object]:
    """The article as an item of CSL-JSON, the capture as its archived copy."""
    item: dict[str, object] = {
        "id": str(article.id),
        "type": "post-weblog",
        "title": title_of(article),
        "container-title": article.site,
        "author": [name_parts(byline) for byline in authors_of(article)],
        "issued": {"date-parts": date_parts(article.date_published)},
        "accessed": {"date-parts": date_parts(article.capture.warc_date)},
        "URL": article.url,
        "language": article.in_language,
        "abstract": article.description,
        "keyword": ", ".join(tag.name for tag in article.tags),
        "archive": "WARC",
        "archive_location": f"{article.capture.filename}, {article.capture.record_id}",
    }
    if not article.date_published:
        del item["issued"]
    return {name: value for name, value in item.items() if value}


def biblatex_entry(article: Article, keys: NameRegister) -> str:
    """The article as an @online entry of BibLaTeX; its key is 'altman2013vision'."""
    authors = authors_of(article)
    fields = {
        "author": " and ".join(_bib_name(byline) for byline in authors),
        "title": "{" + tex(title_of(article)) + "}",
        "organization": tex(article.site),
        "date": (article.date_published or "")[:10],
        "url": article.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": article.capture.warc_date[:10],
        "langid": article.in_language or "",
        "keywords": ", ".join(tex(tag.name).replace(",", "") for tag in article.tags),
        "note": tex(f"Archived: {article.capture.filename}, {article.capture.record_id}"),
    }
    first = name_parts(authors[0]) if authors else {}
    who = slug(first.get("family") or first.get("literal") or article.site, fallback="anon").replace("-", "")
    word = next((word for word in slug(title_of(article), fallback="untitled").split("-") if len(word) > 3), "post")
    key = keys.claim(f"{who}{(article.date_published or 'nd')[:4]}{word}", key=article.url)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value and value != "{}")
    return f"@online{{{key},\n{lines}}}\n"


def _bib_name(byline: ArticleByline) -> str:
    parts = name_parts(byline)
    if "literal" in parts:
        return "{" + tex(parts["literal"]) + "}"
    return f"{tex(parts['family'])}, {tex(parts['given'])}"


def tex(text: str) -> str:
    """Text with TeX's signs made harmless.

    >>> tex("R&D: 100 %")
    'R\\\\&D: 100 \\\\%'
    """
    return "".join(TEX.get(sign, sign) for sign in re.sub(r"[\x00-\x1f\x7f]+", " ", text))

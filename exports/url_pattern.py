"""A pattern such as /news/{year}/{slug}/ and an article in, the article's path on the new site out."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from archive.errors import BadInput
from archive.store import Article
from exports.names import safe_name, slug

__all__ = ["FIELD_NAMES", "article_path", "check_pattern", "title_of"]

FIELD_NAMES: dict[str, str] = {
    "slug": "last telling part of the old address, or of the title",
    "title": "the title as a slug",
    "year": "of publication, four digits",
    "month": "of publication, two digits",
    "day": "of publication, two digits",
    "author": "first contributor, as a slug",
    "tag": "first tag, as a slug",
    "category": "first category or section, as a slug",
    "section": "the same as category",
    "language": "language of the article",
    "site": "host of the old site",
    "id": "number of the article in the archive",
    "path": "path of the old address, without slashes at its ends",
}

PART = re.compile(r"\{([^{}]*)\}")


def check_pattern(pattern: str) -> str:
    """The pattern itself; BadInput where it names an unknown field or does not tell articles apart."""
    known = ", ".join("{" + name + "}" for name in FIELD_NAMES)
    for name in PART.findall(pattern):
        if name not in FIELD_NAMES:
            raise BadInput(f"the pattern {pattern!r} has the unknown field {{{name}}}", next_step=f"Use: {known}.")
    if not pattern.startswith("/"):
        raise BadInput(f"the pattern {pattern!r} does not begin with '/'", next_step=f"Write, e.g., '/{pattern}'.")
    if not set(PART.findall(pattern)) & {"slug", "title", "id", "path"}:
        raise BadInput(
            f"the pattern {pattern!r} gives all articles one address",
            next_step="Put {slug}, {title}, {id} or {path} in it.",
        )
    return pattern


def article_path(article: Article, pattern: str, *, slug_given: str | None = None) -> str:
    """The article's path by the pattern, percent-encoded; what the article lacks is 'undated', 'other' and so on."""
    given = {"slug": slug_given} if slug_given else {}
    filled = PART.sub(lambda found: given.get(found[1]) or _value(article, found[1]), pattern)
    return quote(re.sub(r"/{2,}", "/", filled), safe="/-._~!$'()*+,;=:@")


def title_of(article: Article) -> str:
    """The headline, or where there is none the words of the slug."""
    return article.headline or article.slug.replace("-", " ").strip().capitalize() or f"Article {article.id}"


def _value(article: Article, name: str) -> str:
    date = article.date_published or ""
    match name:
        case "slug":
            return slug(article.slug, fallback=f"article-{article.id}")
        case "title":
            return slug(title_of(article), fallback=f"article-{article.id}")
        case "year":
            return date[:4] or "undated"
        case "month":
            return date[5:7] or "00"
        case "day":
            return date[8:10] or "00"
        case "author":
            names = [byline.person_slug or byline.name for byline in article.bylines]
            return slug(names[0], fallback="anonymous") if names else "anonymous"
        case "tag" | "category" | "section":
            return _first_term(article, {"tag"} if name == "tag" else {"category", "section"})
        case "language":
            return slug(article.in_language or "", fallback="und")
        case "site":
            return safe_name(article.site.replace(":", "-"))
        case "id":
            return str(article.id)
        case _:
            return unquote(urlsplit(article.url).path.strip("/")) or "index"


def _first_term(article: Article, taxonomies: set[str]) -> str:
    for tag in article.tags:
        if tag.taxonomy in taxonomies:
            return slug(tag.slug or tag.name, fallback="other")
    return slug(article.article_section or "", fallback="other") if "section" in taxonomies else "other"

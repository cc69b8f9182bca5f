"""The old archive and the archive of a crawl of the new site in, every loss and change out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename
from urllib.parse import unquote, urlsplit

from archive.store import Archive, Article, ArticleAsset
from exports.feeds import feed_addresses
from exports.verify.findings import Comparison, Finding, Verdict
from exports.verify.journeys import Journey, Journeys, on_new_site, same_page
from exports.verify.matching import NewPage, NewSite
from exports.verify.paragraphs import Pairing, fold, pair, split_paragraphs

__all__ = ["addresses_to_check", "compare"]

_SHOWN = 300
_PERMANENT = (301, 308)


def addresses_to_check(old: Archive, origin: str) -> list[str]:
    """Every address of the old site, as it would be asked of the new one; sorted, each once."""
    wanted = {on_new_site(address.url, origin) for _, address in old.addresses() if address.url.startswith("http")}
    for (url,) in old.database.execute("SELECT url FROM pages WHERE kind <> 'error' AND is_soft_404 = 0"):
        wanted.add(on_new_site(url, origin))
    wanted.update(on_new_site(url, origin) for url in feed_addresses(old))
    return sorted(wanted)


def compare(old: Archive, new: Archive, *, origin: str) -> Comparison:
    """Holds the new site at `origin` against the old archive; `new` holds a crawl that asked for addresses_to_check."""
    site, journeys = NewSite(new), Journeys(new)
    findings: list[Finding] = []
    verdicts: list[Verdict] = []
    homes: set[int] = set()
    old_hosts = {urlsplit(article.url).netloc for article in old.articles()} - {urlsplit(origin).netloc}
    for article in old.articles():
        journey = journeys.of(on_new_site(article.url, origin))
        landed = site.at(journey.url) if journey.arrives else None
        home = landed if landed and site.holds(landed, article) else site.home_of(article)
        if home is None:
            findings.append(Finding("article-missing", article.url, "", article.headline or ""))
            verdicts.append(_lost(article))
            continue
        homes.add(home.article.id)
        found = [*_routes(article, home, journeys, origin, new), *_page_faults(new, home, article.url, old_hosts)]
        body, comments, content = _content(new, article, home)
        found += content
        findings += found
        verdicts.append(_verdict(article, home, body, comments, found))
    findings += [
        Finding("article-new", "", page.article.url, new=page.article.headline or "")
        for page in site.pages()
        if page.article.id not in homes
    ]
    findings += _other_pages(old, journeys, origin)
    ordered = sorted(set(findings), key=lambda f: (f.old_url, f.new_url, f.kind, f.old, f.new))
    return Comparison(
        tuple(sorted(verdicts, key=lambda v: v.old_url)), tuple(ordered), len(addresses_to_check(old, origin))
    )


def _routes(article: Article, home: NewPage, journeys: Journeys, origin: str, new: Archive) -> Iterator[Finding]:
    """Each address the article was ever known by must lead to its new page in one permanent hop."""
    right = home.article.url
    known = sorted({on_new_site(a.url, origin): a.url for a in article.addresses if a.url.startswith("http")}.items())
    for requested, old_url in known:
        journey = journeys.of(requested)
        fault = _route_fault(journey, home)
        if fault == "redirect-wrong" and same_page(_canonical(new, journey.url), right):
            fault = "redirect-by-page"
        if fault:
            yield Finding(fault, old_url, right, requested, _told(journey))


def _route_fault(journey: Journey, home: NewPage) -> str | None:
    if not journey.arrives:
        return "redirect-missing"
    if not any(same_page(journey.url, url) for url in (home.article.url, *(a.url for a in home.article.addresses))):
        return "redirect-wrong"
    if len(journey.redirects) > 1:
        return "redirect-chain"
    if any(status not in _PERMANENT for status in journey.redirects):
        return "redirect-temporary"
    return None


def _canonical(new: Archive, url: str) -> str:
    """What the page at an address names as its own, as alias pages name their target; '' where it names none."""
    sql = "SELECT p.canonical_url FROM pages g JOIN parses p ON p.id = g.parse_id WHERE g.url = ?"
    row = new.database.execute(sql, [url]).fetchone()
    return str(row[0] or "") if row else ""


def _told(journey: Journey) -> str:
    return " → ".join(f"{status or 'no answer'} {url}" for status, url in journey.hops)


def _page_text(new: Archive, page: NewPage) -> str:
    """All visible text of the new page, its segments in order."""
    sql = """SELECT s.text FROM segments s JOIN articles a ON a.parse_id = s.parse_id WHERE a.id = ?
        ORDER BY s.position"""
    return "\n".join(text for (text,) in new.database.execute(sql, [page.article.id]))


def _content(new: Archive, old: Article, home: NewPage) -> tuple[Pairing, Pairing, list[Finding]]:
    """(how the body's paragraphs fared, how the comments fared, findings)"""
    fresh, everything = home.article, _page_text(new, home)
    where = (old.url, fresh.url)
    found: list[Finding] = []
    if old.headline and fold(old.headline) != fold(fresh.headline or ""):
        found.append(Finding("title-changed", *where, old.headline, fresh.headline or ""))
    body = pair(split_paragraphs(old.body_text), split_paragraphs(fresh.body_text), elsewhere=everything)
    found += [Finding("paragraph-missing", *where, text[:_SHOWN]) for text in body.missing]
    found += [Finding("paragraph-edited", *where, a[:_SHOWN], b[:_SHOWN]) for a, b in body.edited]
    old_comments = [comment.text for comment in old.comments if comment.text.strip()]
    comments = pair(old_comments, [comment.text for comment in fresh.comments], elsewhere=everything)
    in_comments = fold("\n".join(text for text in (*old_comments, *(c.text for c in fresh.comments))))
    page_words = fold(" ".join(filter(None, (old.headline, old.alternative_headline, old.description))))
    found += [
        Finding("paragraph-new", *where, new=text[:_SHOWN])
        for text in body.new
        if fold(text) not in in_comments and fold(text) not in page_words
    ]
    found += [Finding("comment-missing", *where, text[:_SHOWN]) for text in comments.missing]
    found += [Finding("comment-edited", *where, a[:_SHOWN], b[:_SHOWN]) for a, b in comments.edited]
    found += [Finding("comment-new", *where, new=text[:_SHOWN]) for text in comments.new]
    found += _people_dates_tags(old, fresh, fold(everything))
    found += _assets(old, fresh)
    return body, comments, found


def _people_dates_tags(old: Article, fresh: Article, everything: str) -> Iterator[Finding]:
    where = (old.url, fresh.url)
    named = {fold(byline.name) for byline in fresh.bylines}
    for byline in old.bylines:
        if fold(byline.name) not in named and fold(byline.name) not in everything:
            shown = ", ".join(b.name for b in fresh.bylines)
            yield Finding("author-missing", *where, byline.name, shown)
    if old.date_published and len(old.date_published) >= 10:
        if not fresh.date_published:
            yield Finding("date-missing", *where, old.date_published)
        elif fresh.date_published[:10] != old.date_published[:10]:
            yield Finding("date-changed", *where, old.date_published, fresh.date_published)
    filed = {fold(tag.name) for tag in fresh.tags}
    for tag in old.tags:
        if fold(tag.name) not in filed and fold(tag.name) not in everything:
            yield Finding("tag-missing", *where, tag.name, ", ".join(t.name for t in fresh.tags))


def _assets(old: Article, fresh: Article) -> Iterator[Finding]:
    """Images and documents that the old archive holds must load on the new page, by their bytes or their name."""
    loads = [use.asset for use in fresh.assets if use.asset.capture_id is not None]
    digests = {asset.sha256 for asset in loads}
    names = {_name(asset.url) for asset in loads}
    seen: set[int] = set()
    for use in old.assets:
        if use.asset.id in seen or use.asset.capture_id is None or use.asset.kind not in ("image", "document"):
            continue
        seen.add(use.asset.id)
        if use.asset.sha256 not in digests and _name(use.asset.url) not in names:
            yield Finding(f"{use.asset.kind}-missing", old.url, fresh.url, use.asset.url, _same_name(use, fresh))


def _name(url: str) -> str:
    return unquote(basename(urlsplit(url).path)).casefold()


def _same_name(use: ArticleAsset, fresh: Article) -> str:
    """The address under which the new page asks for it in vain; '' when it does not ask."""
    return next((u.asset.url for u in fresh.assets if _name(u.asset.url) == _name(use.asset.url)), "")


def _page_faults(new: Archive, home: NewPage, old_url: str, old_hosts: set[str]) -> Iterator[Finding]:
    """What is wrong with the new page by itself: dead links, links to the old host, no canonical address …"""
    where = (old_url, home.article.url)
    (parse_id,) = new.database.execute("SELECT parse_id FROM articles WHERE id = ?", [home.article.id]).fetchone()
    for url, status, is_internal in new.database.execute(
        """SELECT DISTINCT l.url, d.status, l.is_internal FROM links l LEFT JOIN destinations d ON d.url_id = l.url_id
        WHERE l.parse_id = ? AND l.region = 'body' ORDER BY 1""",
        [parse_id],
    ):
        if urlsplit(url).netloc in old_hosts:
            yield Finding("old-host-link", *where, new=url)
        elif is_internal and status is not None and status >= 400:
            yield Finding("link-broken", *where, new=f"{status} {url}")
    for use in home.article.assets:
        if urlsplit(use.asset.url).netloc in old_hosts:
            yield Finding("old-host-link", *where, new=use.asset.url)
    (canonical,) = new.database.execute("SELECT canonical_url FROM parses WHERE id = ?", [parse_id]).fetchone()
    if not canonical:
        yield Finding("canonical-missing", *where)
    elif not same_page(canonical, home.article.url):
        yield Finding("canonical-wrong", *where, new=canonical)
    if not home.article.description:
        yield Finding("description-missing", *where)
    sources = {
        source
        for (source,) in new.database.execute("SELECT DISTINCT source FROM field_claims WHERE parse_id = ?", [parse_id])
    }
    if not sources & {"json-ld", "microdata", "rdfa"}:
        yield Finding("structured-data-missing", *where)


def _other_pages(old: Archive, journeys: Journeys, origin: str) -> Iterator[Finding]:
    """Listings, tag and author pages, feeds: told when they lead nowhere."""
    sql = """SELECT url FROM pages WHERE kind NOT IN ('error') AND is_soft_404 = 0 AND gone_at IS NULL
        AND url NOT IN (SELECT url FROM addresses) ORDER BY url"""
    for url in [*(url for (url,) in old.database.execute(sql)), *feed_addresses(old)]:
        journey = journeys.of(on_new_site(url, origin))
        if not journey.arrives:
            yield Finding("page-missing", url, "", journey.requested, _told(journey))


def _lost(article: Article) -> Verdict:
    images = {use.asset.id for use in article.assets if use.asset.kind == "image" and use.asset.capture_id}
    paragraphs = len(split_paragraphs(article.body_text))
    return Verdict(
        article.url, "", article.headline or "", 0.0, paragraphs, 0, len(article.comments), 0, len(images), 0, 1
    )


def _verdict(old: Article, home: NewPage, body: Pairing, comments: Pairing, findings: list[Finding]) -> Verdict:
    words = sum(len(text.split()) for text in (*body.kept, *body.missing, *(a for a, _ in body.edited)))
    images = {use.asset.id for use in old.assets if use.asset.kind == "image" and use.asset.capture_id}
    return Verdict(
        old_url=old.url,
        new_url=home.article.url,
        headline=old.headline or "",
        content_score=sum(len(text.split()) for text in body.kept) / words if words else 1.0,
        paragraphs=len(body.kept) + len(body.missing) + len(body.edited),
        paragraphs_kept=len(body.kept),
        comments=len(comments.kept) + len(comments.missing) + len(comments.edited),
        comments_kept=len(comments.kept),
        images=len(images),
        images_kept=len(images) - sum(finding.kind == "image-missing" for finding in findings),
        faults=sum(finding.is_fault for finding in findings),
    )

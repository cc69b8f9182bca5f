"""The shipyard's blog: hand-made pages of 2008, tables for layout, under /yard."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from slugify import slugify

from crawler.demo_blog.resource import Resource, Site, html, load_posts, moved, render, static

__all__ = ["ROOT", "handmade_site"]

ROOT = "/yard"
Post = dict[str, Any]  # Any: a TOML table


def handmade_site(origin: str) -> Site:
    """Every address of the hand-made blog. `origin` is scheme, host and port."""
    posts: list[Post] = load_posts("handmade")["post"]
    by_month, by_topic, by_author = (defaultdict(list) for _ in range(3))
    for post in posts:
        by_month[post["file"][:7]].append(post)
        by_topic[post["topic"]].append(post)
        by_author[post["author"]].append(post)
    shared: dict[str, Any] = {
        "root": ROOT,
        "origin": origin,
        "months": sorted(by_month.items(), reverse=True),
        "topics": sorted(by_topic),
    }
    site: Site = {
        f"{ROOT}/yard.css": static("yard.css", "text/css"),
        f"{ROOT}/pics/crane.png": static("crane.png", "image/png"),
        f"{ROOT}/pics/banner.png": static("banner.png", "image/png"),
        f"{ROOT}/index.html": html(
            "yard_list.html", title="Latest from the Yard", entries=posts[:4], older=True, **shared
        ),
        f"{ROOT}/older.html": _listing("Older Posts", posts[4:], shared),
        # A page that is gone and does not say so in its status: a soft 404.
        f"{ROOT}/careers.html": html("yard_gone.html", **shared),
        f"{ROOT}/default.htm": moved(f"{ROOT}/index.html"),
    }
    for place, post in enumerate(posts):
        newer = posts[place - 1] if place else None
        older = posts[place + 1] if place + 1 < len(posts) else None
        site[f"{ROOT}/{post['file']}"] = html("yard_post.html", post=post, newer=newer, older_post=older, **shared)
        site[f"{ROOT}/print/{post['file']}"] = html("yard_print.html", post=post, **shared)
    for month, entries in by_month.items():
        name = f"archive-{month}.html"
        site[f"{ROOT}/{name}"] = html(
            "yard_list.html", title=f"Archive {month}", entries=entries, older=False, **shared
        )
    for topic, entries in by_topic.items():
        name = f"topic-{slugify(topic)}.html"
        site[f"{ROOT}/{name}"] = _listing(f"Topic: {topic}", entries, shared)
    for author, entries in by_author.items():
        name = f"by-{slugify(author)}.html"
        site[f"{ROOT}/{name}"] = html(
            "yard_list.html", title=f"Posts by {author}", entries=entries, older=False, **shared
        )
    feed = render("yard_rss.xml", entries=posts, **shared)
    site[f"{ROOT}/news.xml"] = Resource(feed.encode(), "text/xml")
    return site


def _listing(title: str, entries: list[Post], shared: dict[str, Any], *, older: bool = False) -> Resource:
    # Any: template values
    return html("yard_list.html", title=title, entries=entries, older=older, **shared)

"""The department's blog: Drupal 7 with Bartik-like theme and the print module, under /gov."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from slugify import slugify

from crawler.demo_blog.resource import Resource, Site, html, load_posts, moved, pages_of, render, static
from crawler.demo_blog.voices import many_comments

__all__ = ["ROOT", "drupal_site"]

ROOT = "/gov"
POSTS_A_PAGE = 4
COMMENTS_A_PAGE = 12
Post = dict[str, Any]  # Any: a TOML table


def drupal_site(origin: str) -> Site:
    """Every address of the Drupal blog. `origin` is scheme, host and port."""
    posts = _posts()
    shared: dict[str, Any] = {
        "root": ROOT,
        "origin": origin,
        "recent": posts[:5],
        "months": _months(posts),
        "terms": _terms(posts),
    }
    site: Site = {f"{ROOT}/misc/style.css": static("drupal.css", "text/css")}
    for name in ("altman-pelino", "harbor", "clock", "storm"):
        site[f"{ROOT}/sites/default/files/styles/large/public/{name}.png?itok=Qx7d"] = static(
            f"{name}.png", "image/png"
        )
    site[f"{ROOT}/misc/feed.png"] = static("feed.png", "image/png")
    site[f"{ROOT}/sites/default/files/exporters-checklist.pdf"] = static("checklist.pdf", "application/pdf")
    for place, post in enumerate(posts):
        newer = posts[place - 1] if place else None
        older = posts[place + 1] if place + 1 < len(posts) else None
        site |= _post_pages(post, shared | {"newer": newer, "older": older})
    site |= _listing(f"{ROOT}/blog", "Blogs", posts, shared)
    site[f"{ROOT}/"] = html(
        "drupal_list.html", title=None, entries=posts[:3], pages=1, page=0, path=f"{ROOT}/", **shared
    )
    for month, entries in _months(posts):
        site |= _listing(f"{ROOT}/blog/{month:%Y/%m}", f"Blog Entries from {month:%B %Y}", entries, shared)
    for term, entries in _terms(posts):
        site |= _listing(f"{ROOT}/category/{slugify(term)}", term, entries, shared)
    site |= _listing(f"{ROOT}/blog/18", "Public Affairs's blog", posts, shared)
    for name, title in (("comment-policy", "Comment Policy"), ("new-design", "A New Look Is Coming")):
        site[f"{ROOT}/{name}"] = html("drupal_page.html", name=name, title=title, **shared)
    feed = render("drupal_rss.xml", entries=posts, **shared)
    site[f"{ROOT}/rss.xml"] = Resource(feed.encode(), "application/rss+xml; charset=utf-8")
    return site


def _posts() -> list[Post]:
    posts: list[Post] = load_posts("drupal")["post"]
    for post in posts:
        post["path"] = f"{ROOT}/blog/{post['date']:%Y/%m/%d}/{post['slug']}"
        if post.get("many_comments"):
            post["comment"] = many_comments(4300, post["date"], 26)
        post["thread"] = _thread(post.get("comment", []))
    return posts


def _thread(comments: list[Post]) -> list[tuple[int, Post]]:
    """(depth, comment) in the order Drupal prints a threaded list: parents before their answers."""
    answers: dict[int | None, list[Post]] = defaultdict(list)
    for comment in comments:
        answers[comment.get("parent")].append(comment)
    ordered: list[tuple[int, Post]] = []

    def add(parent: int | None, depth: int) -> None:
        for comment in answers[parent]:
            ordered.append((depth, comment))
            add(comment["id"], depth + 1)

    add(None, 0)
    return ordered


def _months(posts: list[Post]) -> list[tuple[datetime, list[Post]]]:
    months: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        months[f"{post['date']:%Y-%m}"].append(post)
    return [(entries[0]["date"], entries) for _, entries in sorted(months.items(), reverse=True)]


def _terms(posts: list[Post]) -> list[tuple[str, list[Post]]]:
    terms: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        for term in post["tags"]:
            terms[term].append(post)
    return sorted(terms.items())


def _post_pages(post: Post, shared: dict[str, Any]) -> Site:  # Any: template values
    site: Site = {}
    pages = pages_of(post["thread"], COMMENTS_A_PAGE)
    for number, thread in enumerate(pages):
        page = html("drupal_post.html", post=post, thread=thread, page=number, pages=len(pages), **shared)
        site[post["path"] + (f"?page={number}" if number else "")] = page
        for _, comment in thread:
            site[f"{ROOT}/comment/{comment['id']}"] = page
    site[f"{ROOT}/node/{post['node']}"] = site[post["path"]]
    site[f"{ROOT}/print/{post['node']}"] = html("drupal_print.html", post=post, **shared)
    if "short_path" in post:
        site[f"{ROOT}/{post['short_path']}"] = moved(post["path"])
    return site


def _listing(path: str, title: str, posts: list[Post], shared: dict[str, Any]) -> Site:  # Any: template values
    pages = pages_of(posts, POSTS_A_PAGE)
    return {
        path + (f"?page={number}" if number else ""): html(
            "drupal_list.html", title=title, entries=entries, page=number, pages=len(pages), path=path, **shared
        )
        for number, entries in enumerate(pages)
    }

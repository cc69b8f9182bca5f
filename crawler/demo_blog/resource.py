"""What one address of the demo site answers with, and what the page builders share."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from slugify import slugify

__all__ = ["Resource", "Site", "html", "load_posts", "moved", "pages_of", "render", "static"]


@dataclass(frozen=True, slots=True)
class Resource:
    """The answer of one address."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


Site = dict[str, Resource]
"""Path with query -> answer."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.demo_blog"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["slug"] = slugify
    environment.filters["when"] = lambda moment, pattern: moment.strftime(pattern)
    return environment


def render(template: str, **values: Any) -> str:  # Any: template values are of every type
    """The named template, filled."""
    return _environment().get_template(template).render(**values)


def html(template: str, *, status: int = 200, **values: Any) -> Resource:  # Any: as in render
    """The named template as an HTML answer."""
    return Resource(render(template, **values).encode(), status=status)


def moved(to: str) -> Resource:
    """A permanent redirect."""
    body = f'<html><body>The document has moved <a href="{to}">here</a>.</body></html>'
    return Resource(body.encode(), status=301, headers=(("Location", to),))


def static(name: str, content_type: str) -> Resource:
    """A file of the static folder."""
    return Resource((files("crawler.demo_blog") / "static" / name).read_bytes(), content_type)


def load_posts(name: str) -> dict[str, Any]:  # Any: TOML tables
    """A blog's content file; dates with time become datetimes, in the zone they are written in."""
    data = tomllib.loads((files("crawler.demo_blog") / "content" / f"{name}.toml").read_text(encoding="utf-8"))
    for post in data["post"]:
        for entry in (post, *post.get("comment", ())):
            for key in ("date", "modified"):
                if isinstance(entry.get(key), str) and "T" in entry[key]:
                    entry[key] = datetime.fromisoformat(entry[key])
    return data


def pages_of(items: list[Any], size: int) -> list[list[Any]]:  # Any: posts or comments, as loaded
    """The items in pages of `size`; one empty page when there are none."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [[]]

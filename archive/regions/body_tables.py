"""The body in, claims on what is left of its tables out: a table of which most is text of the article is all of it.

Cells are judged one by one, and "Tolme Ridge" alone looks like anything; beside the figures it names, it does not.
"""

from __future__ import annotations

from archive.claims import decide, is_free
from archive.markup import visible_below
from archive.model import Claim, Page, Region
from archive.page_index import page_index
from archive.regions import Context, Findings

__all__ = ["ORDER", "read"]

ORDER = 62

_LARGEST = 4000
"""Nodes; what is larger holds a page, not figures."""
_FEWEST_CELLS = 4


def read(context: Context) -> Findings:
    """A body claim for each unclaimed cell of a table of which more than half is body."""
    page = context.page
    tables = [node for node in page_index(page).tags.get("table", ()) if _is_of_figures(page, node)]
    if not tables:
        return Findings()
    deciding = decide(page, context.claimed_nodes())
    claims: list[Claim] = []
    for table in tables:
        texts = visible_below(page, table)
        held = [node for node in texts if deciding[node].region is Region.BODY]
        left = [node for node in texts if is_free(deciding[node])]
        if left and len(held) > len(left) and len(held) + len(left) == len(texts):
            claims += [Claim(node, Region.BODY, "body:table", confidence=0.8) for node in left]
    return Findings(claims=tuple(claims))


def _is_of_figures(page: Page, table: int) -> bool:
    """Whether a table is one of data: no other in it, and rows of several cells."""
    tags = page.tags[table : page.ends[table]]
    cells = tags.count("td") + tags.count("th")
    return len(tags) <= _LARGEST and tags.count("table") == 1 and cells >= max(_FEWEST_CELLS, 2 * tags.count("tr"))

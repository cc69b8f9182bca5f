"""An archive in, its link graph as GEXF 1.3 out: who links to whom, and from which region of the page."""

from __future__ import annotations

from collections.abc import Mapping

from exports.bundle import Bundle
from exports.formats import Option
from exports.losses import Field
from exports.selection import Selection
from exports.xml_text import attribute

NAME = "gexf"
DESCRIPTION = "GEXF link graph for Gephi and networkx, each edge with its region: a citation is no menu entry"
LOSSES: Mapping[Field, str] = {
    Field.BODY_HTML: "a graph of pages and links, without their text",
    Field.COMMENTS: "left out, but for the links in them",
    Field.ASSETS: "left out",
    Field.TAGS: "left out",
}
OPTIONS = (Option("region", "Only links of this region: body, comment, navigation …", ""),)
SINGLE_FILE = "links.gexf"

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta><creator>oldface</creator><description>Links between the pages of an archive</description></meta>
<graph mode="static" defaultedgetype="directed">
<attributes class="node">
<attribute id="url" title="url" type="string"/><attribute id="kind" title="kind" type="string"/>
<attribute id="site" title="site" type="string"/><attribute id="date" title="date_published" type="string"/>
</attributes>
<attributes class="edge">
<attribute id="region" title="region" type="string"/><attribute id="anchor" title="anchor" type="string"/>
</attributes>
"""

NODES = """SELECT g.id, g.url, g.kind, g.site, coalesce(a.headline, g.title, g.url), coalesce(a.date_published, '')
FROM pages g LEFT JOIN articles a ON a.page_id = g.id ORDER BY g.url"""

EDGES = """SELECT g.id, d.page_id, l.region, count(*), min(l.anchor_text) FROM links l
JOIN pages g ON g.parse_id = l.parse_id JOIN destinations d ON d.url_id = l.url_id
WHERE d.page_id IS NOT NULL AND (? = '' OR l.region = ?)
GROUP BY g.id, d.page_id, l.region ORDER BY g.url, d.page_id, l.region"""


def write(archive: Selection, folder: Bundle, *, region: str = "") -> None:
    """links.gexf: a node a page, an edge a pair of pages and region, its weight the number of links."""
    database = archive.archive.database
    with folder.text(SINGLE_FILE) as out:
        out.write(HEAD + "<nodes>\n")
        for number, url, kind, site, label, date in database.execute(NODES):
            values = {"url": url, "kind": kind, "site": site, "date": date}
            out.write(
                f'<node id="{number}" label={attribute(label)}><attvalues>{attvalues(values)}</attvalues></node>\n'
            )
        out.write("</nodes>\n<edges>\n")
        for count, (source, target, place, weight, anchor) in enumerate(database.execute(EDGES, (region, region))):
            values = {"region": place, "anchor": anchor}
            out.write(
                f'<edge id="{count}" source="{source}" target="{target}" weight="{weight}" kind={attribute(place)}>'
                f"<attvalues>{attvalues(values)}</attvalues></edge>\n"
            )
        out.write("</edges>\n</graph>\n</gexf>\n")


def attvalues(values: Mapping[str, str]) -> str:
    """The values of one node or edge."""
    return "".join(f'<attvalue for="{name}" value={attribute(value)}/>' for name, value in values.items())

"""A response's header lines in, what its Link and Refresh fields name out, as the elements that say the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["read_header_elements"]

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$%&*+.^`|~-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?)*)")
_PARAMETER = re.compile(r";\s*([\w!#$%&*+.^`|~-]+)(?:\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*)))?")
_LONGEST_VALUE = 65_536


def read_header_elements(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, dict[str, str | None]]]:
    """(tag, attributes) of the <link> or <meta> that says what each field says (RFC 8288 section 3; Refresh has no
    standard, but every browser).

    >>> list(read_header_elements([("Link", '</2>; rel="next", </a.css>; rel=stylesheet')]))
    [('link', {'href': '/2', 'rel': 'next'}), ('link', {'href': '/a.css', 'rel': 'stylesheet'})]
    """
    for name, value in headers:
        if name.lower() == "refresh":
            yield "meta", {"http-equiv": "refresh", "content": value}
        elif name.lower() == "link":
            for address, parameters in _LINK.findall(value[:_LONGEST_VALUE]):
                attributes: dict[str, str | None] = {"href": address}
                for key, quoted, bare in _PARAMETER.findall(parameters):
                    attributes.setdefault(key.lower(), quoted or bare)
                yield "link", attributes

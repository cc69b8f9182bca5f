"""`python -m crawler.demo_blog [PORT]`: serve the demo blog on loopback until interrupted; prints its address."""

from __future__ import annotations

import contextlib
import sys

from crawler.demo_blog.server import DEFAULT_PORT, DemoServer


def main() -> None:
    """Serve until interrupted."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PORT
    with DemoServer(port) as server, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(server.origin + "/\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()

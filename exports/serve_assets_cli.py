"""The command `oldface serve-assets`: options in, a server on loopback until it is stopped."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["serve_assets"]

EPILOG = """
\b
With WordPress, whose importer downloads attachments:
  oldface export wxr --from archive --to wordpress --files-url http://127.0.0.1:8080
  oldface serve-assets --from archive
WordPress refuses to fetch from this machine unless a plugin of one line lets it:
  add_filter( 'http_request_host_is_external', '__return_true' );
It fetches from the ports 80, 443 and 8080 alone.
\b
Without --files-url, point the old host's name at this machine (/etc/hosts), and serve on port 80.
"""


@click.command("serve-assets", epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True,
              metavar="DIR", help="The archive folder.")  # fmt: skip
@click.option("--port", default=8080, show_default=True, help="Port on loopback.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback address.")
def serve_assets(source: Path, port: int, host: str) -> None:
    """Serve the old site's images and documents to the importer of the new one.

    Files come out of the WARC files with the right length and type, at /OLD-HOST/PATH.
    """
    from archive.store import Archive
    from exports.asset_server import AssetServer

    with Archive(source) as archive, AssetServer(archive, host=host, port=port) as server:
        click.echo(f"http://{host}:{server.server_address[1]}/  (stop with Ctrl-C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo(f"{server.served} files served, {len(server.missed)} not in the archive", err=True)
            for missed in sorted(server.missed)[:20]:
                click.echo(f"  {missed}", err=True)

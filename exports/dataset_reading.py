"""A Parquet dataset of all tables in, an archive folder for as long as it is needed out.

The dataset is what `oldface export dataset` writes, or what DuckDB, Polars or Spark made of it: TABLE/**/*.parquet, and
folders in_site=… for what belongs to a page. Columns are found by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, unquote

from archive.errors import BadArchive, MissingExtra, NotFound
from archive.store import DATABASE_NAME
from archive.store.loading import load_archive
from archive.store.writing import Row
from exports.formats.dataset import GROUP, NO_SITE, SITE_FOLDER

__all__ = ["archive_of_dataset", "is_dataset", "sites_of_dataset"]


def is_dataset(folder: Path) -> bool:
    """Whether the folder holds a Parquet dataset, and no archive."""
    return not (folder / DATABASE_NAME).exists() and next(folder.glob("archive_info/**/*.parquet"), None) is not None


def sites_of_dataset(folder: Path) -> list[str]:
    """The sites whose pages have folders of their own, in order."""
    names = {path.name.removeprefix(SITE_FOLDER) for path in folder.glob(f"*/{SITE_FOLDER}*")}
    return sorted(unquote(name) for name in names - {NO_SITE})


@contextmanager
def archive_of_dataset(folder: Path, *, sites: Sequence[str] = (), warcs: Path | None = None) -> Iterator[Path]:
    """A temporary archive folder with the rows of the dataset, or of some of its sites; gone when the context closes.

    With `warcs`, a folder of WARC files, its captures have their bytes. NotFound for a site that is not there.
    """
    unknown = sorted(set(sites) - set(sites_of_dataset(folder)))
    if unknown:
        raise NotFound(
            f"The dataset has no site {unknown[0]}",
            where=str(folder),
            next_step=f"Take some of: {', '.join(sites_of_dataset(folder)[:20])}.",
        )
    with TemporaryDirectory(prefix="oldface-dataset-") as temporary:
        place = Path(temporary)
        load_archive(place / DATABASE_NAME, lambda table, columns: _rows(folder, table, columns, sites))
        if warcs is not None:
            (place / "warc").symlink_to(warcs.resolve(), target_is_directory=True)
        yield place


def _rows(folder: Path, table: str, columns: Sequence[str], sites: Sequence[str]) -> Iterator[Row]:
    parquet = _parquet()
    wanted = {SITE_FOLDER + quote(site, safe="") for site in sites} | {SITE_FOLDER + NO_SITE}
    for path in sorted((folder / table).rglob("*.parquet")):
        site = next((part for part in path.relative_to(folder).parts if part.startswith(SITE_FOLDER)), None)
        if sites and site is not None and site not in wanted:
            continue
        with parquet.ParquetFile(path) as file:
            missing = sorted(set(columns) - set(file.schema_arrow.names))
            if missing:
                raise BadArchive(
                    f"Table {table} has no column {missing[0]}",
                    where=str(path),
                    next_step="Export it again with this version: oldface export dataset --from DIR --to PATH.",
                )
            for batch in file.iter_batches(batch_size=GROUP, columns=list(columns)):
                yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


def _parquet() -> Any:  # Any: pyarrow has no types
    try:
        return import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow", next_step="Install it: pip install 'oldface[parquet]'.") from error

"""Files for content systems that cannot run here: held against what their importers demand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import Selection


@pytest.fixture
def written(hostile: Selection, tmp_path: Path) -> Any:
    def write(name: str, **options: object) -> Path:
        run_export(find_format(name), hostile, tmp_path / name, options=options)
        return tmp_path / name

    return write


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_drupal_sources_have_every_field_the_migrations_read(written: Any) -> None:
    module = written("drupal") / "oldface_migrate"
    names = set()
    for path in sorted((module / "migrations").glob("*.yml")):
        migration = YAML(typ="safe").load(path.read_text())
        names.add(migration["id"])
        source = migration["source"]
        rows = []
        for url in source["urls"]:
            assert url.startswith("modules/custom/oldface_migrate/")
            rows += json.loads((module.parent / url.removeprefix("modules/custom/")).read_text())[
                source["item_selector"]
            ]
        assert rows
        fields = {field["selector"] for field in source["fields"]}
        assert fields == set(rows[0])
        identifiers = [row["id"] for row in rows]
        assert len(set(identifiers)) == len(identifiers)
        read = set(re.findall(r"'source': '(\w+)'", repr(migration["process"])))
        read |= {value for value in migration["process"].values() if isinstance(value, str)}
        assert read <= fields
    assert names == {f"oldface_{name}" for name in ("users", "terms", "files", "articles", "comments", "redirects")}


def test_drupal_migrations_depend_on_what_they_look_up(written: Any) -> None:
    for path in (written("drupal") / "oldface_migrate" / "migrations").glob("*.yml"):
        migration = YAML(typ="safe").load(path.read_text())
        looked_up = set(re.findall(r"'migration': '(\w+)'", repr(migration["process"])))
        assert looked_up - {migration["id"]} <= set(migration["migration_dependencies"]["required"])


def test_drupal_rows_keep_counts_threads_and_files(written: Any, hostile: Selection) -> None:
    module = written("drupal") / "oldface_migrate"
    tables = {
        name: json.loads((module / "data" / f"{name}-001.json").read_text())[name]
        for name in ("users", "terms", "files", "articles", "comments", "redirects")
    }
    assert {name: len(rows) for name, rows in tables.items() if name != "redirects"} == {
        "users": 3, "terms": 5, "files": 4, "articles": 12, "comments": 6,
    }  # fmt: skip
    seen = {""}
    for comment in tables["comments"]:
        assert comment["parent"] in seen
        seen.add(comment["id"])
    assert max(len(comment["subject"]) for comment in tables["comments"]) <= 64
    assert not [row for row in tables["redirects"] if row["path"].startswith("/")]
    assert {"path": "", "query": "p=123"}.items() <= next(r for r in tables["redirects"] if r["query"]).items()
    for row in tables["files"]:
        assert (module.parent / row["path"].removeprefix("modules/custom/")).is_file()
    body = tables["articles"][0]["body"]
    assert 'src="/sites/default/files/oldface/Chart_No._1-' in body
    assert tables["articles"][0]["created"] == 1374747240


@pytest.mark.skipif(shutil.which("php") is None, reason="no php")
def test_drupal_module_is_valid_php_that_reads_a_query(written: Any) -> None:
    module = written("drupal") / "oldface_migrate" / "oldface_migrate.module"
    program = f"require '{module}'; echo json_encode(oldface_migrate_parse_query('q=node/7&x=a%20b'));"
    shown = subprocess.run(["php", "-r", program], capture_output=True, text=True, check=True).stdout
    assert json.loads(shown) == {"q": "node/7", "x": "a b"}


def test_sanity_documents_are_valid_and_refer_to_each_other(written: Any) -> None:
    folder = written("sanity")
    documents = lines(folder / "dataset.ndjson")
    ids = {document["_id"] for document in documents}
    assert len(ids) == len(documents)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,128}", one) for one in ids)
    kinds = [document["_type"] for document in documents]
    assert (kinds.count("post"), kinds.count("comment"), kinds.count("person"), kinds.count("term")) == (12, 6, 3, 5)
    text = (folder / "dataset.ndjson").read_text()
    assert set(re.findall(r'"_ref":"([^"]+)"', text)) <= ids
    files = set(re.findall(r'"_sanityAsset":"(?:image|file)@file://\./([^"]+)"', text))
    assert len(files) == 4
    assert all((folder / path).is_file() for path in files)
    for document in documents:
        for name in ("publishedAt", "updatedAt", "postedAt"):
            if name in document:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", document[name])
        for items in (value for value in document.values() if isinstance(value, list)):
            keys = [item["_key"] for item in items]
            assert len(set(keys)) == len(keys)


@pytest.mark.npm
def test_sanitys_importer_takes_every_document_and_file(written: Any, hostile: Selection, node_modules: Path) -> None:
    done = subprocess.run(
        ["node", "sanity.mjs", str(written("sanity"))], cwd=node_modules.parent, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    has = json.loads(done.stdout)
    assert has["said"]["warnings"] == []
    assert {name: has["types"][name] for name in ("post", "comment", "person", "term")} == {
        "post": 12, "comment": 6, "person": 3, "term": 5,
    }  # fmt: skip
    held = {use.asset.sha256 for article in hostile.articles() for use in article.assets if use.asset.capture_id}
    assert {asset["sha256"] for asset in has["assets"]} == held


def test_contentful_entries_fit_their_content_types(written: Any) -> None:
    folder = written("contentful")
    data = json.loads((folder / "contentful.json").read_text())
    types = {one["sys"]["id"]: {field["id"]: field for field in one["fields"]} for one in data["contentTypes"]}
    entries = {one["sys"]["id"] for one in data["entries"]}
    assets = {one["sys"]["id"] for one in data["assets"]}
    assert len(entries) == len(data["entries"]) == 26
    assert len(assets) == 4
    for entry in data["entries"]:
        fields = types[entry["sys"]["contentType"]["sys"]["id"]]
        assert set(entry["fields"]) <= set(fields)
        for name, value in entry["fields"].items():
            if fields[name]["type"] == "Symbol":
                assert len(value["en-US"]) <= 255
    linked = set(re.findall(r'"linkType":"(?:Entry|Asset)","id":"([^"]+)"', (folder / "contentful.json").read_text()))
    assert linked <= entries | assets
    for asset in data["assets"]:
        assert (folder / asset["fields"]["file"]["en-US"]["url"].removeprefix("//")).is_file()


def test_strapi_keys_refer_to_rows(written: Any) -> None:
    folder = written("strapi")
    tables = {
        name: lines(folder / f"{name}.jsonl") for name in ("people", "terms", "articles", "comments", "redirects")
    }
    keys = {name: {row["key"] for row in rows} for name, rows in tables.items()}
    assert {name: len(found) for name, found in keys.items() if name != "redirects"} == {
        "people": 3, "terms": 5, "articles": 12, "comments": 6,
    }  # fmt: skip
    for article in tables["articles"]:
        assert set(article["author_keys"]) <= keys["people"]
        assert set(article["term_keys"]) <= keys["terms"]
        assert all((folder / "files" / one["name"]).is_file() for one in article["files"])
    for comment in tables["comments"]:
        assert comment["article_key"] in keys["articles"]
        assert comment["parent_key"] is None or comment["parent_key"] in keys["comments"]


@pytest.mark.skipif(shutil.which("node") is None, reason="no node")
def test_strapi_script_sends_every_row_once_and_goes_on_after_an_interruption(written: Any, tmp_path: Path) -> None:
    server = tmp_path / "strapi.mjs"
    server.write_text(STRAPI)
    done = subprocess.run(
        ["node", str(server)], cwd=written("strapi"), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    assert counts == {"people": 3, "terms": 5, "articles": 12, "comments": 6, "redirects": counts["redirects"]}


STRAPI = """
// Strapi's REST API as far as the script uses it; it fails once in the middle.
import { createServer } from "node:http";
import { spawn } from "node:child_process";
const tables = {};
let calls = 0;
const server = createServer((request, reply) => {
	let body = "";
	request.on("data", (piece) => (body += piece));
	request.on("end", () => {
		const url = new URL(request.url, "http://x");
		const rows = (tables[url.pathname.split("/")[2]] ??= new Map());
		if (++calls === 20) return reply.writeHead(500).end("restarting");
		if (request.headers.authorization !== "Bearer t") return reply.writeHead(401).end();
		if (request.method === "GET") {
			const key = url.searchParams.get("filters[key][$eq]");
			return reply.end(JSON.stringify({ data: rows.has(key) ? [rows.get(key)] : [] }));
		}
		const { data } = JSON.parse(body);
		if (rows.has(data.key)) return reply.writeHead(400).end("twice");
		rows.set(data.key, { documentId: `d${rows.size}`, ...data });
		reply.end(JSON.stringify({ data: rows.get(data.key) }));
	});
});
const run = (port) => new Promise((done) => {
	const env = { ...process.env, STRAPI_URL: `http://127.0.0.1:${port}`, STRAPI_TOKEN: "t" };
	spawn("node", ["import.mjs"], { env, stdio: "ignore" }).on("exit", done);
});
server.listen(0, "127.0.0.1", async () => {
	const { port } = server.address();
	const first = await run(port);
	const second = await run(port);
	if (first === 0 || second !== 0) throw new Error(`${first} ${second}`);
	console.log(JSON.stringify(Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.size]))));
	server.close();
});
"""

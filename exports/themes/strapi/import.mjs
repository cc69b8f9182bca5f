// Sends the exported rows to Strapi 5: STRAPI_URL=http://localhost:1337 STRAPI_TOKEN=… node import.mjs
// It wants collection types person, term, article, comment and redirect with the fields of the .jsonl files, and
// relations where a field ends with _key or _keys (named without that ending). A row that is there already, by its
// key, is left as it is: run it again after an interruption.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const url = process.env.STRAPI_URL ?? "http://localhost:1337";
const token = process.env.STRAPI_TOKEN;
if (!token) throw new Error("Set STRAPI_TOKEN to an API token with full access.");
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const plurals = { person: "people", author: "people", term: "terms", article: "articles", parent: "comments" };
const known = {};

async function call(method, path, body) {
	const reply = await fetch(`${url}/api/${path}`, { method, headers, body: body && JSON.stringify(body) });
	if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
	return reply.json();
}

async function find(plural, key) {
	const cache = (known[plural] ??= new Map());
	if (cache.has(key)) return cache.get(key);
	const { data } = await call("GET", `${plural}?filters[key][$eq]=${encodeURIComponent(key)}&fields[0]=key`);
	if (data.length) cache.set(key, data[0].documentId);
	return data[0]?.documentId;
}

async function withRelations(row) {
	const data = {};
	for (const [name, value] of Object.entries(row)) {
		const one = /^(\w+)_key$/.exec(name);
		const many = /^(\w+)_keys$/.exec(name);
		if (one) data[one[1]] = value && (await find(plurals[one[1]], value));
		else if (many) data[`${many[1]}s`] = await Promise.all(value.map((key) => find(plurals[many[1]], key)));
		else if (value !== null) data[name] = value;
	}
	return data;
}

for (const plural of ["people", "terms", "articles", "comments", "redirects"]) {
	let made = 0;
	let kept = 0;
	for await (const line of createInterface({ input: createReadStream(`${plural}.jsonl`) })) {
		const row = JSON.parse(line);
		if (await find(plural, row.key)) {
			kept += 1;
			continue;
		}
		const { data } = await call("POST", plural, { data: await withRelations(row) });
		known[plural].set(row.key, data.documentId);
		made += 1;
	}
	console.log(`${plural}: ${made} made, ${kept} there already`);
}

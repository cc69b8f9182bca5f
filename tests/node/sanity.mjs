// The folder of a Sanity export in: the real importer writes it into a dataset in memory; the dataset as JSON out.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { sanityImport } from "@sanity/import";

const folder = process.argv[2];
const documents = new Map();
const assets = new Map();

// What the importer asks of Sanity's client, answered as the service does: an order of mutations, files by digest.
const client = {
	config: () => ({ projectId: "p", dataset: "d", token: "t", useCdn: false, apiVersion: "2025-02-19" }),
	clone: () => client,
	withConfig: () => client,
	datasets: { list: async () => [{ name: "d" }] },
	fetch: async (_query, { ids, sha1hash, assetIds } = {}) => {
		if (sha1hash) return null;
		return (ids ?? assetIds ?? []).filter((id) => documents.has(id));
	},
	getUrl: (path) => path,
	request: async () => ({}),
	assets: {
		upload: async (type, bytes, { filename } = {}) => {
			const sha256 = createHash("sha256").update(bytes).digest("hex");
			const _id = `${type}-${sha256}`;
			assets.set(_id, { _id, filename, sha256 });
			documents.set(_id, { _id, _type: `sanity.${type}Asset` });
			return { _id };
		},
	},
	mutate: (mutations) => transaction(mutations),
	transaction: () => {
		const mutations = [];
		const made = {
			create: (one) => (mutations.push({ create: one }), made),
			createOrReplace: (one) => (mutations.push({ createOrReplace: one }), made),
			createIfNotExists: (one) => (mutations.push({ createIfNotExists: one }), made),
			patch: (id, patch) => (mutations.push({ patch: { id, ...(patch.serialize?.() ?? patch) } }), made),
			commit: async () => transaction(mutations),
		};
		return made;
	},
	patch: (id) => patchOf(id),
};

async function transaction(mutations) {
	const results = [];
	for (const mutation of mutations) {
		const created = mutation.create ?? mutation.createOrReplace ?? mutation.createIfNotExists;
		if (created) documents.set(created._id, created);
		// references are made strong, and assets put in, when all is there: to what is missing, the service refuses
		for (const id of JSON.stringify(mutation).match(/(?<="_ref":")[^"]+/g) ?? []) {
			if (mutation.patch && !documents.has(id)) throw new Error(`reference to ${id}, which is not there`);
		}
		if (mutation.patch && !documents.has(mutation.patch.id)) throw new Error(`patch of ${mutation.patch.id}, which is not there`);
		results.push({ id: created?._id ?? mutation.patch?.id, operation: created ? "create" : "update" });
	}
	return { results, documentIds: results.map((one) => one.id) };
}

const said = await sanityImport(
	readFileSync(`${folder}/dataset.ndjson`, "utf8").trim().split("\n").map((line) => JSON.parse(line)),
	{ client, operation: "create", assetsBase: folder, onProgress: () => {} },
);
const types = {};
for (const { _type } of documents.values()) types[_type] = (types[_type] ?? 0) + 1;
console.log(JSON.stringify({ said, types, assets: [...assets.values()] }));

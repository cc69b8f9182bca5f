// A folder of redirect files, and old addresses as [path, query] on stdin: what Netlify's and Vercel's parsers make of them.
import { readFileSync } from "node:fs";
import { parseAllRedirects } from "@netlify/redirect-parser";
import routing from "@vercel/routing-utils";

const folder = process.argv[2];
const addresses = JSON.parse(readFileSync(0, "utf8"));

const netlify = await parseAllRedirects({ redirectsFiles: [`${folder}/netlify/_redirects`], configRedirects: [], minimal: true });
const { routes, error } = routing.getTransformedRoutes(JSON.parse(readFileSync(`${folder}/vercel/vercel.json`, "utf8")));

// Vercel takes the first route whose expression fits the path and whose query conditions hold, each as a whole.
function answer([path, query]) {
	const asked = new URLSearchParams(query);
	const holds = ({ key, value }) => asked.has(key) && new RegExp(`^(?:${value})$`).test(asked.get(key));
	const route = routes.find((one) => new RegExp(one.src).test(path) && (one.has ?? []).every(holds));
	return route ? [route.status, route.headers.Location] : [404, ""];
}

console.log(JSON.stringify({
	netlify: {
		errors: netlify.errors.map(String),
		rules: netlify.redirects.map(({ from, query, to, status }) => ({ from, query, to, status })),
	},
	vercel: { error, answers: addresses.map(answer) },
}));

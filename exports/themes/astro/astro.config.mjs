import { readFileSync } from "node:fs";
import { defineConfig } from "astro/config";

// Pages that lead from old addresses to new ones; your server does it better, see 'oldface urls'.
const redirects = JSON.parse(readFileSync(new URL("./redirects.json", import.meta.url), "utf8"));

export default defineConfig({
	redirects,
	trailingSlash: "ignore",
	// Prose stays as it was printed: no other quotes or dashes, no links made of words.
	markdown: { smartypants: false, syntaxHighlight: false },
});

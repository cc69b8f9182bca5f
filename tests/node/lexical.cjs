// Bodies as JSON lines on stdin: what Ghost's importer makes of them, and renders again, as JSON lines on stdout.
const { createInterface } = require("node:readline");
const { htmlToLexical } = require("@tryghost/kg-html-to-lexical");
const { LexicalHTMLRenderer } = require("@tryghost/kg-lexical-html-renderer");
const { JSDOM } = require("jsdom");
const { DEFAULT_NODES } = require("@tryghost/kg-default-nodes");

(async () => {
	const renderer = new LexicalHTMLRenderer({ dom: new JSDOM(), nodes: DEFAULT_NODES });
	for await (const line of createInterface({ input: process.stdin })) {
		const lexical = htmlToLexical(JSON.parse(line));
		process.stdout.write(JSON.stringify(await renderer.render(JSON.stringify(lexical), { siteUrl: "http://new.example", target: "html" })) + "\n");
	}
})();

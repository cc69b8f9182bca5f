// A folder that holds _redirects in: Cloudflare's own asset server on loopback, until its standard input ends.
const { Miniflare } = require("miniflare");

(async () => {
	const server = new Miniflare({
		host: "127.0.0.1",
		port: 0,
		name: "site",
		modules: true,
		compatibilityDate: "2025-01-01",
		script: "export default { fetch: (request, env) => env.ASSETS.fetch(request) }",
		assets: { directory: process.argv[2], binding: "ASSETS", workerName: "site", routerConfig: { has_user_worker: true } },
	});
	const { port } = await server.ready;
	console.log(`port ${port}`);
	process.stdin.on("end", () => server.dispose()).resume();
})();

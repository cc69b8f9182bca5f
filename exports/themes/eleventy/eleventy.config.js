// What the exported posts rely on: HTML in Markdown (the bodies were cleaned by an allow-list), files under public/.
export default function (eleventyConfig) {
	eleventyConfig.addPassthroughCopy({ public: "/" });
	eleventyConfig.ignores.add("node_modules");
	eleventyConfig.ignores.add("oldface");
	// Indented text is text: a code block is fenced or is HTML.
	eleventyConfig.amendLibrary("md", (md) => md.set({ html: true, linkify: false, typographer: false }));
	eleventyConfig.addCollection("redirects", (api) =>
		api.getFilteredByTag("posts").flatMap((post) => (post.data.redirectFrom || []).map((from) => ({ from, to: post.url }))),
	);
	return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}

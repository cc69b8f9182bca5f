import { defineCollection, z } from "astro:content";
import { glob } from "astro/loaders";

const byline = z.object({
	name: z.string(),
	slug: z.string().optional(),
	role: z.string().optional(),
	organisation: z.string().optional(),
	relation: z.string().optional(),
	guest: z.boolean().optional(),
	url: z.string().optional(),
	as_printed: z.string().optional(),
});

const posts = defineCollection({
	loader: glob({ pattern: "**/*.md", base: "./src/content/posts" }),
	schema: z.object({
		title: z.string(),
		path: z.string(),
		pubDate: z.coerce.date().optional(),
		updatedDate: z.coerce.date().optional(),
		description: z.string().optional(),
		heroImage: z.string().optional(),
		tags: z.array(z.string()).default([]),
		categories: z.array(z.string()).default([]),
		authors: z.array(z.string()).default([]),
		bylines: z.array(byline).default([]),
		subtitle: z.string().optional(),
		kicker: z.string().optional(),
		lang: z.string().optional(),
		direction: z.string().optional(),
		datePrecision: z.string().optional(),
		dateAsPrinted: z.string().optional(),
		commentsKey: z.string().optional(),
		commentStatus: z.string().optional(),
		commentNotice: z.string().optional(),
		archive: z.object({ url: z.string() }).passthrough(),
	}),
});

export const collections = { posts };

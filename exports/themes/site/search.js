// Finds articles by words of title, author or date; the list comes from search-data.js, so that it works without a server.
(() => {
	const box = document.querySelector("#search");
	const list = document.querySelector("#found");
	const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
	const rows = (window.oldfaceArticles || []).map((row) => [fold(row.slice(0, 3).join(" ")), row]);
	box.closest(".search").hidden = false;
	box.addEventListener("input", () => {
		const words = fold(box.value).split(/\s+/).filter(Boolean);
		list.replaceChildren();
		if (!words.length) return;
		const hits = rows.filter(([text]) => words.every((word) => text.includes(word)));
		for (const [, [title, authors, date, path]] of hits.slice(0, 100)) {
			const item = document.createElement("li");
			const link = document.createElement("a");
			const small = document.createElement("small");
			link.href = path;
			link.textContent = title;
			small.textContent = [date, authors].filter(Boolean).join(" · ");
			item.append(link, small);
			list.append(item);
		}
		if (hits.length > 100) {
			const item = document.createElement("li");
			item.textContent = `and ${hits.length - 100} more: add a word`;
			list.append(item);
		}
		if (!hits.length) list.append(Object.assign(document.createElement("li"), { textContent: "Nothing found." }));
	});
})();

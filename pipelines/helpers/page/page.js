// SPDX-License-Identifier: MIT
// Tables of the class "sorts" sort by the head that is clicked; those of the class "filters" show the
// rows that hold all the words of a field, and of one genre. Without this all rows stand as they are.
"use strict";
const collator = new Intl.Collator(undefined, { numeric: true });

function valueOf(row, column) {
	const cell = row.cells[column];
	return cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
}

function sortBy(table, column, descending) {
	const body = table.tBodies[0];
	const keyed = Array.from(body.rows, row => [valueOf(row, column), row]);
	const sign = descending ? -1 : 1;
	keyed.sort(([a], [b]) => a === "" || b === "" ? (a === "") - (b === "") : sign * collator.compare(a, b));
	body.append(...keyed.map(([, row]) => row));
	for (const [i, head] of Array.from(table.tHead.rows[0].cells).entries()) {
		if (i === column)
			head.setAttribute("aria-sort", descending ? "descending" : "ascending");
		else
			head.removeAttribute("aria-sort");
	}
}

function element(name, properties) {
	return Object.assign(document.createElement(name), properties);
}

for (const table of document.querySelectorAll("table.sorts")) {
	for (const [i, head] of Array.from(table.tHead.rows[0].cells).entries()) {
		const button = element("button", { type: "button", textContent: head.textContent });
		button.addEventListener("click", () =>
			sortBy(table, i, head.getAttribute("aria-sort") === "ascending"));
		head.replaceChildren(button);
	}
}

for (const table of document.querySelectorAll("table.filters")) {
	const rows = Array.from(table.tBodies[0].rows);
	const texts = rows.map(row => row.textContent.toLowerCase());
	const genres = rows.map(row => row.cells[1].textContent);
	const controls = element("div", { className: "controls" });
	const words = element("input", { type: "search", placeholder: "words", ariaLabel: "show songs with these words" });
	const genre = element("select", { ariaLabel: "show songs of this genre" });
	const sort = element("select", { className: "sort", ariaLabel: "sort by" });
	const shown = element("span", { className: "note", ariaLive: "polite" });
	genre.append(new Option("all genres", ""),
		...Array.from(new Set(genres)).filter(name => name !== "").sort(collator.compare).map(name => new Option(name, name)));
	sort.append(new Option("sort by", ""));
	for (const [i, head] of Array.from(table.tHead.rows[0].cells).entries())
		sort.append(new Option(head.textContent, i));
	function filter() {
		const wanted = words.value.toLowerCase().split(/\s+/);
		let n = 0;
		for (const [i, row] of rows.entries()) {
			row.hidden = (genre.value !== "" ? genres[i] !== genre.value : false) || !wanted.every(word => texts[i].includes(word));
			n += row.hidden ? 0 : 1;
		}
		shown.textContent = n + " of " + rows.length;
	}
	words.addEventListener("input", filter);
	genre.addEventListener("input", filter);
	sort.addEventListener("input", () => sort.value === "" ? undefined : sortBy(table, Number(sort.value), false));
	controls.append(words, genre, sort, shown);
	table.before(controls);
	filter();
}

"use strict";
// A click on a header sorts its table: figures by size, tiers by risk, anything else as text; what is missing stays last.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way < 0 ? "descending" : "ascending");
      const valued = [...body.rows].map((row) => [row, value(row.cells[place], head.classList.contains("figure"))]);
      valued.sort(([, a], [, b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        return way * (typeof a === "number" ? a - b : a.localeCompare(b));
      });
      body.append(...valued.map(([row]) => row));
    });
  });
}
function value(cell, figures) {
  const ranked = cell.querySelector("[data-rank]");
  if (ranked) return Number(ranked.dataset.rank);
  const text = cell.textContent.trim();
  if (text === "" || text === "-") return null;
  if (!figures) return text;
  const number = parseFloat(text.replace(/[, ]/g, ""));
  return Number.isNaN(number) ? null : number;
}

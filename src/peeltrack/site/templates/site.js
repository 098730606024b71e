/* Make tables sortable. Without JavaScript they stay in their order. */
"use strict";
(() => {
  const TONES = ["worst", "poor", "fair", "good", "best"];
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const DATE = new RegExp(`^(?:(\\d{1,2}) )?(?:(${MONTHS.join("|")}) )?(\\d{4})\\b`, "u");

  /* Return what a cell is sorted by: a number, a text, or null for what comes last. */
  function key(cell) {
    const text = cell?.textContent.trim() ?? "";
    if (!text || ["unknown", "counted", "absent"].some((kind) => cell.classList.contains(kind))) return null;
    const date = DATE.exec(text);
    if (date) return Number(date[3]) * 10000 + (MONTHS.indexOf(date[2]) + 1) * 100 + Number(date[1] ?? 0);
    if (/^\d/u.test(text)) return parseFloat(text);
    const tone = TONES.findIndex((name) => cell.classList.contains(name));
    return tone < 0 ? text : tone;
  }

  function compare(one, other, direction) {
    if (one === null || other === null) return (one === null) - (other === null);
    if (typeof one === typeof other && typeof one === "number") return (one - other) * direction;
    return String(one).localeCompare(String(other), "en") * direction;
  }

  /* Return the rows that can change places: those about a page. Totals below them stay where they are. */
  function movable(table) {
    const rows = [...(table.tBodies[0]?.rows ?? [])];
    if (rows.some((row) => row.matches(".inner, .items"))) return [];
    return rows.filter((row) => row.querySelector("th[scope=row] a"));
  }

  function sort(table, column, direction) {
    const rows = movable(table);
    const after = rows.at(-1).nextSibling;
    const keyed = rows.map((row) => [key(row.cells[column]), row]);
    keyed.sort(([one], [other]) => compare(one, other, direction));
    for (const [, row] of keyed) table.tBodies[0].insertBefore(row, after);
  }

  for (const table of document.querySelectorAll("main table")) {
    if (!table.tHead || movable(table).length < 3) continue;
    for (const head of table.tHead.rows[0].cells) {
      const name = head.textContent.trim();
      if (!name) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.setAttribute("aria-label", `Sort by ${name}`);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        sort(table, head.cellIndex, up ? 1 : -1);
      });
      head.append(" ", button);
    }
  }
})();

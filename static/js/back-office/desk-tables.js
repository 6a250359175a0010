// Tables of the desks become cards on a phone: each cell takes the word of its column along.
const label = (table) => {
  if (table.querySelector("[rowspan], thead [colspan]")) return;
  const words = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
  for (const row of table.tBodies[0]?.rows ?? []) {
    for (const cell of row.cells) {
      cell.dataset.label = cell.colSpan > 1 ? "" : (words[cell.cellIndex] ?? "");
      if (cell.childNodes.length > 1) {
        const whole = document.createElement("div");
        whole.append(...cell.childNodes);
        cell.append(whole);
      }
      cell.toggleAttribute("data-empty", ["", "–", "—"].includes(cell.textContent.trim()) && !cell.querySelector("input, button, a"));
    }
  }
  table.classList.add("vkc-cards");
};
document.addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll(".vkc-desk-table table, .vkc-import-table table")) label(table);
});

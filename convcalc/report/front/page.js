"use strict";
const table = document.querySelector("table");
const heads = [...table.querySelectorAll("th")];
const value = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent;
// Integers may be larger than a double holds exactly.
const whole = (text) => (/^-?\d+$/.test(text) ? BigInt(text) : Number(text));
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
heads.forEach((head, at) => {
  head.querySelector("button").addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    const read = head.classList.contains("number") ? whole : (text) => text;
    const rows = [...table.tBodies[0].rows].map((row) => [read(value(row, at)), row]);
    rows.sort((a, b) => (down ? order(b[0], a[0]) : order(a[0], b[0])));
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...rows.map((pair) => pair[1]));
  });
});

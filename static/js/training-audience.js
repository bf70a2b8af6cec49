// The audience grid: sums as one types, shows only the groups in use, adds others from a list.
// The server draws every group and adds up by itself; this only spares scrolling and reckoning.

const format = new Intl.NumberFormat(document.documentElement.lang || undefined);
const personsIn = (input) => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : 0);
const total = (inputs) => inputs.reduce((sum, input) => sum + personsIn(input), 0);

function addUp(grid) {
  const rows = [...grid.querySelectorAll("tbody tr")].map((row) => ({
    inputs: [...row.querySelectorAll("input")],
    sum: row.querySelector("[data-row-sum]"),
  }));
  for (const row of rows) row.sum.textContent = format.format(total(row.inputs));
  grid.querySelectorAll("[data-column-sum]").forEach((output, column) => {
    output.textContent = format.format(total(rows.map((row) => row.inputs[column])));
  });
  grid.querySelector("[data-sum]").textContent = format.format(total(rows.flatMap((row) => row.inputs)));
}

function showUsedGroups(grid) {
  const rows = [...grid.querySelectorAll("tbody tr")];
  const used = (row) => "used" in row.dataset || [...row.querySelectorAll("input")].some((input) => input.value !== "");
  const list = grid.querySelector("[data-audience-add]");
  for (const row of rows) {
    if (used(row)) continue;
    row.hidden = true;
    list.add(new Option(row.querySelector("th").textContent.trim(), row.dataset.group));
  }
  list.closest("[hidden]").hidden = false;
  list.addEventListener("change", () => {
    const row = rows.find((one) => one.dataset.group === list.value);
    if (!row) return;
    row.hidden = false;
    list.selectedOptions[0].remove();
    list.value = "";
    row.querySelector("input").focus();
  });
}

document.querySelectorAll("[data-audience]").forEach((grid) => {
  showUsedGroups(grid);
  addUp(grid);
  grid.addEventListener("input", () => addUp(grid));
});

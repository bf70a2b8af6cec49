// Rows typed in place (templates/includes/sheet.html): Enter and arrows as in Excel, rows added and
// taken away, a block pasted from a workbook, sums. The server reads and judges what was typed, so
// nothing here decides whether a number or a day is right; without this file a few rows stand ready.

const format = new Intl.NumberFormat(document.documentElement.lang || undefined, {
  minimumFractionDigits: 2, maximumFractionDigits: 2,
});
const plain = (text) => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();

// A block of Excel as text: cells parted by tabs, rows by line ends, quotes around cells that hold either.
export function cellsOf(text) {
  const rows = [[""]];
  let quoted = false;
  const end = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < end.length; at += 1) {
    const letter = end[at];
    const row = rows[rows.length - 1];
    const last = row.length - 1;
    if (quoted) {
      if (letter !== '"') row[last] += letter;
      else if (end[at + 1] === '"') { row[last] += '"'; at += 1; }
      else quoted = false;
    } else if (letter === '"' && row[last] === "") quoted = true;
    else if (letter === "\t") row.push("");
    else if (letter === "\n") rows.push([""]);
    else row[last] += letter;
  }
  return rows;
}

// A number as people write it, for the sum alone.
function numberIn(text) {
  const bare = text.normalize("NFKC").replace(/[¥￥,\s元]/g, "");
  return bare !== "" && Number.isFinite(Number(bare)) ? Number(bare) : 0;
}

class SheetPart {
  constructor(root) {
    this.root = root;
    this.prefix = root.dataset.sheet;
    this.table = root.querySelector("table");
    this.blank = root.querySelector("template[data-sheet-blank]");
    this.total = root.querySelector(`[name="${this.prefix}-TOTAL_FORMS"]`);
    this.most = Number(root.querySelector(`[name="${this.prefix}-MAX_NUM_FORMS"]`).value);
    root.querySelectorAll("[data-sheet-only-with-script]").forEach((one) => { one.hidden = false; });
    const add = root.querySelector("[data-sheet-add]");
    add.type = "button";
    add.addEventListener("click", () => this.focus(this.add(), 0));
    this.rows.forEach((row) => this.prepare(row));
    if (window.matchMedia("(max-width: 991.98px)").matches) this.tidy();
    root.addEventListener("keydown", (event) => this.key(event));
    root.addEventListener("paste", (event) => this.paste(event));
    root.addEventListener("input", () => this.addUp());
    // What was typed before comes back into as many rows as there were.
    root.addEventListener("sheet:rows", (event) => this.grow(event.detail));
    this.addUp();
  }

  get rows() { return [...this.table.querySelectorAll("[data-sheet-row]")]; }

  cells(row) { return [...row.querySelectorAll("[data-column]")].map((cell) => cell.querySelector("input, select, textarea")); }

  prepare(row) {
    const below = row.querySelector("[data-sheet-below]");
    const more = row.querySelector("[data-sheet-more]");
    if (below) {
      below.hidden = !("open" in below.dataset);
      more.hidden = false;
      more.addEventListener("click", () => {
        below.hidden = !below.hidden;
        more.setAttribute("aria-expanded", String(!below.hidden));
        if (!below.hidden) below.querySelector("input, select, textarea").focus();
      });
    }
    const box = row.querySelector("[name$=-DELETE]");
    const remove = row.querySelector("[data-sheet-remove]");
    box.closest("label").hidden = !("stored" in row.dataset);
    remove.hidden = "stored" in row.dataset;
    remove.addEventListener("click", () => this.remove(row));
    box.addEventListener("change", () => { row.toggleAttribute("data-given-up", box.checked); this.addUp(); });
    row.toggleAttribute("data-given-up", box.checked);
  }

  add() {
    if (this.rows.length >= this.most) return null;
    const row = this.blank.content.querySelector("[data-sheet-row]").cloneNode(true);
    const last = this.rows[this.rows.length - 1];
    if (last) last.after(row); else this.table.tHead.after(row);
    this.number();
    this.prepare(row);
    row.dispatchEvent(new CustomEvent("sheet:row", { bubbles: true }));
    return row;
  }

  // Nothing was typed: every field holds what the blank row does.
  isUnused(row) {
    if ("stored" in row.dataset) return false;
    const blank = this.blank.content.querySelectorAll("input, select, textarea");
    return [...row.querySelectorAll("input, select, textarea")].every(
      (field, at) => field.type === "hidden" || (field.type === "checkbox" ? field.checked === blank[at].checked : field.value === blank[at].value));
  }

  // Spare rows are cards on a phone: one is enough.
  tidy() {
    const spare = this.rows.filter((row) => this.isUnused(row));
    spare.slice(1).forEach((row) => row.remove());
    this.number();
  }

  grow(rows) { while (this.rows.length < rows && this.add()); }

  remove(row) {
    const at = this.rows.indexOf(row);
    row.remove();
    if (!this.rows.length) this.add();
    this.number();
    this.focus(this.rows[Math.min(at, this.rows.length - 1)], 0);
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Rows are sent by their places.
  number() {
    const place = new RegExp(`(^|id_)${this.prefix}-(?:\\d+|__prefix__)-`);
    this.rows.forEach((row, index) => {
      row.querySelector("[data-sheet-number]").textContent = String(index + 1);
      for (const one of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = one.getAttribute(name);
          if (value) one.setAttribute(name, value.replace(place, `$1${this.prefix}-${index}-`));
        }
      }
    });
    this.total.value = String(this.rows.length);
  }

  focus(row, column) {
    const cell = row && this.cells(row)[column];
    if (!cell) return;
    cell.focus();
    if (cell.select) cell.select();
  }

  // Where the focus is: row and column of the line, null below it.
  place(field) {
    const cell = field.closest("[data-column]");
    const row = field.closest("[data-sheet-row]");
    return cell && row ? { row: this.rows.indexOf(row), column: this.cells(row).indexOf(field) } : null;
  }

  key(event) {
    const field = event.target;
    if (event.isComposing || !field.matches("input, select")) return;
    const place = this.place(field);
    if (event.key === "Enter") {
      // In a sheet it leads on; it never sends the form.
      event.preventDefault();
      if (!place) return;
      const next = this.rows[place.row + (event.shiftKey ? -1 : 1)] || (event.shiftKey ? null : this.add());
      this.focus(next, place.column);
      return;
    }
    if (!place) return;
    if (event.key === "Tab" && !event.shiftKey) this.tab(event, place, field);
    if (!event.key.startsWith("Arrow") || event.altKey || field.matches("select, [type=checkbox]")) return;
    const vertical = { ArrowUp: -1, ArrowDown: 1 }[event.key] || 0;
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key] || 0;
    if (vertical && this.rows[place.row + vertical]) {
      event.preventDefault();
      this.focus(this.rows[place.row + vertical], place.column);
    }
    // Left and right move within the text first.
    const atEdge = field.selectionStart === field.selectionEnd && field.selectionStart === (sideways < 0 ? 0 : field.value.length);
    const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    if (sideways && (atEdge || whole) && this.cells(this.rows[place.row])[place.column + sideways]) {
      event.preventDefault();
      this.focus(this.rows[place.row], place.column + sideways);
    }
  }

  // Behind the last cell of a last row that is in use comes a new row.
  tab(event, place, field) {
    const cells = this.cells(this.rows[place.row]);
    if (place.row < this.rows.length - 1 || field !== cells[cells.length - 1]) return;
    if (this.isUnused(this.rows[place.row])) return;
    event.preventDefault();
    this.focus(this.add(), 0);
  }

  paste(event) {
    const place = this.place(event.target);
    const text = event.clipboardData.getData("text/plain");
    if (!place || !/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    let block = cellsOf(text).filter((cells) => cells.some((one) => one.trim() !== ""));
    if (this.isHeading(block[0], place.column)) block = block.slice(1);
    block.forEach((cells, down) => {
      const row = this.rows[place.row + down] || this.add();
      if (!row) return;
      cells.forEach((value, right) => {
        const cell = this.cells(row)[place.column + right];
        if (cell) this.fill(cell, value.trim());
      });
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("announce").textContent = this.root.dataset.pasted.replace("{n}", String(block.length));
  }

  // The headings were copied along.
  isHeading(cells, column) {
    const words = [...this.table.tHead.querySelectorAll("th")].slice(1 + column).map((one) => plain(one.textContent.replace("*", "")));
    return cells.length > 1 && cells.every((one, at) => plain(one.replace("*", "")) === words[at]);
  }

  fill(cell, value) {
    cell.parentElement.querySelector("[data-not-taken]")?.remove();
    if (!cell.matches("select")) {
      cell.value = value.replace(/\s*\n\s*/g, " ");
    } else {
      const offered = [...cell.options].filter((one) => one.value);
      const exact = offered.find((one) => [plain(one.textContent), plain(one.value)].includes(plain(value)));
      // Behind a name stands in brackets where it belongs; the name alone will do where it is the only one.
      const named = offered.filter((one) => plain(one.textContent).replace(/\([^()]*\)$/, "") === plain(value));
      const found = exact || (named.length === 1 ? named[0] : null);
      cell.value = found ? found.value : "";
      if (!found && value) this.notTaken(cell, value);
    }
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }

  notTaken(cell, value) {
    const words = document.createElement("div");
    words.className = "errorlist";
    words.setAttribute("role", "alert");
    words.dataset.notTaken = "";
    words.textContent = this.root.dataset.notOffered.replace("{value}", value);
    cell.after(words);
    cell.addEventListener("input", () => words.remove(), { once: true });
  }

  addUp() {
    for (const output of this.root.querySelectorAll("[data-sheet-sum]")) {
      const fields = this.rows.filter((row) => !row.hasAttribute("data-given-up"))
        .map((row) => row.querySelector(`[data-column="${output.dataset.sheetSum}"] input`));
      output.textContent = format.format(fields.reduce((sum, field) => sum + numberIn(field.value), 0));
    }
  }
}

document.querySelectorAll("[data-sheet]").forEach((root) => new SheetPart(root));

// select[data-picker]: a combobox over a select with many options, after the pattern "editable
// combobox with list autocomplete" of the ARIA Authoring Practices. The select stays what is sent;
// without this script it is what is seen. A tree shows with what is found also where it lies; of a
// list too long to be drawn (data-picker-url) the server is asked.

const FEW = 8; // a select of so few is quicker by itself
const WAIT = 200; // milliseconds after the last key before the server is asked
const words = document.getElementById("picker-words").dataset;
const plain = (text) => text.normalize("NFKC").toLowerCase();
let count = 0;

function element(name, attributes = {}, text = "") {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.textContent = text;
  return made;
}

class Picker {
  constructor(select) {
    this.select = select;
    this.many = select.multiple;
    this.tree = select.dataset.picker === "tree";
    this.id = `picker-${count += 1}`;
    this.build();
    this.read();
    this.draw();
    this.listen();
  }

  build() {
    const { select } = this;
    this.box = element("div", { class: this.many ? "picker picker-many" : "picker" });
    this.input = element("input", {
      type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      class: `${select.className} picker-input`, id: this.id, placeholder: words.search,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${this.id}-list`,
    });
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    if (select.required) this.input.setAttribute("aria-required", "true");
    const label = select.labels[0];
    if (label) label.htmlFor = this.id;
    this.list = element("ul", { class: "picker-list", role: "listbox", id: `${this.id}-list` });
    this.list.setAttribute("aria-label", label ? label.textContent.replace("*", "").trim() : words.search);
    if (this.many) this.list.setAttribute("aria-multiselectable", "true");
    this.list.hidden = true;
    this.chips = element("ul", { class: "picker-chips" });
    this.note = element("small", { class: "picker-note", role: "alert" });
    this.state = element("span", { class: "visually-hidden", role: "status" });
    select.classList.add("visually-hidden");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    select.before(this.box);
    this.box.append(...(this.many ? [this.chips] : []), this.input, this.list, this.note, this.state, select);
  }

  // The options of the select, as rows.
  read() {
    this.rows = [...this.select.options].filter((one) => one.value !== "").map((one) => ({
      value: one.value, text: one.text.trim(), depth: Number(one.dataset.depth || 0),
    }));
    const least = Math.min(...this.rows.map((row) => row.depth));
    this.rows.forEach((row) => { row.depth -= least; });
  }

  get chosen() {
    return [...this.select.selectedOptions].filter((one) => one.value !== "");
  }

  // What was typed and is not what is chosen.
  get typed() {
    const text = this.input.value.trim();
    return text === (this.many ? "" : this.chosen[0]?.text.trim() || "") ? "" : text;
  }

  // What is chosen, in the field or as chips before it.
  draw() {
    if (!this.many) {
      this.input.value = this.chosen[0]?.text.trim() || "";
      if (document.activeElement === this.input) this.input.select(); // typing on replaces it
      return;
    }
    this.chips.replaceChildren(...this.chosen.map((option) => {
      const item = element("li");
      const button = element("button", { type: "button", class: "btn btn-sm" });
      const text = option.text.trim();
      button.append(text, element("span", { "aria-hidden": "true" }, "×"));
      button.setAttribute("aria-label", words.remove.replace("{name}", text));
      button.addEventListener("click", () => {
        option.selected = false;
        this.told();
        this.input.focus();
      });
      item.append(button);
      return item;
    }));
  }

  listen() {
    const { input, list } = this;
    // Whoever enters means another choice: what is typed then takes the place of what stands there.
    // A press of the mouse puts the caret into it once more, after the focus.
    let entering = false;
    input.addEventListener("focus", () => input.select());
    input.addEventListener("pointerdown", () => { entering = document.activeElement !== input; });
    input.addEventListener("click", () => {
      if (entering) input.select();
      entering = false;
      this.find();
    });
    input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed here is no answer yet
      this.find(input.value);
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.leave());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option.dataset.value);
    });
    this.select.addEventListener("change", () => this.draw());
    this.select.addEventListener("focus", () => input.focus());
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.draw()));
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.find();
      else this.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && open && this.active) {
      event.preventDefault();
      this.choose(this.active.dataset.value);
    } else if (event.key === "Tab" && open && this.active && this.typed) {
      this.choose(this.active.dataset.value); // whoever goes on means what stands first
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.draw();
    } else if (event.key === "Backspace" && this.many && this.input.value === "" && this.chosen.length) {
      this.chosen.at(-1).selected = false;
      this.told();
    }
  }

  // What only says where a match lies is passed over; it can be clicked.
  step(by) {
    const options = [...this.list.querySelectorAll("[role=option]:not(.picker-above)")];
    if (!options.length) return;
    const at = options.indexOf(this.active);
    this.activate(options[at < 0 ? (by > 0 ? 0 : options.length - 1) : (at + by + options.length) % options.length]);
  }

  activate(option) {
    this.active?.classList.remove("active");
    this.active = option;
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  // Show what holds the words; all of it without words.
  async find(typed = "") {
    const text = plain(typed.trim());
    let rows = this.rows;
    if (text && this.select.dataset.pickerUrl) {
      rows = await this.ask(typed.trim());
      if (rows === null) return;
    } else if (text) {
      rows = this.holding(text);
    }
    this.show(rows, Boolean(text));
  }

  holding(text) {
    const kept = new Set(this.rows.filter((row) => plain(row.text).includes(text)));
    if (!this.tree) return [...kept];
    const path = [];
    const above = new Set();
    for (const row of this.rows) {
      path.length = row.depth;
      path[row.depth] = row;
      if (kept.has(row)) path.forEach((one) => above.add(one));
    }
    return this.rows.filter((row) => above.has(row)).map((row) => ({ ...row, found: kept.has(row) }));
  }

  // Ask the server once the keys have rested; null when something newer was typed meanwhile.
  async ask(text) {
    const turn = this.turn = (this.turn || 0) + 1;
    await new Promise((done) => { setTimeout(done, WAIT); });
    if (turn !== this.turn) return null;
    const query = new URLSearchParams({ q: text });
    if (this.select.dataset.pickerPermission) query.set("permission", this.select.dataset.pickerPermission);
    const answer = await fetch(`${this.select.dataset.pickerUrl}?${query}`).catch(() => null);
    if (turn !== this.turn) return null;
    if (!answer?.ok || answer.redirected) {
      this.show([], false);
      this.say(words.failed);
      return null;
    }
    return (await answer.json()).rows.map((row) => ({ ...row, depth: 0 }));
  }

  show(rows, first) {
    const chosen = new Set(this.chosen.map((one) => one.value));
    this.list.replaceChildren(...rows.map((row, place) => {
      const option = element("li", {
        role: "option", id: `${this.id}-${place}`, "data-value": row.value, "data-depth": Math.min(row.depth, 5),
        "aria-selected": String(chosen.has(row.value)),
      }, row.text);
      option.dataset.text = row.text;
      if (row.found === false) option.classList.add("picker-above");
      return option;
    }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const options = [...this.list.children];
    const at = first ? options.find((one) => !one.classList.contains("picker-above"))
      : options.find((one) => one.getAttribute("aria-selected") === "true" && !this.many);
    this.activate(at || null);
    this.say(rows.length ? words.found.replace("{count}", rows.length) : words.none);
  }

  say(text) {
    this.state.textContent = text;
    if (this.list.children.length) return;
    this.list.append(element("li", { class: "picker-none", role: "presentation" }, text));
    this.list.hidden = false;
  }

  choose(value) {
    let option = [...this.select.options].find((one) => one.value === value);
    if (!option) {
      const row = [...this.list.children].find((one) => one.dataset.value === value);
      option = new Option(row.dataset.text, value);
      this.select.append(option);
    }
    option.selected = this.many ? !option.selected : true;
    this.told();
    if (this.many) {
      this.input.value = "";
      const row = [...this.list.children].find((one) => one.dataset.value === value);
      row?.setAttribute("aria-selected", String(option.selected));
    } else {
      this.close();
    }
  }

  // Tell the form as the select itself would.
  told() {
    this.note.textContent = "";
    this.draw();
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Words that name nothing do not stay, and that is said; an emptied field is an emptied choice.
  leave() {
    this.close();
    this.note.textContent = this.typed ? words.unmatched.replace("{text}", this.typed) : "";
    if (!this.many && this.input.value.trim() === "" && this.chosen.length) {
      this.select.value = "";
      this.told();
    }
    if (this.many) this.input.value = "";
    this.draw();
  }

  close() {
    this.turn = (this.turn || 0) + 1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(null);
  }
}

function upgrade(root) {
  root.querySelectorAll("select[data-picker]:not([aria-hidden])").forEach((select) => {
    if (select.multiple || select.dataset.pickerUrl || select.options.length > FEW) new Picker(select);
  });
}

upgrade(document);
document.addEventListener("htmx:load", (event) => upgrade(event.detail.elt.parentElement || document));

// The error summary leads to the select, which is not seen any more: on to the field over it.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  (field.closest(".picker") || field).scrollIntoView({ block: "center" });
});

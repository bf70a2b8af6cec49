// Drafts of forms, in two places for two dangers.
// form[data-draft]: what is typed stays in this tab until the server has taken it, so a session that
// ends in mid-form costs nothing. sessionStorage goes with the tab: nothing stays on the machine.
// form[data-keep] (long ones): it is kept on the server too, encrypted and for its writer alone, so
// that it can be gone on with tomorrow or at another desk. Files and passwords are in neither.

const REST = 4000; // milliseconds without a key before it is sent
const NOBODY = "00000000-0000-0000-0000-000000000000";
const tab = window.sessionStorage;
const whose = document.body.dataset.user || "";
const keyOf = (form) => `draft:${whose}:${window.location.pathname}:${form.id || "form"}`;
const skipped = new Set(["csrfmiddlewaretoken", "record_key", "draft"]);

// Words that the page has ready for what may happen to it (includes/signed_out.html).
export function showNotice(name) {
  const words = document.querySelector(`template[data-notice=${name}]`);
  words.after(words.content.cloneNode(true));
  return document.getElementById(name);
}

// Somebody else has signed in at this tab: what the one before had typed is not theirs to see.
if (whose) {
  Object.keys(tab).filter((key) => key.startsWith("draft:") && !key.startsWith(`draft:${whose}:`))
    .forEach((key) => tab.removeItem(key));
}

function entriesOf(form) {
  const secret = new Set([...form.elements].filter((field) => field.type === "password").map((field) => field.name));
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !skipped.has(name) && !secret.has(name));
}

function fill(field, values) {
  if (field.disabled && !values.has(field.name)) return; // it was not sent, and stays as it was drawn
  const given = values.get(field.name) || [];
  if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
  else if (field.type === "select-multiple") for (const option of field.options) option.selected = given.includes(option.value);
  else if (given.length) field.value = given.shift();
}

function restore(form, entries) {
  const values = new Map();
  entries.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
  form.querySelectorAll("[data-sheet]").forEach((sheet) => {
    const [rows] = values.get(`${sheet.dataset.sheet}-TOTAL_FORMS`) || [];
    if (rows) sheet.dispatchEvent(new CustomEvent("sheet:rows", { detail: Number(rows) }));
  });
  for (const field of form.elements) {
    if (!field.name || skipped.has(field.name) || field.type === "file") continue;
    fill(field, values);
  }
  // Who draws something over a field (pickers, sums) looks again.
  form.querySelectorAll("select[name]").forEach((one) => one.dispatchEvent(new Event("change", { bubbles: true })));
  // So does who counts what is answered.
  form.dispatchEvent(new Event("change"));
  form.dispatchEvent(new Event("input"));
}

// "Save and add another" leads to the same page with an empty form; the address names the one it took.
function forgetTaken(key) {
  const taken = new URLSearchParams(window.location.search).get("taken");
  if (taken && taken === tab.getItem(`${key}:record`)) {
    for (const one of [key, `${key}:sent`, `${key}:record`]) tab.removeItem(one);
  }
}

document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = keyOf(form);
  forgetTaken(key);
  const stored = tab.getItem(key);
  // A form that was on its way when the session ended comes back by itself, and one whose page was
  // loaded anew unless the server offers it: one that the server sent back, refused or to be
  // confirmed, has in it what was typed.
  const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload" && !("keep" in form.dataset);
  if (stored && (reloaded || tab.getItem(`${key}:sent`)) && !("answered" in form.dataset)) {
    const back = () => {
      restore(form, JSON.parse(stored));
      showNotice("draft-restored");
    };
    // Sheets and pickers are modules too: they stand ready when the document does.
    if (document.readyState === "complete") back();
    else window.addEventListener("DOMContentLoaded", back, { once: true });
  }
  tab.removeItem(`${key}:sent`);
  const save = () => {
    tab.setItem(key, JSON.stringify(entriesOf(form)));
    tab.setItem(`${key}:record`, form.elements.record_key?.value || "");
  };
  for (const happening of ["input", "change"]) {
    form.addEventListener(happening, (event) => {
      if (!event.isTrusted && event.target === form) return;
      form.dataset.typed = "1";
      save();
    });
  }
  form.addEventListener("submit", () => {
    save();
    tab.setItem(`${key}:sent`, "1");
  });
});
// The other language is the same page drawn anew: what was typed goes with it.
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".language-switch")) return;
  document.querySelectorAll("form[data-draft][data-typed]").forEach((form) => tab.setItem(`${keyOf(form)}:sent`, "1"));
}, true);
// The next page that is neither the form nor the sign-in means that the server has taken it.
if (!document.querySelector("form[data-draft], .entrance")) {
  Object.keys(tab).filter((key) => key.startsWith("draft:")).forEach((key) => tab.removeItem(key));
}

class KeptDraft {
  constructor(form, offer) {
    this.form = form;
    this.offer = offer;
    this.state = document.querySelector("[data-draft-state]");
    this.waiting = null;
    for (const happening of ["input", "change"]) {
      form.addEventListener(happening, (event) => {
        if (!event.isTrusted && event.target === form) return;
        this.changed = true;
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.keep(), REST);
      });
    }
    form.addEventListener("submit", () => {
      clearTimeout(this.waiting);
      this.changed = false;
      this.keeping?.abort(); // it would come after the record, and be offered as unsaved
    });
    window.addEventListener("pagehide", () => this.changed && this.keep());
    if (!("answered" in form.dataset)) this.look();
  }

  post(url, fields = {}, signal = undefined) {
    const body = new URLSearchParams(fields);
    const token = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice(10)
      || this.form.elements.csrfmiddlewaretoken.value;
    return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: true, signal }).catch(() => null);
  }

  url(name, key) {
    return this.offer.dataset[name].replace(NOBODY, key);
  }

  async look() {
    const query = new URLSearchParams({ path: window.location.pathname });
    const answer = await fetch(`${this.offer.dataset.at}?${query}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const found = await answer.json();
    if (!found.key || this.changed) return;
    this.offer.after(this.offer.content.cloneNode(true));
    const box = document.querySelector(".draft-offer");
    const words = box.querySelector("[data-words]");
    words.textContent = words.textContent.replace("{at}", found.at);
    box.querySelector("[data-go-on]").addEventListener("click", async () => {
      const kept = await this.post(this.url("open", found.key));
      if (!kept?.ok) return;
      restore(this.form, (await kept.json()).entries);
      this.known(found.key);
      box.remove();
      this.form.querySelector("input:not([type=hidden]), textarea")?.focus();
    });
    box.querySelector("[data-discard]").addEventListener("click", async () => {
      const answered = await this.post(this.url("discard", found.key));
      if (answered?.ok) box.remove();
    });
  }

  async keep() {
    this.changed = false;
    const title = document.querySelector("h1").textContent.trim();
    const data = JSON.stringify(entriesOf(this.form));
    this.keeping = new AbortController();
    const fields = { path: window.location.pathname, title, data };
    const answer = await this.post(this.offer.dataset.keep, fields, this.keeping.signal);
    if (!answer?.ok || answer.redirected) return;
    const { key, at } = await answer.json();
    this.known(key);
    this.state.textContent = this.offer.dataset.kept.replace("{at}", at);
  }

  // The form names its draft when it is sent: saved, the draft is gone.
  known(key) {
    if (!this.field) {
      this.field = document.createElement("input");
      this.field.type = "hidden";
      this.field.name = "draft";
      this.form.append(this.field);
    }
    this.field.value = key;
  }
}

const offer = document.querySelector("template[data-draft-offer]");
const long = document.querySelector("form[data-keep]");
if (offer && long) new KeptDraft(long, offer);

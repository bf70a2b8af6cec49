// Small behaviours of every page. Each works on attributes, so pages carry no script of their own.

// data-confirm: destructive actions ask once.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// A form is sent once: a second press while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

// Words that the page has ready for what may happen to it (includes/signed_out.html).
function showNotice(name) {
  const words = document.querySelector(`template[data-notice=${name}]`);
  words.after(words.content.cloneNode(true));
  return document.getElementById(name);
}

// data-draft: what is typed stays in this tab until the server has taken it, so a session that ends
// in mid-form costs nothing. sessionStorage goes with the tab: no personal data stay on the machine.
const drafts = window.sessionStorage;
const whose = document.body.dataset.user || "";
const draftKey = (form) => `draft:${whose}:${window.location.pathname}:${form.id || "form"}`;
const skipped = new Set(["csrfmiddlewaretoken", "record_key"]);

// Somebody else has signed in at this tab: what the one before had typed is not theirs to see.
if (whose) {
  Object.keys(drafts).filter((key) => key.startsWith("draft:") && !key.startsWith(`draft:${whose}:`))
    .forEach((key) => drafts.removeItem(key));
}

function saveDraft(form) {
  const secret = new Set([...form.elements].filter((field) => field.type === "password").map((field) => field.name));
  const entries = [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !skipped.has(name) && !secret.has(name));
  drafts.setItem(draftKey(form), JSON.stringify(entries));
}

function restoreDraft(form, entries) {
  const values = new Map();
  entries.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
  // A sheet had as many rows as were typed (js/sheet.js).
  form.querySelectorAll("[data-sheet]").forEach((sheet) => sheet.dispatchEvent(
    new CustomEvent("sheet:rows", { detail: Number(values.get(`${sheet.dataset.sheet}-TOTAL_FORMS`)?.[0]) || 0 })));
  for (const field of form.elements) {
    if (!field.name || skipped.has(field.name) || field.type === "file") continue;
    const given = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (field.type === "select-multiple") for (const option of field.options) option.selected = given.includes(option.value);
    else if (given.length) field.value = given.shift();
    // What a script has put over a list shows what is chosen.
    if (field.matches("select")) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// When the scripts of the page have run: what they add to a form can be filled too.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = draftKey(form);
  const stored = drafts.getItem(key);
  // Only a form that was on its way when the session ended comes back by itself: one that the
  // server sent back, refused or to be confirmed, has in it what was typed.
  if (stored && drafts.getItem(`${key}:sent`) && !("answered" in form.dataset)) {
    restoreDraft(form, JSON.parse(stored));
    showNotice("draft-restored");
  }
  drafts.removeItem(`${key}:sent`);
  form.addEventListener("input", () => {
    form.dataset.typed = "1";
    saveDraft(form);
  });
  form.addEventListener("submit", () => {
    saveDraft(form);
    drafts.setItem(`${key}:sent`, "1");
  });
}));
// The other language is the same page drawn anew: what was typed goes with it.
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".language-switch")) return;
  document.querySelectorAll("form[data-draft][data-typed]").forEach((form) => drafts.setItem(`${draftKey(form)}:sent`, "1"));
}, true);
// The next page that is neither the form nor the sign-in means that the server has taken it.
if (!document.querySelector("form[data-draft], .entrance")) {
  Object.keys(drafts).filter((key) => key.startsWith("draft:")).forEach((key) => drafts.removeItem(key));
}

// data-largest: a file that the server would refuse for its size is not sent in the first place.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file" || !input.dataset.largest) return;
  input.parentElement.querySelector("[data-refused-file]")?.remove();
  if (![...input.files].some((file) => file.size > Number(input.dataset.largest))) return;
  input.value = "";
  const words = document.createElement("div");
  words.className = "text-danger small";
  words.setAttribute("role", "alert");
  words.dataset.refusedFile = "";
  words.textContent = input.dataset.tooLarge;
  input.after(words);
}, true);

// A session that ended while a part of the page was sent: the page stays as it is and says so.
document.addEventListener("signedOut", () => showNotice("signed-out").scrollIntoView({ block: "center" }));
document.addEventListener("htmx:beforeRequest", () => document.getElementById("signed-out")?.remove());

// Signing in again in another tab changes the token that this page was drawn with.
const freshToken = () => document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice(10);
document.addEventListener("submit", (event) => {
  const field = event.target.elements.csrfmiddlewaretoken;
  const token = freshToken();
  if (field && token) field.value = token;
}, true);
document.addEventListener("htmx:configRequest", (event) => {
  const token = freshToken();
  if (!token || event.detail.verb === "get") return;
  event.detail.headers["X-CSRFToken"] = token;
  if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = token;
});

// Swapped lists say how many rows they have now.
document.addEventListener("htmx:afterSwap", (event) => {
  const status = event.detail.target.querySelector?.("[role=status]") || document.querySelector("#list [role=status]");
  const announce = document.getElementById("announce");
  if (status && announce) announce.textContent = status.textContent.trim();
});

// data-print: shown where a script can print the page.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

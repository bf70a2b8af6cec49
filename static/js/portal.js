// Small behaviours of every page. Each works on attributes, so pages carry no script of their own.

import { showNotice } from "drafts";

// data-confirm: destructive actions ask once.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// A form that the server would send back has lost its files by then: with a file chosen, what is
// missing is said before it is sent. data-missing has the words, data-unless names the field that
// makes this one needless.
const chosen = (form) => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
const given = (field) => (field.type === "radio" || field.type === "checkbox"
  ? Boolean(field.form.querySelector(`[name="${CSS.escape(field.name)}"]:checked`))
  : field.value.trim() !== "");
function lacks(field) {
  if (field.disabled || field.type === "hidden" || given(field)) return false;
  const other = field.form.elements[field.dataset.unless];
  return field.required || Boolean(field.dataset.unless && !(other && given(other)));
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".record-form") || !chosen(form)) return;
  form.querySelectorAll("[data-said-missing]").forEach((said) => said.remove());
  const missing = new Map([...form.querySelectorAll("[data-missing]")].filter(lacks).map((one) => [one.name, one]));
  if (!missing.size) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  missing.forEach((field) => {
    const words = document.createElement("div");
    words.className = "text-danger small";
    words.setAttribute("role", "alert");
    words.dataset.saidMissing = "";
    words.textContent = field.dataset.missing;
    (field.closest("[id^=div_id_]") || field.parentElement).append(words);
  });
  const [first] = missing.values();
  first.focus();
  (first.closest("[id^=div_id_]") || first).scrollIntoView({ block: "center" });
}, true);
for (const happening of ["input", "change"]) {
  document.addEventListener(happening, (event) => {
    event.target.closest?.("[id^=div_id_]")?.querySelector("[data-said-missing]")?.remove();
  });
}

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

// Beside a long form: which section one is in, and how much that is compulsory is still empty there.

const nav = document.querySelector("[data-form-nav]");
const form = document.querySelector("form.record-form");

const EMPTY = {
  radio: (field) => !field.form.querySelector(`[name="${CSS.escape(field.name)}"]:checked`),
  file: (field) => !field.files.length,
};
const isEmpty = (field) => (EMPTY[field.type] || ((one) => one.value.trim() === ""))(field);

// Names, because each of several radio buttons is required.
function missing(section) {
  const fields = [...section.querySelectorAll("[name]")].filter((field) => field.required && isEmpty(field));
  return new Set(fields.map((field) => field.name)).size;
}

function count() {
  nav.querySelectorAll("[data-missing-in]").forEach((place) => {
    const number = missing(document.getElementById(place.dataset.missingIn));
    place.textContent = number ? nav.dataset.missing.replace("{count}", number) : "";
  });
}

function follow() {
  const links = new Map([...nav.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    entries.forEach((entry) => (entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target)));
    const [first] = [...form.querySelectorAll("fieldset[id]")].filter((one) => seen.has(one));
    links.forEach((link, id) => {
      if (first && id === first.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }, { rootMargin: "-15% 0px -50% 0px" });
  links.forEach((_link, id) => observer.observe(document.getElementById(id)));
}

if (nav && form) {
  count();
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  follow();
}

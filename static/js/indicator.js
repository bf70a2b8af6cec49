// Of an indicator that the portal computes, name, unit, direction and definition are known: they are
// shown as they are and cannot be typed. In a row of a sheet and in a form of its own.

const KNOWN = ["unit", "direction", "definition", "is_share"];

function fieldsOf(list) {
  const stem = list.name.slice(0, -"registry_key".length);
  const form = list.form;
  return (name) => form.elements.namedItem(stem + name);
}

function show(list) {
  const field = fieldsOf(list);
  const known = JSON.parse(list.selectedOptions[0]?.dataset.known || "null");
  const name = field("name");
  name.placeholder = known ? known.name : "";
  for (const one of KNOWN) {
    const input = field(one);
    if (!input) continue;
    if (known && !input.disabled) {
      input.dataset.own = input.type === "checkbox" ? String(input.checked) : input.value;
    }
    if (input.type === "checkbox") input.checked = known ? false : (input.disabled ? input.dataset.own === "true" : input.checked);
    else if (known) input.value = known[one];
    else if (input.disabled) input.value = input.dataset.own || "";
    input.disabled = Boolean(known);
  }
}

function watch(root) {
  root.querySelectorAll("select[data-registry]").forEach((list) => {
    list.addEventListener("change", () => show(list));
    show(list);
  });
}

watch(document);
document.addEventListener("sheet:row", (event) => watch(event.target));
document.addEventListener("htmx:load", (event) => watch(event.target));

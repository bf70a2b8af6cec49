// form[data-find]: the box that finds everything. "/" leads to it from everywhere, the arrows move among
// what was found, Escape leaves. Without this script the form opens the page of what was found.

const box = document.querySelector("form[data-find]");
const input = box?.querySelector("input");
const found = box?.querySelector(".found");
const hits = () => [...found.querySelectorAll("[data-hit]")];

function close() {
  found.hidden = true;
}

function open() {
  found.hidden = !found.children.length;
}

function tell() {
  open();
  document.getElementById("announce").textContent = box.dataset.count.replace("{count}", hits().length);
}

function step(by) {
  const fields = [input, ...hits()];
  const at = fields.indexOf(document.activeElement);
  fields[(at + by + fields.length) % fields.length].focus();
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Escape: () => {
    input.focus();
    close();
  },
};

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

if (box) {
  box.addEventListener("htmx:afterSwap", tell);
  box.addEventListener("focusin", open);
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || close());
  box.addEventListener("keydown", (event) => {
    const action = KEYS[event.key];
    if (!action || event.isComposing) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (!input.offsetParent) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

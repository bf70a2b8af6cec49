// Ticked rows of a list (includes/list_bar.html): one box ticks all of the page, the bar counts them.
// Without it the boxes and the buttons do the same, only nobody counts.

function boxes() {
  return [...document.querySelectorAll("td.tick input")];
}

function count() {
  const bar = document.querySelector("[data-ticks]");
  if (!bar) return;
  const all = document.querySelector("[data-ticks-all]");
  const ticked = boxes().filter((box) => box.checked).length;
  all.hidden = false;
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
  const words = bar.querySelector("[data-ticks-count]");
  words.dataset.words ??= words.textContent;
  words.textContent = ticked ? `${words.dataset.words} ${ticked}` : words.dataset.words;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-ticks-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
  if (event.target.matches("[data-ticks-all], td.tick input")) count();
});
document.addEventListener("htmx:afterSwap", count);
window.addEventListener("pageshow", count);
// A file that is sent leaves the page as it is: its buttons may be pressed again.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-ticks]")) setTimeout(() => {
    delete event.target.dataset.sent;
    event.target.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }, 1500);
});

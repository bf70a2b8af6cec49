// Panels of saved views and columns: one is open at a time; a press elsewhere or Escape closes it.

function closeOthers(kept) {
  for (const one of document.querySelectorAll("details.list-tool[open]")) {
    if (one !== kept) one.open = false;
  }
}

document.addEventListener("click", (event) => closeOthers(event.target.closest("details.list-tool")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.list-tool[open]");
  closeOthers(null);
  open?.querySelector("summary").focus();
});

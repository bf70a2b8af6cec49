// A click on an export gives a sign at once: the link says that the file is being made until the server
// sends it, which it tells by a cookie with the word that the link carried.

function begun(token) {
  return document.cookie.split("; ").includes(`download=${token}`);
}

function wait(link, words, token, since) {
  if (begun(token) || Date.now() - since > 120000) {
    link.removeAttribute("aria-busy");
    link.querySelector("[data-words]").textContent = words;
    return;
  }
  setTimeout(() => wait(link, words, token, since), 300);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-export]");
  if (!link) return;
  if (link.getAttribute("aria-busy")) {
    event.preventDefault();
    return;
  }
  const token = crypto.getRandomValues(new Uint32Array(2)).join("");
  const address = new URL(link.href);
  address.searchParams.set("download", token);
  link.href = address.href;
  link.setAttribute("aria-busy", "true");
  const label = link.querySelector("[data-words]");
  const words = label.textContent;
  label.textContent = link.dataset.export;
  document.getElementById("announce").textContent = link.dataset.export;
  wait(link, words, token, Date.now());
});

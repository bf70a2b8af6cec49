// From a record back to its list as it was: the crumb that leads to a list keeps the filter, the page
// and the place where one was. Without it the crumb leads to the list as it begins.

const stored = window.sessionStorage;
const whose = document.body.dataset.user || "";
const key = (path) => `list:${whose}:${path}`;
const PATIENCE = 30 * 60 * 1000; // what was looked at half an hour ago is another errand

Object.keys(stored).filter((one) => one.startsWith("list:") && !one.startsWith(`list:${whose}:`))
  .forEach((one) => stored.removeItem(one));

function remembered(path) {
  const found = JSON.parse(stored.getItem(key(path)) || "null");
  return found && Date.now() - found.at < PATIENCE ? found : null;
}

if (document.getElementById("list")) {
  const { pathname } = window.location;
  const before = remembered(pathname);
  if (before && before.returning && before.search === window.location.search) window.scrollTo(0, before.scroll);
  window.addEventListener("pagehide", () => stored.setItem(key(pathname), JSON.stringify({
    search: window.location.search, scroll: window.scrollY, at: Date.now(),
  })));
} else {
  document.querySelectorAll(".breadcrumb a[href]").forEach((link) => {
    const found = link.search ? null : remembered(link.pathname);
    if (!found) return;
    link.search = found.search;
    link.addEventListener("click", () => stored.setItem(key(link.pathname), JSON.stringify({ ...found, returning: true })));
  });
}

// The inspection page on a phone: position, progress, and sending in place. A form that is refused
// or not sent keeps everything, photos too, which a page drawn anew by the server could not.
import "./photos.js";

const form = document.querySelector("form[data-inspection]");

// Position
const position = form.querySelector("[data-position]");
const again = form.querySelector("[data-locate]");

function tellPosition(words, state) {
  position.textContent = words;
  position.dataset.state = state;
  again.hidden = state === "asking" || state === "known";
}

function locate() {
  if (!navigator.geolocation || !window.isSecureContext) {
    tellPosition(position.dataset.none, "none");
    again.hidden = true;
    return;
  }
  tellPosition(position.dataset.asking, "asking");
  navigator.geolocation.getCurrentPosition(keepPosition, (error) => {
    const refused = error.code === error.PERMISSION_DENIED;
    tellPosition(refused ? position.dataset.refused : position.dataset.unknown, "unknown");
  }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
}

function keepPosition({ coords }) {
  form.elements.latitude.value = coords.latitude;
  form.elements.longitude.value = coords.longitude;
  form.elements.accuracy.value = Math.round(coords.accuracy);
  tellPosition(position.dataset.known.replace("%s", Math.max(1, Math.round(coords.accuracy))), "known");
}

again.addEventListener("click", locate);
locate();

// Progress
const items = [...form.querySelectorAll("[data-item]")];
const bar = form.querySelector("[data-progress]");
const barText = form.querySelector("[data-progress-text]");

function count() {
  const done = items.filter((item) => item.querySelector("input[name^='a-']:checked")).length;
  bar.value = done;
  barText.textContent = `${done} / ${items.length}`;
  rest.disabled = !passed.length && done === items.length;
}

// Only the hazard blocks of failed items are sent: most items pass, and the server would not read
// the blocks behind them.
function keepFailedBlocks() {
  for (const item of items) {
    const failed = item.querySelector("input[name^='a-']:checked")?.value === "fail";
    item.querySelectorAll(".hazard-block :is(input, textarea)").forEach((field) => { field.disabled = !failed; });
  }
}

// "All others in order": what is not answered yet passes, until it is taken back.
const rest = form.querySelector("[data-rest]");
const restWords = rest.textContent;
let passed = [];

function passRest() {
  passed = items.filter((item) => !item.querySelector("input[name^='a-']:checked"))
    .map((item) => item.querySelector("input[name^='a-'][value='pass']"));
  passed.forEach((radio) => { radio.checked = true; });
}

function takeBack() {
  passed.forEach((radio) => { radio.checked = false; });
  passed = [];
}

rest.addEventListener("click", () => {
  if (passed.length) takeBack(); else passRest();
  rest.textContent = passed.length ? rest.dataset.undo : restWords;
  passed.forEach((radio) => settled(radio.name));
  // From the button, as if it were an answer: the draft keeps what it has set.
  rest.dispatchEvent(new Event("change", { bubbles: true }));
});
rest.hidden = false;

form.addEventListener("change", count);
form.addEventListener("change", keepFailedBlocks);
// What has been answered since is no longer wrong.
function settled(name) {
  const place = form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
  if (place) place.textContent = "";
}
form.addEventListener("change", (event) => settled(event.target.name || ""));
count();
keepFailedBlocks();

// Sending
const state = form.querySelector("[data-send-state]");
const button = form.querySelector("button[type=submit]");
const signIn = form.querySelector("[data-sign-in]");

function tell(words, busy = false) {
  state.textContent = words;
  button.disabled = busy;
  button.toggleAttribute("aria-busy", busy);
}

function showErrors(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  form.querySelectorAll("[data-error-for]").forEach((place) => {
    const other = answer.querySelector(`[data-error-for="${CSS.escape(place.dataset.errorFor)}"]`);
    place.textContent = other ? other.textContent.trim() : "";
    if (place.dataset.errorFor === "form") place.hidden = !place.textContent;
  });
  const first = [...form.querySelectorAll(".field-error")].find((place) => place.textContent);
  (first?.closest("fieldset, section") || form).scrollIntoView({ block: "start" });
}

async function send() {
  const data = new FormData(form); // portal.js has put the present token into it
  tell(form.dataset.sending, true);
  signIn.hidden = true;
  let response;
  try {
    response = await fetch(window.location.href, {
      method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch" },
    });
  } catch {
    return tell(form.dataset.offline);
  }
  if (response.redirected && new URL(response.url).pathname.includes("/login/")) {
    signIn.hidden = false;
    return tell(form.dataset.signedOut);
  }
  if (response.ok && !response.redirected) {
    window.location.assign((await response.json()).url);
    return undefined;
  }
  tell(response.status === 422 ? "" : form.dataset.refused);
  if (response.status === 422) showErrors(await response.text());
  return undefined;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.disabled) send();
});

// input[data-identity]: an identity number that is right fills in sex and age, and says so below it;
// one that is not is told at once. The server reads it in the same way (injuries/identity.py).
// GB 11643: characters 7–14 are the birth date, the 17th is odd for men, the 18th checks the others.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
const number = document.querySelector("input[data-identity]");
const form = number.form;
const field = (name) => form.elements[name];
const filled = new Map(); // what was filled in here, so that what was typed by hand stays

function birthOf(text) {
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)].map(Number);
  const born = new Date(year, month - 1, day);
  return born.getMonth() === month - 1 && born.getDate() === day ? born : null;
}

function isRight(text) {
  if (!/^\d{17}[\dX]$/.test(text) || !birthOf(text)) return false;
  const total = WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(text[place]), 0);
  return CHECKS[total % 11] === text[17];
}

// The age on a day as the card has it: infants in months or days.
function ageOn(born, day) {
  const months = (day.getFullYear() - born.getFullYear()) * 12 + day.getMonth() - born.getMonth()
    - (day.getDate() < born.getDate() ? 1 : 0);
  if (months >= 12) return [Math.floor(months / 12), "years"];
  if (months >= 1) return [months, "months"];
  return [Math.round((day - born) / 86400000), "days"];
}

function dayOfInjury() {
  const text = field("occurred_on").value || field("visited_on").value;
  return text ? new Date(`${text}T00:00`) : new Date();
}

function fill(name, value) {
  const one = field(name);
  if (one.value !== "" && one.value !== filled.get(name)) return;
  one.value = String(value);
  filled.set(name, one.value);
  one.dispatchEvent(new Event("change", { bubbles: true }));
}

const told = document.createElement("div");
told.className = "form-text";
told.setAttribute("role", "status");
number.after(told);

function read() {
  const text = number.value.normalize("NFKC").trim().toUpperCase();
  if (text.length < 18) {
    told.textContent = "";
    return;
  }
  if (!isRight(text)) {
    told.textContent = number.dataset.wrong;
    return;
  }
  const born = birthOf(text);
  const [age, unit] = ageOn(born, dayOfInjury());
  fill("sex", Number(text[16]) % 2 ? "1" : "2");
  if (age >= 0) {
    if (field("age_value").value === "" || field("age_value").value === filled.get("age_value")) {
      field("age_unit").value = unit;
    }
    fill("age_value", age);
  }
  const words = (name, value) => [...field(name).options].find((one) => one.value === value)?.text || "";
  told.textContent = number.dataset.right
    .replace("{day}", `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`)
    .replace("{sex}", words("sex", Number(text[16]) % 2 ? "1" : "2"))
    .replace("{age}", age).replace("{unit}", words("age_unit", unit));
}

number.addEventListener("input", read);
for (const name of ["occurred_on", "visited_on"]) field(name).addEventListener("change", read);

// Map of grids with their open hazards, and of premises, from GeoJSON. Any element with
// data-grids-map="ADDRESS" becomes one. On the dashboard (data-board) the areas right below the chosen
// one stand for all that lies in them, and a click on one chooses it.
import L from "leaflet";
import { coordsToLatLng, fit, makeMap, nameAreas, text } from "map";

// Darker is more: told apart without colour.
const SHADES = ["#e3f1ee", "#fdebd0", "#f8c583", "#e98b4a", "#b8431f"];
const CLOSE = 16; // zoom level at which a grid fills the map
// Communities below, grids above them, premises on top.
const ORDER = { community: 0, grid: 1, premises: 2 };

// Steps of a legend that fits the largest number: 0, then up to four classes of whole numbers.
export function steps(most) {
  const step = Math.max(1, Math.ceil(most / (SHADES.length - 1)));
  const from = [0];
  for (let first = 1; first <= most; first += step) from.push(first);
  return from;
}

const shadeOf = (number, from) => SHADES[from.filter((first) => number >= first).length - 1];
const radiusOf = (number) => (number ? 4 + 3 * Math.sqrt(number) : 3.5);
const isPlace = (feature) => feature.properties.kind === "premises";

function popup(properties, words) {
  const box = document.createElement("div");
  box.append(text("strong", properties.name), text("div", `${words.open}: ${properties.open}`));
  if (properties.overdue) box.append(text("div", `${words.overdue}: ${properties.overdue}`));
  const links = [[properties.url, properties.kind === "premises" ? words.page : words.rows]];
  if (properties.inspect) links.push([properties.inspect, words.inspect]);
  for (const [address, label] of links) {
    const link = text("a", label, "map-link");
    link.href = address;
    box.append(link);
  }
  return box;
}

// Choosing an area is what its field does: the filter brings the board.
function choose(key) {
  const field = document.querySelector("#board form [name=area]");
  field.value = key;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function swatch(drawn, label) {
  const row = document.createElement("span");
  row.append(drawn, label);
  return row;
}

// Below the map, where it covers nothing: what the shades mean, and the sizes.
function legend(words, from, most) {
  const box = text("div", words.legend);
  from.forEach((first, place) => {
    const next = from[place + 1];
    const last = Math.min(next === undefined ? most : next - 1, Math.max(most, first));
    const shade = document.createElement("i");
    shade.style.background = shadeOf(first, from);
    box.append(swatch(shade, first === last ? `${first}` : `${first}–${last}`));
  });
  return box;
}

function sizes(words, most) {
  const box = text("div", words.sizes);
  for (const number of [...new Set([1, Math.ceil(most / 2), most])]) {
    const dot = document.createElement("b");
    dot.style.width = dot.style.height = `${2 * radiusOf(number)}px`;
    box.append(swatch(dot, `${number}`));
  }
  return box;
}

function chosen(data, words) {
  if (!words.board) return data.features;
  const below = data.features.filter((one) => one.properties.depth === Number(words.board));
  return below.length ? [...below, ...data.features.filter(isPlace)] : data.features;
}

const most = (features) => Math.max(0, ...features.map((one) => one.properties.open));

async function draw(element) {
  const words = element.dataset;
  const response = await fetch(words.gridsMap, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status}`);
  const data = await response.json();
  const features = chosen(data, words).sort((a, b) => ORDER[a.properties.kind] - ORDER[b.properties.kind]);
  const areas = features.filter((one) => !isPlace(one));
  // The darkest level is the smallest that is drawn: grids, or the areas of the dashboard.
  const finest = words.board ? areas : areas.filter((one) => one.properties.kind === "grid");
  const from = steps(most(finest));
  const outline = (feature) => !words.board && feature.properties.kind === "community";
  const map = makeMap(element, { preferCanvas: true });
  const style = (feature) => {
    if (isPlace(feature)) {
      const { open } = feature.properties;
      return { color: open ? "#8c1d18" : "#54646e", weight: 1, fillColor: open ? "#d64545" : "#fff", fillOpacity: 0.85 };
    }
    if (outline(feature)) return { color: "#08574b", weight: 3, fill: false, interactive: false };
    return { color: "#54646e", weight: 1.5, fillColor: shadeOf(feature.properties.open, from), fillOpacity: 0.65 };
  };
  const named = { grid: [], community: [] };
  const options = {
    style,
    coordsToLatLng,
    pointToLayer: (feature, at) =>
      L.circleMarker(at, { radius: isPlace(feature) ? radiusOf(feature.properties.open) : 10 }),
    onEachFeature: (feature, shape) => {
      if (!isPlace(feature) && shape.getBounds) {
        const { kind, name } = feature.properties;
        const large = outline(feature) || words.board;
        (named[kind] ??= []).push([shape, name, large ? "map-name-large" : ""]);
      }
      if (words.board && !isPlace(feature)) shape.on("click", () => choose(feature.id));
      else if (!outline(feature)) shape.bindPopup(() => popup(feature.properties, words));
    },
  };
  const quiet = (feature) => isPlace(feature) && !feature.properties.open;
  const layer = L.geoJSON(features.filter((one) => !quiet(one)), options).addTo(map);
  const quietLayer = L.geoJSON(features.filter(quiet), options);
  // Hundreds of places where all is well would hide the few where it is not: they come up close.
  map.on("zoomend", () => (map.getZoom() >= CLOSE ? quietLayer.addTo(map) : quietLayer.remove()));
  fit(map, layer.getBounds().extend(quietLayer.getBounds()));
  nameAreas(map, Object.values(named));
  const box = text("div", "", "map-legend");
  const largest = most(features.filter(isPlace));
  box.append(legend(words, from, most(finest)));
  if (largest) box.append(sizes(words, largest));
  element.after(box);
  if (data.points_left_out) element.append(note(words.leftOut));
  element.dataset.ready = "1";
}

const note = (words) => text("div", words, "map-message map-note");

function drawAll(root) {
  root.querySelectorAll("[data-grids-map]:not([data-begun])").forEach((element) => {
    element.dataset.begun = "1";
    draw(element).catch(() => element.replaceChildren(note(element.dataset.failed)));
  });
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));

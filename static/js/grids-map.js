// Map of grids with their open hazards, and of premises, from GeoJSON. Any element with
// data-grids-map="ADDRESS" becomes one. Without a tile address the ground stays plain: offices
// without access to a tile server still see where the hazards lie.
import * as L from "leaflet";

// Fill by number of open hazards: few classes, told apart without colour by their darkness.
const CLASSES = [[0, "#e3f1ee"], [1, "#fde8c8"], [5, "#f6b26b"], [10, "#d9622b"], [20, "#9e1b12"]];
const colourOf = (open) => CLASSES.filter(([from]) => open >= from).at(-1)[1];

function popup(properties, words) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = properties.name;
  const link = document.createElement("a");
  link.href = properties.url;
  link.textContent = properties.kind === "premises" ? words.page : words.rows;
  box.append(title, line(`${words.open}: ${properties.open}`));
  if (properties.overdue) box.append(line(`${words.overdue}: ${properties.overdue}`));
  box.append(link);
  return box;
}

function line(text) {
  const row = document.createElement("div");
  row.textContent = text;
  return row;
}

function styleOf(feature) {
  const { kind, open } = feature.properties;
  if (kind === "community") return { color: "#08574b", weight: 2.5, fill: false, interactive: false };
  if (kind === "premises") return { color: open ? "#8c1d18" : "#54646e", weight: 1, fillColor: open ? "#d64545" : "#fff", fillOpacity: 0.9 };
  return { color: "#54646e", weight: 1, fillColor: colourOf(open), fillOpacity: 0.65 };
}

function point(feature, at) {
  const { kind, open } = feature.properties;
  return L.circleMarker(at, { radius: kind === "premises" ? (open ? 6 : 4) : 10 });
}

function legend(words) {
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => {
    const box = L.DomUtil.create("div", "map-legend");
    box.append(line(words.legend));
    CLASSES.forEach(([from], place) => {
      const next = CLASSES[place + 1]?.[0];
      const row = document.createElement("div");
      const swatch = document.createElement("i");
      swatch.style.background = colourOf(from);
      const range = next === undefined ? `${from}+` : next - 1 === from ? `${from}` : `${from}–${next - 1}`;
      row.append(swatch, range);
      box.append(row);
    });
    return box;
  };
  return control;
}

const CLOSE = 16; // zoom level at which a grid fills the map

// Communities below, grids above them, premises on top.
const ORDER = { community: 0, grid: 1, premises: 2 };

async function draw(element) {
  const words = element.dataset;
  const response = await fetch(words.gridsMap, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status}`);
  const data = await response.json();
  data.features.sort((a, b) => ORDER[a.properties.kind] - ORDER[b.properties.kind]);
  element.replaceChildren();
  // Without a bound a single place is shown at an endless zoom, and breaks when the window is resized.
  const map = L.map(element, { preferCanvas: true, maxZoom: 19, zoomSnap: 0.25, attributionControl: Boolean(words.tiles), scrollWheelZoom: false });
  if (words.tiles) L.tileLayer(words.tiles, { maxZoom: 19 }).addTo(map);
  const options = {
    style: styleOf,
    pointToLayer: point,
    onEachFeature: (feature, shape) => {
      if (feature.properties.kind !== "community") shape.bindPopup(() => popup(feature.properties, words));
    },
  };
  const quiet = (feature) => feature.properties.kind === "premises" && !feature.properties.open;
  const layer = L.geoJSON(data.features.filter((feature) => !quiet(feature)), options).addTo(map);
  const quietLayer = L.geoJSON(data.features.filter(quiet), options);
  // Hundreds of places where all is well would hide the few where it is not: they come up close.
  map.on("zoomend", () => (map.getZoom() >= CLOSE ? quietLayer.addTo(map) : quietLayer.remove()));
  if (data.features.length) map.fitBounds(layer.getBounds().extend(quietLayer.getBounds()), { padding: [12, 12] });
  else map.setView([35, 105], 4);
  legend(words).addTo(map);
  if (data.points_left_out) element.append(note(words.leftOut));
  element.dataset.ready = "1";
}

function note(text) {
  const box = line(text);
  box.className = "map-message map-note";
  return box;
}

function drawAll(root) {
  root.querySelectorAll("[data-grids-map]:not([data-begun])").forEach((element) => {
    element.dataset.begun = "1";
    draw(element).catch(() => element.replaceChildren(note(element.dataset.failed)));
  });
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));

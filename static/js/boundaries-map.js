// The boundaries of an imported file on the map, with those that they would replace.
import L from "leaflet";
import { coordsToLatLng, fit, makeMap, nameAreas } from "map";

const TAKEN = ["new", "replaced", "same"];
const element = document.querySelector("[data-boundaries]");
const data = JSON.parse(document.getElementById("boundaries-drawn").textContent);

function style({ properties: { role } }) {
  if (role === "now") return { color: "#54646e", weight: 2, dashArray: "6 5", fill: false };
  const colour = TAKEN.includes(role) ? "#0b6e5f" : "#b3261e";
  return { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.15 };
}

const named = [];
const map = makeMap(element);
const layer = L.geoJSON(data, {
  style,
  coordsToLatLng,
  interactive: false,
  onEachFeature: (feature, shape) => {
    if (feature.properties.name) named.push([shape, feature.properties.name, ""]);
  },
}).addTo(map);
fit(map, layer.getBounds());
nameAreas(map, [named]);
element.dataset.ready = "1";

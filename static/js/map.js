// What all maps share: the ground (streets by configuration, else plain), scale, north, own position,
// and the shift between satellite coordinates (WGS-84, all data) and those of the ground.
import L from "leaflet";
import { toGcj, toWgs } from "gcj02";

const CHINA = { lat: 35, lng: 105, zoom: 4 };

export const ground = JSON.parse(document.getElementById("base-map").textContent);
const shifted = ground.system === "gcj02";

// A position as satellites tell it, as it is drawn on the ground; and back.
export const onGround = (lat, lng) => (shifted ? toGcj(lat, lng) : { lat, lng });
export const fromGround = (lat, lng) => (shifted ? toWgs(lat, lng) : { lat, lng });

// For L.geoJSON: GeoJSON has the longitude first.
export const coordsToLatLng = ([lng, lat]) => {
  const at = onGround(lat, lng);
  return L.latLng(at.lat, at.lng);
};

export function text(tag, words, css = "") {
  const element = document.createElement(tag);
  element.textContent = words;
  if (css) element.className = css;
  return element;
}

function north(words) {
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const box = text("div", words.north, "map-north");
    box.prepend(text("span", "▲"));
    return box;
  };
  return control;
}

function findMe(map, words, icon) {
  const control = L.control({ position: "topleft" });
  let mark = null;
  const show = ({ latitude, longitude, accuracy }) => {
    const at = onGround(latitude, longitude);
    mark?.remove();
    mark = L.layerGroup([
      L.circle(at, { radius: accuracy, className: "map-accuracy", interactive: false }),
      L.circleMarker(at, { radius: 8, className: "map-me", interactive: false }),
    ]).addTo(map);
    map.setView(at, Math.max(map.getZoom(), 16));
  };
  control.onAdd = () => {
    const button = text("button", "", "map-button");
    button.type = "button";
    button.title = words.me;
    button.setAttribute("aria-label", words.me);
    button.append(icon);
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => show(coords),
        () => (button.title = words.noPosition),
        { enableHighAccuracy: true, timeout: 15000 },
      ),
    );
    return button;
  };
  return control;
}

// The element has its words as data (north, me, noPosition) and the icon of its button in a template.
export function makeMap(element, options = {}) {
  const words = element.dataset;
  const icon = element.querySelector("template").content.cloneNode(true);
  element.replaceChildren();
  const map = L.map(element, {
    maxZoom: 19,
    zoomSnap: 0.25,
    scrollWheelZoom: false,
    attributionControl: Boolean(ground.credit),
    ...options,
  });
  map.attributionControl?.setPrefix(false);
  for (const layer of ground.layers) {
    L.tileLayer(layer, {
      subdomains: ground.subdomains || "a",
      maxNativeZoom: ground.deepest,
      maxZoom: 19,
      attribution: ground.credit,
    }).addTo(map);
  }
  element.classList.toggle("has-streets", ground.layers.length > 0);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  north(words).addTo(map);
  if (navigator.geolocation && window.isSecureContext) findMe(map, words, icon).addTo(map);
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  for (const touch of ["pointerdown", "wheel", "keydown"]) {
    element.addEventListener(touch, () => (element.dataset.touched = "1"), { once: true });
  }
  return map;
}

// Everything in sight, also when the map grows, until somebody moves it; without anything, the country.
export function fit(map, bounds) {
  if (!bounds.isValid()) {
    map.setView([CHINA.lat, CHINA.lng], CHINA.zoom);
    return;
  }
  map.fitBounds(bounds, { padding: [16, 16] });
  map.on("resize", () => {
    if (!map.getContainer().dataset.touched) map.fitBounds(bounds, { padding: [16, 16], animate: false });
  });
}

// Of a level's names so many must have room, or the level above is named in its place.
const ROOMY = 0.9;
const meet = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

const nameOf = ([layer, words, css]) =>
  L.tooltip({ permanent: true, direction: "center", className: `map-name ${css}`, interactive: false })
    .setLatLng(layer.getBounds().getCenter())
    .setContent(text("span", words));

// Draw those that lie on no other, the first ones before the others; say how many of them had room.
function placeNames(map, names) {
  const taken = [];
  for (const name of names) {
    name.addTo(map);
    const box = name.getElement().getBoundingClientRect();
    if (taken.some((one) => meet(box, one))) name.remove();
    else taken.push(box);
  }
  return taken.length / names.length;
}

// A name in the middle of each area, of one level at a time: the finest whose names have room.
// `levels` are lists of [shape, name, class], the finest first.
export function nameAreas(map, levels) {
  const drawn = levels.filter((level) => level.length).map((level) => level.map(nameOf));
  const place = () => {
    drawn.flat().forEach((name) => name.remove());
    drawn.some((names, at) => {
      const roomy = placeNames(map, names) >= ROOMY || at === drawn.length - 1;
      if (!roomy) names.forEach((name) => name.remove());
      return roomy;
    });
  };
  map.on("zoomend resize", place);
  place();
}

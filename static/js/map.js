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

// A name in the middle of an area. Names that would lie on each other are left out, the first ones stay.
export function nameAreas(map, layers) {
  const names = layers.map(([layer, words, css]) =>
    L.tooltip({ permanent: true, direction: "center", className: `map-name ${css}`, interactive: false })
      .setLatLng(layer.getBounds().getCenter())
      .setContent(text("span", words)),
  );
  const place = () => {
    const taken = [];
    for (const name of names) {
      name.addTo(map);
      const box = name.getElement().getBoundingClientRect();
      const hides = taken.some(
        (one) => box.left < one.right && box.right > one.left && box.top < one.bottom && box.bottom > one.top,
      );
      if (hides) name.remove();
      else taken.push(box);
    }
  };
  map.on("zoomend resize", place);
  place();
}

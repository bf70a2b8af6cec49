// The boundary of an area, drawn and edited on the map; the form's text field carries it, and is folded
// away. Neighbours are grey and catch the corners; the server says what overlaps or leaves a gap.
import L from "leaflet";
import { coordsToLatLng, fit, fromGround, makeMap, nameAreas } from "map";

// By a variable: hashed static files would rewrite import("name") as a path.
const EDITOR = "geoman";
const PLACES = 7; // decimals of a degree: a centimetre
const CHECK_MS = 600;

const element = document.querySelector("[data-boundary]");
const field = document.querySelector("textarea[name=boundary]");
const said = document.querySelector("[data-boundary-said]");

const round = (number) => Number(number.toFixed(PLACES));

function position({ lat, lng }) {
  const at = fromGround(lat, lng);
  return [round(at.lng), round(at.lat)];
}

const ring = (corners) => {
  const found = corners.map(position);
  return [...found, found[0]];
};

// Leaflet's rings of a layer, as GeoJSON's polygons: [[ring, hole …], …].
function polygonsOf(layer) {
  const rings = layer.getLatLngs();
  const several = Array.isArray(rings[0]?.[0]);
  return (several ? rings : [rings]).map((polygon) => polygon.map(ring));
}

function geometryOf(shapes) {
  const polygons = shapes.getLayers().flatMap(polygonsOf);
  if (!polygons.length) return null;
  if (polygons.length === 1) return { type: "Polygon", coordinates: polygons[0] };
  return { type: "MultiPolygon", coordinates: polygons };
}

function tell(lines) {
  said.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}

async function check() {
  if (!field.value) return tell([element.dataset.none]);
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ boundary: field.value, csrfmiddlewaretoken: token });
  const response = await fetch(element.dataset.check, { method: "POST", body, credentials: "same-origin" });
  if (!response.ok) return tell([]);
  const found = await response.json();
  return tell(found.said.length ? found.said : [element.dataset.fine]);
}

// The text is there for who wants it, and for what the server wrote into it.
function foldAway() {
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = element.dataset.advanced;
  const row = field.closest(".mb-3, .form-group, div");
  row.before(fold);
  fold.append(summary, row);
  fold.open = Boolean(row.querySelector(".invalid-feedback"));
}

async function begin() {
  await import(EDITOR);
  const response = await fetch(element.dataset.around, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status}`);
  const around = await response.json();
  const tools = [...element.querySelectorAll("[data-tool]")];
  const map = makeMap(element);
  const grey = (feature) => ({
    color: "#54646e",
    weight: feature.properties.role === "above" ? 3 : 1.5,
    dashArray: feature.properties.role === "above" ? "6 5" : null,
    fillColor: "#8a98a1",
    fillOpacity: feature.properties.role === "above" ? 0 : 0.25,
    interactive: false,
  });
  const named = [];
  const others = L.geoJSON(around, {
    style: grey,
    coordsToLatLng,
    pmIgnore: true,
    snapIgnore: false,
    onEachFeature: (feature, layer) => {
      Object.assign(layer.options, { pmIgnore: true, snapIgnore: false });
      if (feature.properties.role === "beside") named.push([layer, feature.properties.name, ""]);
    },
  }).addTo(map);
  const shapes = L.featureGroup().addTo(map);
  if (field.value.trim()) {
    try {
      L.geoJSON(JSON.parse(field.value), { coordsToLatLng }).eachLayer((layer) => shapes.addLayer(layer));
    } catch {
      tell([]); // text that is no boundary stays as it was typed: the form says what is wrong with it
    }
  }
  fit(map, shapes.getLayers().length ? shapes.getBounds() : others.getBounds());
  nameAreas(map, [named]);
  let waiting = null;
  const keep = () => {
    const geometry = geometryOf(shapes);
    field.value = geometry ? JSON.stringify(geometry) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    tell([element.dataset.checking]); // what was said before is of another shape
    clearTimeout(waiting);
    waiting = setTimeout(check, CHECK_MS);
  };
  const watch = (layer) => layer.on("pm:edit pm:update pm:dragend pm:vertexremoved", keep);
  shapes.eachLayer(watch);
  map.pm.setLang(document.documentElement.lang.startsWith("zh") ? "zh" : "en");
  map.pm.setGlobalOptions({ snappable: true, snapDistance: 15, allowSelfIntersection: false, layerGroup: shapes });
  map.pm.addControls({
    position: "topleft",
    drawMarker: false,
    drawCircleMarker: false,
    drawPolyline: false,
    drawRectangle: false,
    drawCircle: false,
    drawText: false,
    dragMode: false,
    cutPolygon: false,
    rotateMode: false,
  });
  // The editor says what a tool does in a title beside it only.
  element.querySelectorAll(".leaflet-buttons-control-button").forEach((button) => {
    button.setAttribute("aria-label", button.closest(".button-container")?.title || button.title);
  });
  // The portal's own icons: some of the editor's do not survive its packaging.
  for (const tool of tools) {
    element.querySelector(`.leaflet-pm-icon-${tool.dataset.tool}`)?.append(tool.content.cloneNode(true));
  }
  map.on("pm:create", ({ layer }) => {
    shapes.addLayer(layer);
    watch(layer);
    keep();
  });
  map.on("pm:remove", ({ layer }) => {
    shapes.removeLayer(layer);
    keep();
  });
  foldAway();
  element.dataset.ready = "1";
  check();
}

begin().catch((error) => {
  element.textContent = element.dataset.failed;
  console.error("boundary not drawn", error);
});

import * as L from "leaflet";

const AREA = { className: "ww-map__area", weight: 2, fillOpacity: 1 };
const BACKDROP = /^(water|wood|road|house)$/;

export async function fetchJson(url) {
  if (!url) return { type: "FeatureCollection", features: [] };
  const answer = await fetch(url, { headers: { accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/** A Leaflet map in `holder`, without tiles, with big Dutch controls. */
export function emptyMap(holder, { attribution = "" } = {}) {
  const map = L.map(holder, {
    zoomControl: false, attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.5, minZoom: 8, maxZoom: 19,
  });
  L.control.zoom({ zoomInTitle: "Dichterbij", zoomOutTitle: "Verder weg" }).addTo(map);
  if (attribution) L.control.attribution({ prefix: false }).addAttribution(escapeText(attribution)).addTo(map);
  return map;
}

function escapeText(text) {
  const holder = document.createElement("i");
  holder.textContent = text;
  return holder.innerHTML;
}

/** Water, woods, roads and houses: a feature's property `kind` says which. Lines without a fill. */
export function drawBackdrop(map, collection) {
  const style = ({ properties, geometry }) => ({
    className: `ww-map__${BACKDROP.test(properties.kind) ? properties.kind : "house"}`,
    fill: /Polygon$/.test(geometry.type), fillOpacity: 1, weight: properties.width ?? 3, interactive: false,
  });
  return L.geoJSON(collection, { style, interactive: false }).addTo(map);
}

export function drawAreas(map, collection, options = {}) {
  return L.geoJSON(collection, { style: () => ({ ...AREA, interactive: !!options.onEachFeature }), ...options }).addTo(map);
}

/** Leaflet bounds from "west,south,east,north" in degrees, or null. */
export function boundsOf(text) {
  const numbers = (text ?? "").split(",").map(Number);
  if (numbers.length !== 4 || numbers.some(Number.isNaN)) return null;
  const [west, south, east, north] = numbers;
  return L.latLngBounds([south, west], [north, east]);
}

export function fit(map, ...candidates) {
  const bounds = candidates.find((candidate) => candidate?.isValid?.());
  if (bounds) map.fitBounds(bounds, { animate: false, paddingTopLeft: [24, 64], paddingBottomRight: [24, 16] });
}

/** A marker picture drawn in SVG nodes: no image file and no inline style. */
export function pinIcon(letter = "") {
  const svg = svgNode("svg", { viewBox: "-22 -60 44 62", class: "ww-pin", "aria-hidden": "true" });
  svg.append(svgNode("path", { class: "ww-map__pin", d: "M0 0C14-18 20-28 20-38a20 20 0 1 0-40 0c0 10 6 20 20 38z" }));
  if (letter) {
    const text = svgNode("text", { class: "ww-map__letter ww-map__letter--on", y: "-32" });
    text.textContent = letter;
    svg.append(text);
  } else svg.append(svgNode("circle", { class: "ww-pin__eye", cy: "-38", r: "7" }));
  return L.divIcon({ html: svg, className: "ww-pinbox", iconSize: [44, 62], iconAnchor: [22, 60] });
}

/** A small mark of one shape, for maps with many. */
export function shapeIcon(name, attributes) {
  const svg = svgNode("svg", { viewBox: "-14 -14 28 28", class: "ww-mark", "aria-hidden": "true" });
  svg.append(svgNode(name, attributes));
  return L.divIcon({ html: svg, className: "ww-pinbox", iconSize: [28, 28], iconAnchor: [14, 14] });
}

function svgNode(name, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

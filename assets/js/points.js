import * as L from "leaflet";
import { drawAreas, drawBackdrop, emptyMap, fetchJson, fit, shapeIcon } from "./ground.js";

const TRIANGLE = { d: "M0-12 13 11H-13Z", class: "ww-map__point ww-map__point--late" };
const ROUND = { r: "10", class: "ww-map__point" };
const METRE = 5; // decimals of a degree
const NEAR = 16; // zoom at which one still sees the streets around

/** The signals of a desk list. What is late has another shape, not only another colour. */
export async function showPoints(box) {
  try {
    const [found, areas, backdrop] = await Promise.all(
      [box.dataset.wwPoints, box.dataset.areas, box.dataset.backdrop].map(fetchJson),
    );
    box.hidden = false;
    draw(box, found.points, areas, backdrop);
  } catch (problem) {
    box.hidden = true;
    console.warn("map left out:", problem);
  }
}

function draw(box, points, areas, backdrop) {
  const map = emptyMap(box.querySelector("[data-ww-canvas]"));
  const borders = drawAreas(map, areas);
  drawBackdrop(map, backdrop);
  const marks = L.featureGroup(onOnePlace(points).map(markFor)).addTo(map);
  fit(map, marks.getBounds(), borders.getBounds());
  // One place alone would fill the window with nothing around it.
  if (map.getZoom() > NEAR) map.setZoom(NEAR, { animate: false });
}

/** Signals of one house lie on top of each other: they share a mark. */
function onOnePlace(points) {
  const places = new Map();
  for (const point of points) {
    const key = `${point.lon.toFixed(METRE)} ${point.lat.toFixed(METRE)}`;
    places.set(key, [...(places.get(key) ?? []), point]);
  }
  return [...places.values()];
}

// The marks are for mouse and touch. Who uses the keyboard or a screen reader has the list with the same links.
function markFor(points) {
  const late = points.some((point) => point.late);
  const icon = shapeIcon(late ? "path" : "circle", late ? TRIANGLE : ROUND);
  const title = points.length > 1 ? `${points.length} meldingen` : `${points[0].title}: ${points[0].word}`;
  const mark = L.marker([points[0].lat, points[0].lon], { icon, title, alt: "", keyboard: false });
  mark.on("add", () => mark.getElement().setAttribute("aria-hidden", "true"));
  return mark.bindPopup(() => words(points), { maxHeight: 240 });
}

function words(points) {
  const list = document.createElement("ul");
  list.className = "ww-plain ww-stack-s";
  list.append(...points.map(line));
  return list;
}

function line(point) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = point.url;
  link.className = "ww-link";
  link.textContent = point.title;
  item.append(link, document.createElement("br"), point.word);
  return item;
}

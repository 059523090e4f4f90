import * as L from "leaflet";
import { boundsOf, drawAreas, drawBackdrop, emptyMap, fetchJson, fit, pinIcon } from "./ground.js";

/** Pins for the items of a list (data-lon, data-lat, data-letter); a pin brings the reader to its item. */
export async function showMarkers(box) {
  try {
    const [areas, backdrop] = await Promise.all([fetchJson(box.dataset.areas), fetchJson(box.dataset.backdrop)]);
    box.hidden = false;
    draw(box, areas, backdrop);
  } catch (problem) {
    box.hidden = true;
    console.warn("map left out:", problem);
  }
}

function draw(box, areas, backdrop) {
  const map = emptyMap(box.querySelector("[data-ww-canvas]"), { attribution: box.dataset.attribution });
  const borders = drawAreas(map, areas);
  drawBackdrop(map, backdrop);
  const items = [...document.querySelectorAll(`#${CSS.escape(box.dataset.list)} [data-lon][data-lat]`)];
  const pins = L.featureGroup(items.map(pinFor)).addTo(map);
  fit(map, boundsOf(box.dataset.bounds), pins.getBounds(), borders.getBounds());
}

// The pins are for mouse and touch. Who uses the keyboard or a screen reader has the list with the same links.
function pinFor(item) {
  const { lon, lat, letter } = item.dataset;
  const link = item.querySelector("a[href]");
  const title = [letter, link?.textContent.trim()].filter(Boolean).join(": ");
  const pin = L.marker([Number(lat), Number(lon)], { icon: pinIcon(letter), title, alt: "", keyboard: false });
  pin.on("add", () => pin.getElement().setAttribute("aria-hidden", "true"));
  pin.on("click", () => link?.focus());
  return pin;
}

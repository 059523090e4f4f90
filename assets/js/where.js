import * as L from "leaflet";
import { boundsOf, drawAreas, drawBackdrop, emptyMap, fetchJson, fit, pinIcon } from "./ground.js";
import { nearestArea } from "./geo.js";

const STEP = { near: 8, far: 64 }; // pixels that an arrow key moves the pin, without and with Shift
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const KEEP = 6; // decimals of a degree: about 10 cm

/** The place picker. Without it the visitor uses the address field or "ergens in"; so a failure only hides the map. */
export async function pickPlace(box) {
  try {
    const [areas, backdrop] = await Promise.all([fetchJson(box.dataset.areas), fetchJson(box.dataset.backdrop)]);
    box.hidden = false;
    new Picker(box, areas, backdrop);
  } catch (problem) {
    box.hidden = true;
    console.warn("map left out:", problem);
  }
}

class Picker {
  constructor(box, areas, backdrop) {
    this.areas = areas.features;
    this.lon = document.getElementById(box.dataset.lon);
    this.lat = document.getElementById(box.dataset.lat);
    this.said = box.querySelector("[data-ww-said]");
    this.clearButton = box.querySelector("[data-ww-clear]");
    this.map = emptyMap(box.querySelector("[data-ww-canvas]"), { attribution: box.dataset.attribution });
    const borders = drawAreas(this.map, areas);
    drawBackdrop(this.map, backdrop);
    fit(this.map, boundsOf(box.dataset.bounds), borders.getBounds());
    this.listen(box.querySelector("[data-ww-locate]"));
    if (this.lon.value && this.lat.value) this.place(L.latLng(Number(this.lat.value), Number(this.lon.value)), true);
  }

  listen(locate) {
    this.map.on("click", (event) => this.place(event.latlng));
    this.map.getContainer().addEventListener("keydown", (event) => this.onKey(event));
    this.clearButton?.addEventListener("click", () => this.clear());
    if (!locate) return;
    locate.hidden = !navigator.geolocation;
    locate.addEventListener("click", () => this.locate());
  }

  onKey(event) {
    // On the map itself Enter drops the pin in the middle; the arrows then move the pin, not the map.
    const onPin = this.marker && event.target === this.marker.getElement();
    if (event.key === "Enter" && event.target === this.map.getContainer()) this.place(this.map.getCenter(), false, true);
    else if (onPin && ARROWS[event.key]) this.nudge(ARROWS[event.key], event.shiftKey ? STEP.far : STEP.near);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  nudge([x, y], step) {
    const at = this.map.latLngToContainerPoint(this.marker.getLatLng()).add([x * step, y * step]);
    this.place(this.map.containerPointToLatLng(at));
    this.map.panInside(this.marker.getLatLng(), { padding: [48, 64], animate: false });
  }

  place(latlng, quiet = false, focus = false) {
    if (!this.marker) this.addMarker(latlng);
    this.marker.setLatLng(latlng);
    this.lon.value = latlng.lng.toFixed(KEEP);
    this.lat.value = latlng.lat.toFixed(KEEP);
    if (this.clearButton) this.clearButton.hidden = false;
    if (!quiet) this.say(this.wordsFor(latlng));
    if (focus) this.marker.getElement().focus();
  }

  addMarker(latlng) {
    this.marker = L.marker(latlng, { draggable: true, keyboard: true, icon: pinIcon(), title: "Uw plek" }).addTo(this.map);
    const element = this.marker.getElement();
    element.setAttribute("aria-label", "Uw plek. Schuif de speld met de pijltjes.");
    this.marker.on("dragend", () => this.place(this.marker.getLatLng()));
  }

  clear() {
    this.marker?.remove();
    this.marker = undefined;
    this.lon.value = this.lat.value = "";
    this.clearButton.hidden = true;
    this.say("De speld is weg.");
    this.map.getContainer().focus();
  }

  locate() {
    this.say("Wij zoeken uw plek.");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.arrive(L.latLng(coords.latitude, coords.longitude)),
      () => this.say("Uw plek is niet gevonden. Klik op de kaart, of vul een straat in."),
      { enableHighAccuracy: true, timeout: 10000 },
    );
  }

  arrive(latlng) {
    this.place(latlng);
    this.map.setView(latlng, 17, { animate: false });
  }

  wordsFor({ lng, lat }) {
    const area = nearestArea(this.areas, lng, lat);
    if (!area) return "De speld staat op de kaart.";
    return area.inside ? `De speld staat in ${area.name}.` : `De speld staat buiten onze gemeente, het dichtst bij ${area.name}.`;
  }

  say(words) {
    if (this.said) this.said.textContent = words;
  }
}

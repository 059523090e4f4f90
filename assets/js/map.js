// Maps without outside tiles. The place picker and the map of signals; both have words or a list beside them.
import { showMarkers } from "./markers.js";
import { pickPlace } from "./where.js";

for (const box of document.querySelectorAll("[data-ww-where]")) pickPlace(box);
for (const box of document.querySelectorAll("[data-ww-markers]")) showMarkers(box);

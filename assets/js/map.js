// Maps without outside tiles. The place picker, the map of signals and that of the desk; each has words or a list beside it.
import { showMarkers } from "./markers.js";
import { showPoints } from "./points.js";
import { pickPlace } from "./where.js";

for (const box of document.querySelectorAll("[data-ww-where]")) pickPlace(box);
for (const box of document.querySelectorAll("[data-ww-markers]")) showMarkers(box);
for (const box of document.querySelectorAll("[data-ww-points]")) showPoints(box);

// Comforts of the desk: keys, and ticking all rows. Each page works without this file.
import { listenToKeys, offerKeySwitch } from "./keys.js";
import { tickRows } from "./ticks.js";

for (const list of document.querySelectorAll("[data-ww-list]")) tickRows(list);
for (const button of document.querySelectorAll("[data-ww-keys-switch]")) offerKeySwitch(button);
listenToKeys(document);

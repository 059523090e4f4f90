// Small comforts on every page. Each page works without this file.
import { copyOnClick } from "./copy.js";
import { countCharacters } from "./count.js";
import { focusErrorSummary, guardAgainstDoubleSend } from "./forms.js";
import { closeMenuOnEscape } from "./menu.js";
import { previewPhoto } from "./photo.js";

for (const form of document.querySelectorAll("form[method=post]")) guardAgainstDoubleSend(form);
for (const field of document.querySelectorAll("[data-ww-max]")) countCharacters(field);
for (const input of document.querySelectorAll("input[type=file][data-ww-photo]")) previewPhoto(input);
for (const menu of document.querySelectorAll(".ww-menu")) closeMenuOnEscape(menu);
for (const button of document.querySelectorAll("[data-ww-copy]")) copyOnClick(button);
focusErrorSummary(document);

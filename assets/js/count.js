const QUIET = 1000; // milliseconds without typing before a screen reader hears the count

/** Shows how many characters are left under a field with data-ww-max. */
export function countCharacters(field) {
  const max = Number(field.dataset.wwMax);
  const seen = element("p", "ww-hint ww-count-left");
  const heard = element("p", "ww-hidden");
  heard.setAttribute("role", "status");
  seen.setAttribute("aria-hidden", "true");
  field.after(seen, heard);
  let timer = 0;
  const update = () => {
    seen.textContent = words(max - field.value.length);
    clearTimeout(timer);
    timer = setTimeout(() => { heard.textContent = seen.textContent; }, QUIET);
  };
  field.addEventListener("input", update);
  seen.textContent = words(max - field.value.length);
}

function words(left) {
  if (left < 0) return `${-left} tekens te veel`;
  return `Nog ${left} tekens`;
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** "Alles op deze pagina", and how many rows are ticked, said aloud. */
export function tickRows(list) {
  const boxes = [...list.querySelectorAll("[name=kies]")];
  const all = document.querySelector("[data-ww-tickall]");
  const said = document.querySelector("[data-ww-ticked]");
  if (!boxes.length || !all) return;
  const every = all.querySelector("input");
  all.hidden = false;
  const update = () => {
    const count = boxes.filter((box) => box.checked).length;
    every.checked = count === boxes.length;
    every.indeterminate = count > 0 && count < boxes.length;
    if (said) said.textContent = count ? `${count} aangevinkt` : "";
  };
  every.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    update();
  });
  list.addEventListener("change", update);
  // The back button may bring the page back with its ticks.
  window.addEventListener("pageshow", update);
}

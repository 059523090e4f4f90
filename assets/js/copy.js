// A button that copies a text of the page; without script it stays hidden and the text can be selected.
export function copyOnClick(button) {
  const source = document.getElementById(button.dataset.wwCopy);
  if (!source || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.textContent = "Gekopieerd";
    button.nextElementSibling?.remove();
    button.after(said);
  });
}

const SENDING = "wwSending";

/** A second press on "Verstuur" does nothing. The button stays enabled: a disabled button would drop its own value. */
export function guardAgainstDoubleSend(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset[SENDING]) return event.preventDefault();
    // A download answers without a new page, so such a form must stay usable.
    if ("wwAgain" in form.dataset) return;
    form.dataset[SENDING] = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // The back button may bring the page back as it was left.
  window.addEventListener("pageshow", () => release(form));
}

function release(form) {
  delete form.dataset[SENDING];
  for (const button of form.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
}

export function focusErrorSummary(root) {
  root.querySelector("[data-ww-errors]")?.focus();
}

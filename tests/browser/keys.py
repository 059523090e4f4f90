"""A visitor with a keyboard and no mouse: Tab to what one wants, and the keys that a browser gives it."""

from dataclasses import dataclass

from tests.browser.visit import Visit

# What the control with the focus is called for who cannot see it: its label, what it says, or how a button is named.
NAMED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.labels && at.labels.length ? [...at.labels].map(each => each.textContent).join(" ") : "";
  const said = at.getAttribute("aria-label") || label || at.textContent || "";
  return said.replace(/\\s+/g, " ").replace(" :", ":").trim();
}"""
# What one can choose where the focus is: a box, or the round buttons of one group, between which the arrows go.
OFFERED = """name => {
  const at = document.activeElement;
  if (!at || !["radio", "checkbox"].includes(at.type)) return false;
  const group = at.type === "radio" ? [...at.form.elements].filter(each => each.name === at.name) : [at];
  return group.some(each => [...each.labels].some(label => label.textContent.trim().startsWith(name)));
}"""
# A field asked to take the focus takes it when the page is painted, which may be after it has loaded.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
MOST = 220


@dataclass
class Keys:
    """The keyboard of one visitor. `pressed` counts every key that is not text."""

    visit: Visit
    pressed: int = 0

    def press(self, *keys: str) -> None:
        """These keys, one after the other."""
        for key in keys:
            self.visit.page.keyboard.press(key)
            self.pressed += 1

    def to(self, name: str, *, back: bool = False) -> None:
        """Tab (or Shift+Tab) until the control whose name begins so has the focus."""
        heard = []
        for _ in range(MOST):
            now = self.visit.page.evaluate(NAMED)
            if now is not None and now.startswith(name):
                return
            heard.append(now)
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(
            f"Tab does not reach {name!r}; it reaches {sorted({str(each) for each in heard})}"
        )

    def type(self, name: str, text: str) -> None:
        """Go to a field and type; what stood in it goes, as it does for who tabs into a field of one line."""
        self.to(name)
        self.press("Control+a")
        self.visit.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Go to a list that folds out and type the beginning of an option."""
        self.to(name)
        self.visit.page.keyboard.type(option)
        chosen = self.visit.page.evaluate("document.activeElement.selectedOptions[0].text.trim()")
        assert chosen.startswith(option), f"{chosen!r} is chosen, not {option!r}"

    def tick(self, name: str) -> None:
        """Go to a box and tick it, or to a group of round buttons and go down to this one."""
        heard = []
        for _ in range(MOST):
            if self.visit.page.evaluate(OFFERED, name):
                break
            heard.append(self.visit.page.evaluate(NAMED))
            self.press("Tab")
        while not str(now := self.visit.page.evaluate(NAMED)).startswith(name):
            heard.append(now)
            assert len(heard) < MOST, f"Tab and the arrows do not reach {name!r}"
            self.press("ArrowDown")
        if not self.visit.page.evaluate("document.activeElement.checked"):
            self.press("Space")
        assert self.visit.page.evaluate("document.activeElement.checked"), f"{name!r} is not chosen"

    def enter(self, name: str = "", *, back: bool = False) -> None:
        """Go to a link or button and press Enter; the page that follows is painted when this returns."""
        if name:
            self.to(name, back=back)
        with self.visit.page.expect_navigation():
            self.press("Enter")
        self.visit.page.evaluate(PAINTED)

"""One resident who reports something through the public form, in the three steps of a real visit."""

import re
from dataclasses import dataclass

from tests.bench.web import Answer, Browser

WHAT, WHERE, WHO, DONE = "/melden/", "/melden/waar/", "/melden/wie/", "/melden/klaar/"
SEEN = re.compile(r'name="seen" value="([^"]+)"')
CODE = re.compile(r'ww-publiccode--big">([^<]+)<')
THEMES = ("verkeer", "groen", "onderhoud", "verlichting", "afval", "spelen", "water", "veiligheid")
KINDS = ("report", "worry", "idea", "question")


class Unexpected(Exception):
    """The server answered something that a resident who does nothing wrong should not get."""


@dataclass
class Visit:
    """`text` is what the resident tells; `number` makes one resident differ from the next."""

    browser: Browser
    number: int
    text: str
    photo: bytes | None = None
    seen: str = ""
    code: str = ""

    def open(self) -> Answer:
        """The first page."""
        return expect(self.browser.get(WHAT), 200)

    def tell(self) -> Answer:
        """Step 1: what is it."""
        fields = {
            "text": self.text,
            "kind": KINDS[self.number % len(KINDS)],
            "theme": THEMES[self.number % len(THEMES)],
        }
        return expect(self.browser.post(WHAT, fields), 302, WHERE)

    def open_where(self) -> Answer:
        return expect(self.browser.get(WHERE), 200)

    def place(self) -> Answer:
        """Step 2: where is it. When there is something similar nearby the page comes once more, and once is enough."""
        answer = self.browser.post(WHERE, self._where())
        if answer.status == 200:
            answer = self.browser.post(WHERE, self._where())
        return expect(answer, 302, WHO)

    def _where(self) -> dict[str, str]:
        east, north = self.number * 37 % 97, self.number * 53 % 97
        if self.number % 4 == 0:
            return {"words": "Lindelaan"}
        return {
            "words": "Bij de brug",
            "lon": f"{5.301 + east * 0.001:.4f}",
            "lat": f"{52.701 + north * 0.001:.4f}",
        }

    def open_who(self) -> Answer:
        """The page of step 3, with the check of all that was typed."""
        answer = self.browser.get(WHO)
        if answer.status == 302 and answer.location.endswith(DONE):
            return answer  # an earlier try was taken in after all
        found = SEEN.search(expect(answer, 200).text)
        if found is None:
            raise Unexpected("step 3 lacks the field that says what was seen")
        self.seen = found[1]
        return answer

    def send(self) -> Answer:
        """Step 3: who are you, and send. The draft in the cookie is the key: sent again, it counts once."""
        who = {"name": "Fatima", "contact": "email", "email": f"resident{self.number}@example.org"}
        return expect(self.browser.post(WHO, who | {"seen": self.seen}, self.photo), 302, DONE)

    def receipt(self) -> Answer:
        """The page that says "we have it", with the code."""
        answer = expect(self.browser.get(DONE), 200)
        found = CODE.search(answer.text)
        if found is None:
            raise Unexpected("the receipt shows no code")
        self.code = found[1].strip()
        return answer


def expect(answer: Answer, status: int, location: str = "") -> Answer:
    """The answer itself, when it is the one that was hoped for. Raises Unexpected."""
    if answer.status != status or not answer.location.endswith(location):
        raise Unexpected(f"{answer.status} {answer.location or answer.text[:200]!r}, not {status} {location}")
    return answer

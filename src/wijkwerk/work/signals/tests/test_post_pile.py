"""Letters by post are printed as one pile and marked as posted together; what did not arrive is sent another way."""

import uuid
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Channel, Letter, LetterState
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact

ADDRESS = "Fatima Voorbeeld\nLindelaan 4\n1234 AB Testwoude"


@pytest.fixture
def post(town):
    """Two signals by post of team Verkeer, one of team Wijkbeheer."""
    asker = NewAsker(Contact.POST, "Fatima", ADDRESS)
    return [town.signal(theme=theme, askers=(asker,)) for theme in ("verkeer", "verkeer", "onderhoud")]


def make_pile(client):
    answer = client.post(reverse("signals:print_post"))
    assert answer.status_code == 302
    return answer.url


def test_a_pile_holds_every_letter_that_this_person_may_post_with_its_link(post, log_in):
    client = log_in("traffic")
    url = make_pile(client)
    assert "2 brieven" in client.get(url).content.decode()
    made = client.get(url + "brieven.pdf")
    assert made["Content-Type"] == "application/pdf"
    assert made["Cache-Control"].startswith("no-store") or "no-store" in made["Cache-Control"]
    reader = PdfReader(BytesIO(made.content))
    assert len(reader.pages) == 2
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Lindelaan 4" in text
    for signal in post[:2]:
        token = link_token(Asker.objects.get(subject=signal.subject))
        assert token in text.replace("\n", "")
    assert link_token(Asker.objects.get(subject=post[2].subject)) not in text


def test_a_link_that_is_typed_over_from_paper_has_letters_that_do_not_look_alike(post, log_in):
    client = log_in("traffic")
    pages = PdfReader(BytesIO(client.get(make_pile(client) + "brieven.pdf").content)).pages
    fonts: dict[str, str] = {}
    for page in pages:
        page.extract_text(
            visitor_text=lambda text, _now, _line, font, _size: (
                fonts.setdefault(text, str(font["/BaseFont"])) if font else None
            )
        )
    links = {font for text, font in fonts.items() if "/spoor/" in text}
    assert links
    assert all("Mono" in font for font in links)
    assert not all("Mono" in font for font in fonts.values())


def test_the_whole_pile_is_marked_as_posted_once(post, log_in):
    client = log_in("traffic")
    url = make_pile(client)
    for _ in range(2):
        assert client.post(url + "verstuurd/").url == reverse("signals:letters")
    assert Letter.objects.filter(state=LetterState.SENT).count() == 2
    assert Line.objects.filter(verb="letter_delivered").count() == 2
    assert client.get(url).status_code == 404
    assert Letter.objects.get(subject=post[2].pk).state == LetterState.TO_PRINT


def test_a_letter_lies_on_one_pile_only(post, log_in):
    first, second = log_in("traffic"), log_in("intake")
    make_pile(first)
    make_pile(second)
    piles = Letter.objects.values_list("batch", flat=True)
    assert None not in piles
    assert len(set(piles)) == 2
    assert "geen brief" in second.post(reverse("signals:print_post"), follow=True).content.decode()


def test_the_list_shows_the_pile_and_no_longer_its_letters(post, log_in):
    client = log_in("traffic")
    url = make_pile(client)
    page = client.get(reverse("signals:letters")).content.decode()
    assert url in page
    assert "Lindelaan 4" not in page


@pytest.mark.parametrize("part", ["member", "elsewhere", "alderman", "partner", "admin", "carer", "resident"])
def test_nobody_else_opens_a_pile(post, log_in, part):
    url = make_pile(log_in("traffic"))
    other = log_in(part)
    for path in (url, url + "brieven.pdf"):
        assert other.get(path).status_code in (302, 404)
    assert other.post(url + "verstuurd/").status_code in (302, 404)
    assert not Letter.objects.filter(state=LetterState.SENT).exists()


def test_a_pile_that_is_none_is_a_404(town, log_in):
    assert log_in("traffic").get(reverse("signals:pile", args=[uuid.uuid4()])).status_code == 404


@pytest.fixture
def bounced(town):
    town.signal()
    Letter.objects.update(state=LetterState.BOUNCED, problem="failed 5.1.1")
    return Letter.objects.get()


def test_what_did_not_arrive_is_sent_again_to_the_right_address(bounced, log_in):
    client = log_in("traffic")
    url = reverse("signals:send_again", args=[bounced.pk])
    assert "fatima@example.org" in client.get(url).content.decode()
    given = {"contact": "email", "address": "fatima.v@example.org", "once": "k1"}
    for _ in range(2):
        client.post(url, given)
    again = Letter.objects.exclude(pk=bounced.pk).get()
    bounced.refresh_from_db()
    assert (again.address, again.state, again.body) == (
        "fatima.v@example.org",
        LetterState.QUEUED,
        bounced.body,
    )
    assert bounced.settled_at
    asker = Asker.objects.get()
    assert asker.address == "fatima.v@example.org"
    line = Line.objects.get(verb="contact_changed")
    assert "example" not in line.result


def test_it_can_go_by_post_instead(bounced, log_in):
    url = reverse("signals:send_again", args=[bounced.pk])
    log_in("traffic").post(url, {"contact": "post", "address": ADDRESS, "once": "k"})
    again = Letter.objects.exclude(pk=bounced.pk).get()
    assert (again.channel, again.state) == (Channel.POST, LetterState.TO_PRINT)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contact": "email", "address": "geen adres"}, "geen e-mailadres"),
        ({"contact": "phone", "address": "06-12"}, "te kort"),
        ({"contact": "", "address": "x"}, "Kies hoe"),
        ({"contact": "post", "address": " "}, "Vul in waar"),
    ],
)
def test_a_wrong_address_is_said_at_the_field_and_nothing_is_lost(bounced, log_in, given, said):
    answer = log_in("traffic").post(reverse("signals:send_again", args=[bounced.pk]), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    bounced.refresh_from_db()
    assert bounced.settled_at is None


def test_settled_in_another_way_it_leaves_the_list(bounced, log_in):
    client = log_in("traffic")
    client.post(reverse("signals:bounce_settled", args=[bounced.pk]))
    assert "Alle brieven kwamen aan" in client.get(reverse("signals:letters")).content.decode()


def test_who_may_not_see_the_asker_meets_nothing(bounced, log_in):
    for part in ("member", "elsewhere", "admin"):
        client = log_in(part)
        assert client.get(reverse("signals:send_again", args=[bounced.pk])).status_code == 404
        assert client.post(reverse("signals:bounce_settled", args=[bounced.pk])).status_code == 404


def test_the_list_takes_a_fixed_number_of_queries(post, log_in, django_assert_max_num_queries):
    client = log_in("intake")
    client.get(reverse("signals:letters"))
    with django_assert_max_num_queries(10):
        client.get(reverse("signals:letters"))

"""What the shared template tags promise to every page."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string

from wijkwerk.ground.kit import charts, dutch_dates
from wijkwerk.ground.kit.forms import DayField
from wijkwerk.ground.kit.templatetags import ww

HOSTILE = "<script>alert('x')</script>\" onmouseover=\"y"
SITE = {
    "name": "Merwoude",
    "phone": "000 555 01 00",
    "nav": [{"url": "/a/", "label": "Gebied", "current": True}],
}
UTC = datetime.UTC


class AnswerKind(forms.RadioSelect):
    hints = {"yes": "Het kan."}
    icons = {"yes": "yes", "draft": "edit"}


class AnswerForm(forms.Form):
    kind = forms.ChoiceField(
        label="Wat is uw antwoord?",
        choices=[("yes", "Ja"), ("no", "Nee")],
        widget=AnswerKind,
        help_text="Kies.",
    )
    what = forms.CharField(label="Wat?", help_text="In een paar woorden.")
    when = forms.DateField(label="Wanneer?", required=False, widget=forms.DateInput)
    team = forms.ChoiceField(label="Team", choices=[("1", "Wijkploeg")])
    text = forms.CharField(label="Uitleg", widget=forms.Textarea, required=False)
    photo = forms.FileField(label="Foto", required=False)
    publish = forms.BooleanField(label="Mag op de wijkpagina", help_text="Zonder namen.")
    key = forms.CharField(widget=forms.HiddenInput)


def draw(source: str, **context: Any) -> str:
    return Template("{% load ww %}" + source).render(Context(context))


def sent(**data: str) -> AnswerForm:
    form = AnswerForm(data)
    form.is_valid()
    return form


# Icons and addresses


def test_an_icon_comes_from_the_sprite_and_is_hidden_for_screen_readers():
    drawn = draw('{% icon "yes" "ww-c-yes" %}')
    assert 'aria-hidden="true"' in drawn
    assert 'class="ww-icon ww-c-yes"' in drawn
    assert "icons.svg#i-yes" in drawn


def test_every_icon_that_a_tag_or_shared_template_names_is_in_the_sprite():
    sprite = Path(str(finders.find("wijkwerk/icons.svg"))).read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="i-([\w-]+)"', sprite))
    named = {row[1] for row in (*ww.ANSWERS.values(), *ww.STATES.values())}
    named |= {row[0] for row in (*ww.PROMISES.values(), ww.LATE)}
    for template in kit_templates():
        named |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text(encoding="utf-8")))
    assert named <= drawn, named - drawn


def test_a_file_that_the_manifest_misses_does_not_take_the_page_down(monkeypatch, settings):
    def refuse(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(ww, "static", refuse)
    assert ww.asset("dist/site.css") == f"{settings.STATIC_URL}wijkwerk/dist/site.css"


# Fields


def test_a_text_field_joins_label_hint_and_error():
    drawn = ww.field(sent()["what"])
    assert '<label class="ww-label" for="id_what">Wat?</label>' in drawn
    assert 'aria-describedby="id_what_hint id_what_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_what_hint"' in drawn
    assert 'id="id_what_error"' in drawn
    assert "utrecht-textbox--invalid" in drawn


def test_a_field_without_error_says_nothing_about_errors():
    drawn = ww.field(AnswerForm()["what"])
    assert "aria-invalid" not in drawn
    assert "_error" not in drawn
    assert 'aria-describedby="id_what_hint"' in drawn


def test_an_optional_field_says_that_it_may_stay_empty_and_a_required_one_does_not():
    assert "(hoeft niet)" in ww.field(AnswerForm()["text"])
    assert "(hoeft niet)" not in ww.field(AnswerForm()["what"])
    assert "(hoeft niet)" not in ww.field(AnswerForm()["text"], optional=False)


def test_radios_are_a_group_with_a_legend_hints_and_icons_in_the_colour_of_an_answer():
    drawn = ww.field(sent()["kind"])
    assert '<fieldset class="utrecht-form-field utrecht-form-field--invalid' in drawn
    assert "Wat is uw antwoord?</legend>" in drawn
    assert 'aria-describedby="id_kind_hint id_kind_error"' in drawn
    assert drawn.count('type="radio"') == 2
    assert "Het kan." in drawn
    assert "ww-c-yes" in drawn


def test_a_date_is_typed_as_text_with_an_example():
    drawn = ww.field(AnswerForm(initial={"when": datetime.date(2026, 12, 17)})["when"])
    assert 'type="text"' in drawn
    assert 'inputmode="numeric"' in drawn
    assert "17-12-2026" in drawn
    assert 'value="17-12-2026"' in drawn


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("team", 'class="utrecht-select utrecht-select--html-select"'),
        ("text", 'class="utrecht-textarea utrecht-textarea--html-textarea"'),
        ("photo", 'class="ww-file"'),
        ("publish", 'type="checkbox"'),
        ("key", 'type="hidden"'),
    ],
)
def test_each_kind_of_field_has_its_own_look(name, part):
    assert part in ww.field(AnswerForm()[name])


def test_a_hidden_field_has_no_label():
    assert "<label" not in ww.field(AnswerForm()["key"])


def test_options_of_a_field_reach_the_page():
    drawn = ww.field(
        AnswerForm()["text"],
        label="Uw verhaal",
        hint="Kort.",
        rows=3,
        max=500,
        autocomplete="off",
        look="big",
    )
    for part in ("Uw verhaal", "Kort.", 'rows="3"', 'data-ww-max="500"', 'autocomplete="off"', "ww-h3"):
        assert part in drawn


def test_what_a_visitor_typed_is_never_markup():
    form = sent(what=HOSTILE, kind=HOSTILE, team=HOSTILE)
    for bound in form:
        drawn = ww.field(bound, label=HOSTILE, hint=HOSTILE)
        assert "<script" not in drawn
        assert '" onmouseover="' not in drawn
    assert "<script" not in ww.error_summary(form)


# The error summary


def test_the_summary_counts_and_links_to_each_field():
    drawn = ww.error_summary(sent(what="Drempel", team="1", key="k"))
    assert 'role="alert"' in drawn
    assert "data-ww-errors" in drawn
    assert "Kijk nog naar 2 dingen" in drawn
    assert 'href="#id_kind_0"' in drawn
    assert 'href="#id_publish"' in drawn


def test_of_two_fields_with_the_same_fault_the_summary_says_which_is_which():
    class Away(forms.Form):
        first = DayField(label="Eerste dag")
        last = DayField(label="Laatste dag")

    drawn = ww.error_summary(Away({"first": "31-11-2026", "last": "morgen"}))
    assert "Eerste dag: Deze datum kennen wij niet" in drawn
    assert "Laatste dag: Deze datum kennen wij niet" in drawn
    assert "Eerste dag:" not in ww.error_summary(Away({"first": "31-11-2026", "last": "30-11-2026"}))


def test_each_link_of_the_summary_leads_to_a_control_on_the_page():
    form = sent()
    page = "".join(ww.field(bound) for bound in form)
    targets = re.findall(r'href="#([\w-]+)"', ww.error_summary(form))
    assert targets
    assert all(f'id="{target}"' in page for target in targets)


def test_the_summary_is_empty_when_nothing_is_wrong():
    assert ww.error_summary(AnswerForm()) == ""


def test_an_error_of_the_whole_form_stands_first_without_a_link():
    form = sent(kind="yes", team="1", key="k", publish="on")
    form.add_error(None, "Dit is al verstuurd.")
    drawn = ww.error_summary(form)
    assert "<li>Dit is al verstuurd.</li>" in drawn
    assert drawn.index("Dit is al verstuurd.") < drawn.index("#id_what")


# Badges and promises


@pytest.mark.parametrize(
    ("kind", "words", "look"),
    [("yes", "Ja", "yes"), ("yes_if", "Ja, op voorwaarde dat", "if"), ("no", "Nee, want", "no")],
)
def test_an_answer_is_shape_word_and_colour(kind, words, look):
    drawn = ww.answer_badge(kind)
    assert f"ww-badge--{look}" in drawn
    assert f"#i-{look}" in drawn
    assert words in drawn


def test_an_answer_that_does_not_exist_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        ww.answer_badge("maybe")


def test_no_state_borrows_the_shape_of_an_answer():
    shapes = {row[1] for row in ww.ANSWERS.values()}
    assert not shapes & {row[1] for row in ww.STATES.values()}


def test_a_state_takes_the_words_of_the_municipality():
    assert "Ligt bij de wijkploeg" in ww.state_badge("busy", "Ligt bij de wijkploeg")
    assert "&lt;b&gt;" in ww.state_badge("busy", "<b>")


def test_a_state_without_a_drawing_still_shows_its_word():
    assert "geparkeerd" in ww.state_badge("geparkeerd")


@pytest.mark.parametrize(
    ("state", "late", "shape"),
    [("open", False, "open"), ("open", True, "late"), ("kept", False, "kept"), ("kept", True, "kept")],
)
def test_a_promise_is_a_ring_and_only_an_open_one_can_be_late(state, late, shape):
    drawn = ww.promise_mark(state, late)
    assert f"#i-{shape}" in drawn
    assert 'class="ww-hidden"' in drawn


# Dates


def test_a_date_is_written_in_full():
    assert ww.day_words(datetime.date(2026, 11, 2)) == "2\u00a0november 2026"
    assert ww.day_words(datetime.date(2026, 11, 2), "weekday") == "maandag 2\u00a0november 2026"
    assert ww.day_words(None) == ""


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime.datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "1\u00a0juli 2026, 0.30\u00a0uur"),
        (datetime.datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29\u00a0maart 2026, 1.59\u00a0uur"),
        (datetime.datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29\u00a0maart 2026, 3.00\u00a0uur"),
        (datetime.datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "25\u00a0oktober 2026, 2.00\u00a0uur"),
    ],
)
def test_a_moment_is_shown_in_amsterdam_also_around_the_change_of_the_clock(moment, words):
    assert ww.time_words(moment) == words


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        dutch_dates.local_day(datetime.datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "words"),
    [(23, "vandaag"), (22, "gisteren"), (20, "3 dagen geleden"), (24, "morgen"), (30, "over 7 dagen")],
)
def test_how_long_ago_is_counted_in_days_in_amsterdam(day, words):
    # Half past eleven at night in UTC is already the next day in Amsterdam.
    now = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert ww.ago(datetime.date(2026, 11, day), now) == words


def test_a_telephone_number_is_dialled_without_spaces():
    assert ww.phone_digits("+31 (0)30-286 00 00") == "+310302860000"


# Charts


def test_the_longest_bar_fills_the_room_and_nothing_becomes_a_bar_of_zero():
    bars = charts.bar_chart([("Groen", 5), ("Verkeer", 10), ("Afval", 0)])["bars"]
    assert [bar["width"] for bar in bars] == [charts.WIDEST // 2, charts.WIDEST, 0]


def test_a_chart_of_nothing_and_of_zeros_is_drawn_without_a_mistake():
    assert charts.bar_chart([])["bars"] == []
    assert charts.bar_chart([("Groen", 0)])["bars"][0]["width"] == 0


def test_a_chart_has_title_description_and_a_table():
    drawn = ww.bars("b", "Meldingen", [("Groen", 5)], desc="Vooral groen.")
    assert 'role="img"' in drawn
    assert '<title id="b-t">Meldingen</title>' in drawn
    assert '<desc id="b-d">Vooral groen.</desc>' in drawn
    assert "<table" in drawn


# Pages


def kit_templates() -> list[Path]:
    return sorted((Path(ww.__file__).parents[1] / "templates").rglob("*.html"))


def page(name: str = "404.html", **context: Any) -> str:
    return render_to_string(name, {"site": SITE, **context})


def test_the_frame_has_language_title_skip_link_and_one_main():
    drawn = page()
    assert '<html lang="nl"' in drawn
    assert "<title>Deze pagina is er niet | Wijkwerk Merwoude</title>" in drawn
    assert 'href="#inhoud">Naar de inhoud' in drawn
    assert drawn.count("<main ") == 1
    assert 'aria-current="page"' in drawn
    assert 'href="tel:0005550100"' in drawn


def test_only_the_demo_says_that_the_municipality_is_fictional():
    assert "is verzonnen" not in page()
    assert "Merwoude is verzonnen" in page(site={**SITE, "is_demo": True})


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_an_error_page_needs_no_context_and_says_what_to_do_next(name):
    drawn = render_to_string(name)
    assert "Wat kunt u doen?" in drawn
    assert "<h1" in drawn


def test_a_name_from_the_settings_is_never_markup():
    assert "<script" not in page(site={**SITE, "name": HOSTILE, "user_name": HOSTILE}).replace(
        "<script src=", ""
    )


def test_the_shared_templates_hold_nothing_that_the_content_policy_refuses():
    refused = re.compile(
        r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|(?:src|href)=["'](?:data:|https?:)"""
    )
    for template in kit_templates():
        assert not refused.search(template.read_text(encoding="utf-8")), template.name


def test_the_map_has_a_list_with_the_same_names_and_links():
    areas = [
        {"url": "/w/1/", "name": "Aaldijk", "sub": "2 open", "path": "M0 0h1v1z", "label_x": 1, "label_y": 1}
    ]
    drawn = render_to_string(
        "wijkwerk/_map.html", {"map": {"title": "Kaart", "view_box": "0 0 9 9", "areas": areas}}
    )
    assert drawn.count('href="/w/1/"') == 2
    assert "<details" in drawn
    assert 'aria-labelledby="kaart-t kaart-d"' in drawn


def test_the_pager_is_silent_when_there_is_one_page():
    assert render_to_string("wijkwerk/_pager.html", {"pager": {}}).strip() == ""
    assert 'href="?na=x"' in render_to_string("wijkwerk/_pager.html", {"pager": {"next_url": "?na=x"}})


@pytest.mark.parametrize(
    ("day", "words"),
    [(23, "sinds vandaag"), (22, "sinds gisteren"), (21, "wacht 2 dagen"), (15, "wacht 8 dagen")],
)
def test_how_long_something_waits_reads_as_a_sentence(day, words):
    now = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert ww.waiting(datetime.date(2026, 11, day), now) == words

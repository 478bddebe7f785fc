"""What anybody may read of a practice, and what stands first."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kith.web import tenancy
from kith.welcome import actions
from tests.support.markup import Page

from .conftest import PAGES, set_face

pytestmark = pytest.mark.django_db
CALL_FIRST = ("tel:112", "tel:0800000000")


def page(name="start", slug="lindenhof", browser=None, status=200):
    answer = (browser or Browser()).get(f"/p/{slug}/{PAGES[name]}")
    assert answer.status_code == status
    return answer.content.decode()


def words(markup):
    return " ".join(Page(markup).words.split())


@pytest.mark.parametrize("name", PAGES)
def test_S82_numbers_for_a_crisis_stand_first_on_every_page(open_house, name):
    markup = page(name)
    main = markup[markup.index("<main") :]
    first = [main.index(f'href="{number}') for number in CALL_FIRST]
    assert max(first) < main.index("<h1") and max(first) < main.index("<nav")
    assert "Nobody is watching this page." in words(markup)


@pytest.mark.parametrize("name", PAGES)
def test_PRIV_06_quick_exit_stands_on_every_page_and_leads_where_the_practice_wants(
    open_house, owner, name
):
    set_face(open_house, owner, exit_site="https://weather.example.org/")
    links = [a["href"] for tag, a in Page(page(name)).elements if tag == "a" and "href" in a]
    assert links[1] == "/leave/?from=lindenhof"
    answer = Browser().get(links[1])
    assert answer.headers["Location"] == "https://weather.example.org/"


def test_PRIV_06_quick_exit_of_a_practice_that_never_was_leads_somewhere_harmless(practice):
    for slug in ("nobody", "", "x" * 400, "%00", "javascript:alert(1)", "//evil.example"):
        answer = Browser().get("/leave/", {"from": slug})
        assert answer.headers["Location"] == "https://www.wikipedia.org/"


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_are_not_open_look_absent(practice, name):
    nothing = Browser().get("/p/never-was-one/")
    answer = Browser().get(f"/p/lindenhof/{PAGES[name]}")
    assert (answer.status_code, answer.content) == (404, nothing.content)


def test_S82_no_page_opens_without_numbers_for_a_crisis(open_house):
    open_house.crisis_line = ""
    open_house.save()
    page(status=404)


def test_SEC_02_before_they_are_open_only_those_see_them_who_may_open_them(
    as_user, practice, owner, ines, marisol
):
    assert "Not open yet" in words(page(browser=as_user(owner)))
    for person in (ines, marisol):
        page(browser=as_user(person), status=404)


def test_SEC_02_an_administrator_elsewhere_sees_no_page_that_is_not_open(
    as_user, practice, other_practice
):
    from tests.support import cast

    with tenancy.within(other_practice.pk):
        elsewhere = cast.make_staff(other_practice, "Aldo Elsewhere", "administrator")
    page(browser=as_user(elsewhere), status=404)


def test_S12_the_practice_has_its_own_name_line_and_words(open_house, owner):
    set_face(open_house, owner, public_name="By the Park", public_line="For you, in town.")
    for name in PAGES:
        own = f"Own words on {name}, as we say them."
        actions.save_words(practice=open_house, page=name, version=0, words=own, by=owner)
        said = words(page(name))
        assert own in said and "By the Park" in said
    assert "For you, in town." in words(page())


def test_SEC_10_own_words_are_text_and_never_markup(open_house, owner):
    actions.save_words(
        practice=open_house, page="start", version=0, words="<b>bold</b> & <script>", by=owner
    )
    markup = page()
    assert "<b>bold" not in markup and "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;" in markup


def test_PRIV_15_who_reads_a_record_is_said_as_it_is(open_house):
    said = words(page("access"))
    assert "only your therapist" not in said
    assert "those who stand in for them or have to act in an emergency" in said


def test_S13_what_ipt_is_says_the_theory_the_steps_and_the_time(open_house):
    said = words(page("ipt"))
    assert "bound up with each other" in said
    assert "Mostly 12 to 16 meetings" in said
    assert said.index("Getting clear") < said.index("Working on it") < said.index("Ending well")


def test_S10_S46_S47_S48_S49_S50_S51_S52_S53_each_of_the_eight_has_its_limits_and_other_help(
    open_house,
):
    markup = page("helps")
    parts = re.split(r'<section class="sheet stack"', markup)[1:]
    assert len(parts) == 8
    assert all("Its limits" in part for part in parts)
    anxiety, bipolar, eating, grief = parts[1], parts[3], parts[4], parts[5]
    assert "It may help." in anxiety and "Cognitive behavioural therapy" in anxiety
    assert "CBT did better" in anxiety
    assert "without medical care" in bipolar and "A named doctor who prescribes" in bipolar
    assert "anorexia" in eating and "Cognitive behavioural therapy for eating" in eating
    assert "Therapy for prolonged grief" in grief


def test_S53_who_has_no_diagnosis_reads_no_word_of_illness(open_house):
    last = re.split(r'<section class="sheet stack"', page("helps"))[-1].split("</section>")[0]
    said = words(f"<section {last}")
    assert "practical meetings" in said
    assert not re.search(r"ill(ness)?\b|disorder|depress|symptom|diagnos|patient|sick", said, re.I)


def test_S1_the_evidence_page_gives_strength_and_source_for_each(open_house):
    markup = page("evidence")
    said = words(markup)
    assert said.count("Where this comes from") == 8
    assert "Well tested" in said and "May help; no advantage shown" in said
    assert "PMC4036522" in said and "PMC5953417" in said
    assert "None of them says that it will help you" in said


@pytest.mark.parametrize("name", PAGES)
def test_IPT13_17_no_public_page_promises_more_than_is_known(open_house, name):
    from ipt import about
    from ipt.glossary import words_to_avoid

    said = Page(page(name)).texts
    assert not [found for _, text in said for found in about.claims(text)]
    assert not [found for _, text in said for found in words_to_avoid(text)]


def test_S80_S83_S84_how_to_ask_says_the_way_and_gives_things_to_think_about(open_house, owner):
    set_face(open_house, owner, fee_text="Sixty a session.", attendance_text="Call a day before.")
    said = words(page("asking"))
    assert "what is hard, how it goes with the people in your life, and what you hope for" in said
    assert "whether IPT fits, or not now, or whether other help fits better" in said
    assert said.count("You could talk about this:") == 5
    assert "nothing is added up" in said and "say nothing about your health" in said
    assert "Sixty a session." in said and "Call a day before." in said
    assert 'href="/ask/lindenhof/?think=1#think"' in page("asking")


def test_S88_where_the_practice_says_nothing_of_money_one_is_asked_to_ask(open_house):
    assert "before anything costs you money" in words(page("asking"))


def title(name="start"):
    return " ".join(Page(page(name)).title.split())


def test_PRIV_07_titles_tell_nothing_unless_the_practice_wants_it(open_house, owner):
    neutral = {name: title(name) for name in PAGES}
    assert len(set(neutral.values())) == len(PAGES)
    assert not re.search("therap|ipt|lindenhof", " ".join(neutral.values()), re.I)
    set_face(open_house, owner, telling_titles=True, public_name="By the Park")
    assert title("people") == "Our therapists · By the Park"


def robots():
    return Browser().get("/robots.txt").content.decode()


def listed(markup):
    return next(a["content"] for t, a in Page(markup).elements if a.get("name") == "robots")


def test_PRIV_05_search_engines_list_nothing_unless_the_practice_wants_it(
    open_house, other_practice, owner
):
    assert listed(page()) == "noindex, nofollow"
    assert robots() == "User-agent: *\nDisallow: /\n"
    set_face(open_house, owner, in_search=True)
    assert listed(page()) == "index, follow"
    assert robots() == "User-agent: *\nAllow: /p/lindenhof/\nDisallow: /\n"
    assert listed(Browser().get("/ask/lindenhof/").content.decode()) == "noindex, nofollow"
    set_face(open_house, owner, pages_open=False)
    assert "Allow" not in robots()


def test_S12_the_front_leads_to_the_pages_of_the_one_practice(open_house):
    assert Browser().get("/").headers["Location"] == "/p/lindenhof/"


def test_S12_the_front_leads_to_sign_in_while_no_practice_shows_pages(practice):
    assert Browser().get("/").headers["Location"] == "/sign-in/"
    assert "No practice shows pages here yet." in Browser().get("/p/").content.decode()


def test_S12_where_there_are_two_practices_one_chooses(open_house, other_practice):
    other_practice.pages_open = True
    other_practice.save()
    assert Browser().get("/").headers["Location"] == "/p/"
    said = Browser().get("/p/").content.decode()
    assert 'href="/p/lindenhof/"' in said and 'href="/p/rosengarten/"' in said


def test_whoever_is_signed_in_comes_to_their_own_page_from_the_front(open_house, as_user, ines):
    assert as_user(ines).get("/").headers["Location"] == "/today/"


def test_S12_one_signs_in_under_the_name_and_logo_of_the_one_practice(open_house, owner):
    from tests.support.office import a_logo

    set_face(open_house, owner, public_name="By the Park")
    actions.put_logo(practice=open_house, sent=a_logo(), by=owner)
    open_house.refresh_from_db()
    markup = Browser().get("/sign-in/").content.decode()
    assert "By the Park" in markup
    assert f'src="/p/lindenhof/logo/{open_house.logo}.png"' in markup


def test_where_there_are_two_practices_nobody_can_tell_whose_client_signs_in(
    open_house, other_practice
):
    markup = Browser().get("/sign-in/").content.decode()
    assert "Lindenhof" not in markup and "Rosengarten" not in markup


def test_PRIV_07_the_logo_is_on_paper_and_not_on_the_screen_of_a_client(
    open_house, owner, as_user, marisol
):
    from tests.support.office import a_logo

    actions.put_logo(practice=open_house, sent=a_logo(), by=owner)
    markup = as_user(marisol).get(reverse("home:today")).content.decode()
    head, rest = markup.split('<div class="print-only print-head">')[1].split("</div>", 1)
    assert "/logo/" in head and 'loading="lazy"' in head
    assert "/logo/" not in rest


def test_each_page_asks_the_database_as_often_for_many_as_for_few(
    open_house, checked, owner, django_assert_max_num_queries, practice
):
    from tests.support import cast

    counts = []
    for number in range(3):
        with django_assert_max_num_queries(14) as asked:
            page("people")
        counts.append(len(asked))
        user = cast.make_staff(
            practice, f"Person {number}", "therapist", address=f"p{number}@x.org"
        )
        said = {"title": "", "languages": "", "areas": [], "words": "", "shown": True}
        rows = [{"what": "IPT therapist", "body": "", "year": None}]
        one = actions.save_profile(version=0, by=user, credentials=rows, **said)
        actions.check(profile=one, version=1, by=owner)
    assert len(set(counts)) == 1
    assert "Person 1" in page("people")

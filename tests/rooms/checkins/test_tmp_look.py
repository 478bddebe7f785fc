import pytest
from django.core import mail
from datetime import timedelta
from kith import clock
from kith.post import tick
from kith.web import tenancy
from tests.support.browser import axe, sign_in
from tests.support import cast
from .conftest import begin, TUESDAY, token_of
from kith.checkins import actions, entering

@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_look(open_context, watch, settings):
    import os
    from kith.people.models import WorkHours
    from datetime import time, date
    house = cast.make_practice()
    with tenancy.within(house.pk):
        ines = cast.make_staff(house, "Ines Halvorsen", "therapist")
        for d in range(5):
            WorkHours.objects.create(practice=house, user=ines, weekday=d, starts=time(9), ends=time(17))
        house.duty_clinician = ines; house.save()
        marisol = cast.make_client(house, "Marisol Quintero-Hale", ines)
        from kith.care.actions import open_course
        course = begin(open_course(client=marisol, therapist=ines, by=ines), ines)
        from kith.people.models import Client
        today = clock.today("Europe/London")
        for w, t in enumerate((3,2,2,1)):
            actions.enter(course=course, on=today - timedelta(days=35-7*w), measure="phq-9", answers={f"phq9-{n}": t for n in range(1,9)} | {"phq9-9": 0}, source="paper", by=ines)
        actions.prepare(course=course, on=today)
    mail.outbox.clear()
    tick.run()
    link = f"/c/{token_of([m for m in mail.outbox if '/c/' in m.body][-1])}/"
    ctx = open_context(width=320, height=640)
    page = ctx.new_page()
    out = "/tmp/kith_look"
    os.makedirs(out, exist_ok=True)
    def snap(n):
        page.screenshot(path=f"{out}/{n}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        print(n, page.url[-20:], "wide", wide, axe(page))
    page.goto(link); snap("start")
    page.get_by_role("link", name="Start").click(); snap("q1")
    page.get_by_text("Several days").click()
    page.wait_for_url("**/2/"); snap("q2")
    # keyboard only
    page.keyboard.press("Tab")
    page.goto(link + "9/")
    page.locator("input[type=radio]").nth(1).focus(); page.keyboard.press("Space"); 
    page.wait_for_timeout(300); print("still", page.url)
    page.get_by_role("button", name="Continue").focus(); page.keyboard.press("Enter")
    page.wait_for_url("**/support/**"); snap("support")
    page.get_by_role("link", name="Go on").click(); snap("q10")
    page.goto(link + "11/"); snap("q11")
    watch.expect("422")
    page.get_by_role("button", name="Continue").click(); page.wait_for_load_state(); snap("refused")
    page.goto(link); snap("resume")
    for n in list(range(2, 9)) + [10] + list(range(11, 18)):
        page.goto(f"{link}{n}/"); page.locator("label.choice").first.click(); page.wait_for_load_state(); page.wait_for_timeout(60)
    print(page.url); snap("done")
    watch.expect("410"); watch.expect("404")
    page.goto("/c/nope/"); snap("over")
    c2 = open_context(width=320, height=640); sign_in(c2, marisol.user if hasattr(marisol,'user') and marisol.user else Client.objects.get().user); page = c2.new_page(); watch.follow(page)
    page.goto("/my/plan/"); snap("ownplan")
    page.goto("/my/check-in/1/"); snap("own1")
    c3 = open_context(width=1280, height=900); sign_in(c3, ines); page = c3.new_page()
    for n, a in (("schedule", f"/courses/{course.pk}/check-ins/"), ("enter", f"/courses/{course.pk}/check-ins/enter/?measure=phq-9&on=2026-03-04"), ("screen", f"/courses/{course.pk}/screen/"), ("plan", f"/courses/{course.pk}/plan/"), ("contact", f"/courses/{course.pk}/contact/"), ("concerns", "/concerns/"), ("coursecon", f"/courses/{course.pk}/concerns/")):
        page.goto(a); snap(n)
    from kith.safety.models import Concern
    with tenancy.within(house.pk):
        pk = Concern.objects.first().pk
    page.goto(f"/concerns/{pk}/"); snap("concern")
    c4 = open_context(width=320, height=640); sign_in(c4, ines); page = c4.new_page()
    for n, a in (("s_schedule", f"/courses/{course.pk}/check-ins/"), ("s_screen", f"/courses/{course.pk}/screen/"), ("s_plan", f"/courses/{course.pk}/plan/"), ("s_concern", f"/concerns/{pk}/")):
        page.goto(a); snap(n)

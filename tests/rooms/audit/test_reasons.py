from django.urls import reverse

from kith.care.actions import open_course
from tests.support import story


def test_an_administrator_reads_no_clinical_reason_in_the_trace(as_user, owner, ines, marisol):
    course = open_course(client=marisol, therapist=ines, by=ines)
    story.begin(course, ines)
    story.choose_focus(course, ines)

    page = as_user(owner).get(reverse("audit:practice")).content.decode()

    for word in ("primary/dispute", "active/initial", "ipt_start", ">low<"):
        assert word not in page

from django.urls import path

from . import views
from .views import own

app_name = "inventory"
COURSE, PERSON, PICTURE = (f"<uuid:{name}_id>/" for name in ("course", "person", "sitting"))
PEOPLE = f"courses/{COURSE}people/"
urlpatterns = [
    path(PEOPLE, views.people, name="people"),
    path(f"{PEOPLE}pictures/", views.sittings, name="sittings"),
    path(f"{PEOPLE}pictures/{PICTURE}", views.picture, name="picture"),
    path(f"{PEOPLE}pictures/{PICTURE}{PERSON}", views.place, name="place"),
    path(f"{PEOPLE}then-and-now/", views.between, name="between"),
    path(f"{PEOPLE}names/", views.names, name="names"),
    path(f"{PEOPLE}few/", views.few, name="few"),
    path(f"{PEOPLE}{PERSON}", views.person, name="person"),
    path(f"{PEOPLE}{PERSON}aside/", views.aside, name="aside"),
    path(f"{PEOPLE}{PERSON}safety/", views.safety_note, name="safety_note"),
    path("my/people/", own.people, name="own_people"),
    path("my/people/pictures/", own.sittings, name="own_sittings"),
    path(f"my/people/pictures/{PICTURE}", own.picture, name="own_picture"),
    path(f"my/people/pictures/{PICTURE}{PERSON}", own.place, name="own_place"),
    path("my/people/then-and-now/", own.between, name="own_between"),
    path("my/people/names/", own.names, name="own_names"),
    path(f"my/people/{PERSON}", own.person, name="own_person"),
    path(f"my/people/{PERSON}ask/<str:asked>/", own.part, name="own_part"),
    path(f"my/people/{PERSON}hide/", own.hide, name="own_hide"),
    path(f"my/people/{PERSON}aside/", own.aside, name="own_aside"),
]

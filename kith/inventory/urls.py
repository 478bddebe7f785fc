from django.urls import path

from . import views

app_name = "inventory"
urlpatterns = [
    path("courses/<uuid:course_id>/people/", views.people, name="people"),
    path("courses/<uuid:course_id>/people/<uuid:person_id>/", views.person, name="person"),
    path("courses/<uuid:course_id>/people/<uuid:person_id>/aside/", views.aside, name="aside"),
    path(
        "courses/<uuid:course_id>/people/<uuid:person_id>/safety/",
        views.safety_note,
        name="safety_note",
    ),
    path("my/people/", views.own_people, name="own_people"),
    path("my/people/<uuid:person_id>/", views.own_person, name="own_person"),
    path("my/people/<uuid:person_id>/aside/", views.own_aside, name="own_aside"),
]

from django.urls import path

from . import views, views_own

app_name = "notes"
urlpatterns = [
    path("courses/<uuid:course_id>/sessions/", views.sessions, name="sessions"),
    path("courses/<uuid:course_id>/sessions/<uuid:appointment_id>/", views.write, name="write"),
    path(
        "courses/<uuid:course_id>/sessions/<uuid:appointment_id>/more/",
        views.addendum,
        name="addendum",
    ),
    path("my/practice/", views_own.own_practice, name="own_practice"),
]

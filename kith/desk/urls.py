from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("today/", views.today, name="today"),
    path("caseload/", views.caseload, name="caseload"),
    path("waiting/", views.waiting, name="waiting"),
    path("find/", views.find, name="find"),
    path("courses/<uuid:course_id>/", views.course, name="course"),
    path("courses/<uuid:course_id>/timeline/", views.timeline, name="timeline"),
    path("courses/<uuid:course_id>/take-in/", views.take_in, name="take_in"),
    path("courses/<uuid:course_id>/phase/", views.phase, name="phase"),
]

from django.urls import path

from . import views

app_name = "timeline"
COURSE, OWN = "courses/<uuid:course_id>/timeline/", "my/timeline/"
urlpatterns = [
    path(f"{COURSE}line/", views.line, name="line"),
    path(f"{COURSE}onset/", views.onset, name="onset"),
    path(f"{COURSE}together/", views.together, name="together"),
    path(f"{COURSE}add/<slug:piece>/", views.add, name="add"),
    path(f"{COURSE}<slug:piece>/<uuid:mark_id>/", views.mark, name="mark"),
    path(f"{COURSE}<slug:piece>/<uuid:mark_id>/aside/", views.aside, name="aside"),
    path(f"{COURSE}event/<uuid:mark_id>/note/", views.note, name="note"),
    path(f"{OWN}line/", views.own_line, name="own_line"),
    path(f"{OWN}onset/", views.own_onset, name="own_onset"),
    path(f"{OWN}add/<slug:piece>/", views.own_add, name="own_add"),
    path(f"{OWN}<slug:piece>/<uuid:mark_id>/", views.own_mark, name="own_mark"),
    path(f"{OWN}<slug:piece>/<uuid:mark_id>/aside/", views.own_aside, name="own_aside"),
]

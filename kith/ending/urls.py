from django.urls import path

from . import views, views_after, views_own

app_name = "ending"
urlpatterns = [
    path("courses/<uuid:course_id>/ending/", views.prepare, name="prepare"),
    path("courses/<uuid:course_id>/ending/review/", views.review, name="review"),
    path("courses/<uuid:course_id>/ending/gains/", views.gain, name="gain"),
    path("courses/<uuid:course_id>/ending/keeping-well/", views.keeping_well, name="keeping_well"),
    path("courses/<uuid:course_id>/ending/follow-ups/", views_after.follow_up, name="follow_up"),
    path("courses/<uuid:course_id>/ending/close/", views_after.close, name="close"),
    path(
        "courses/<uuid:course_id>/ending/maintenance/", views_after.maintenance, name="maintenance"
    ),
    path("my/keeping-well/", views_own.own_plan, name="own_plan"),
]

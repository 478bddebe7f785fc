from django.urls import path

from . import views, views_own

app_name = "schedule"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("courses/<uuid:course_id>/meetings/", views.series, name="series"),
    path("courses/<uuid:course_id>/meetings/new/", views.single, name="single"),
    path("courses/<uuid:course_id>/meetings/count/", views.count, name="count"),
    path("meetings/<uuid:appointment_id>/", views.appointment, name="appointment"),
    path("meetings/<uuid:appointment_id>/move/", views.move, name="move"),
    path("meetings/<uuid:appointment_id>/undo/", views.undo, name="undo"),
    path("my/meetings/", views_own.own_meetings, name="own_meetings"),
    path(
        "my/meetings/<uuid:appointment_id>/cannot-come/", views_own.cannot_come, name="cannot_come"
    ),
    path("my/meetings/<uuid:appointment_id>/undo/", views_own.own_undo, name="own_undo"),
]

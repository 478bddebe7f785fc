from django.urls import path

from .views import client, staff

app_name = "checkins"
urlpatterns = [
    path("c/<str:token>/", client.open_link, name="open"),
    path("c/<str:token>/<int:place>/", client.link_item, name="item"),
    path("c/<str:token>/support/<int:place>/", client.link_support, name="support"),
    path("c/<str:token>/done/", client.link_done, name="done"),
    path("my/check-in/", client.own, name="own"),
    path("my/check-in/<int:place>/", client.own_item, name="own_item"),
    path("my/check-in/support/<int:place>/", client.own_support, name="own_support"),
    path("my/check-in/done/", client.own_done, name="own_done"),
    path("courses/<uuid:course_id>/check-ins/", staff.schedule, name="schedule"),
    path("courses/<uuid:course_id>/check-ins/send/", staff.prepare, name="prepare"),
    path("courses/<uuid:course_id>/check-ins/expected/", staff.show_expected, name="show_expected"),
    path("courses/<uuid:course_id>/check-ins/enter/", staff.enter, name="enter"),
]

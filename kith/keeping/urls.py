from django.urls import path

from . import views

app_name = "keeping"
urlpatterns = [
    path("my/copy/", views.own_copy, name="own_copy"),
    path("my/leaving/", views.own_leaving, name="own_leaving"),
    path("clients/<uuid:client_id>/copy/", views.copy, name="copy"),
    path("clients/<uuid:client_id>/keeping/", views.client, name="client"),
    path("clients/<uuid:client_id>/keeping/hold/", views.hold, name="hold"),
    path("keeping/", views.schedule, name="schedule"),
    path("keeping/<uuid:erasing_id>/", views.erasing, name="erasing"),
]

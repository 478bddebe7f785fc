from django.urls import path

from . import views

app_name = "leaflets"
urlpatterns = [
    path("leaflets/", views.shelf, name="shelf"),
    path("leaflets/new/", views.write, name="write"),
    path("leaflets/<uuid:leaflet_id>/", views.leaflet, name="leaflet"),
    path("leaflets/<uuid:leaflet_id>/next/", views.change, name="change"),
    path("leaflets/<uuid:leaflet_id>/withdraw/", views.withdraw, name="withdraw"),
    path("courses/<uuid:course_id>/leaflets/", views.given, name="given"),
    path("my/reading/", views.own_list, name="own_list"),
    path("my/reading/<uuid:given_id>/", views.own, name="own"),
]

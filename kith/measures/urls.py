from django.urls import path

from . import views

app_name = "measures"
urlpatterns = [
    path("settings/measures/", views.shelf_page, name="shelf"),
    path("settings/measures/add/", views.add, name="add"),
    path("settings/measures/own/<uuid:definition_id>/end/", views.end_own, name="end_own"),
    path("settings/measures/<slug:measure>/", views.measure, name="measure"),
    path("settings/measures/<slug:measure>/confirm/", views.confirm, name="confirm"),
    path("settings/measures/<slug:measure>/withdraw/", views.withdraw, name="withdraw"),
]

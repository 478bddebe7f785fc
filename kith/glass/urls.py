from django.urls import path

from . import views

app_name = "glass"
urlpatterns = [
    path("emergency/", views.start, name="start"),
    path("emergency/told/", views.told, name="told"),
    path("emergency/review/", views.review, name="review"),
    path("emergency/review/<uuid:opening_id>/", views.reviewed, name="reviewed"),
    path("emergency/review/<uuid:opening_id>/end/", views.stop, name="stop"),
    path("emergency/<uuid:opening_id>/", views.part, name="record"),
    path("emergency/<uuid:opening_id>/end/", views.end, name="end"),
    path("emergency/<uuid:opening_id>/<slug:part>/", views.part, name="part"),
]

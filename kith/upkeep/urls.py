from django.urls import path

from . import views

app_name = "upkeep"
urlpatterns = [
    path("house/", views.house, name="house"),
    path("metrics", views.metrics, name="metrics"),
    path("readyz", views.readyz, name="readyz"),
]

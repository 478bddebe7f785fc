from django.urls import path

from . import components_views, views

app_name = "web"
urlpatterns = [
    path("", views.front, name="front"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("what-each-role-sees/", views.roles, name="roles"),
    path("components/", components_views.show, name="components"),
]

from django.urls import path

from . import views

app_name = "safety"
urlpatterns = [
    path("courses/<uuid:course_id>/screen/", views.screen, name="screen"),
    path("concerns/", views.concerns, name="concern"),
    path("concerns/<uuid:concern_id>/", views.concern, name="concern"),
    path("courses/<uuid:course_id>/concerns/", views.concerns, name="concerns"),
    path("courses/<uuid:course_id>/plan/", views.plan, name="plan"),
    path("courses/<uuid:course_id>/contact/", views.contact, name="contact"),
    path("my/plan/", views.own_plan, name="own_plan"),
]

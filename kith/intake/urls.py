from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("ask/<slug:slug>/", views.enquiry, name="enquiry"),
    path("ask/<slug:slug>/sent/", views.sent, name="sent"),
    path("enquiries/", views.enquiries, name="enquiries"),
    path("enquiries/new/", views.new, name="new"),
    path("enquiries/<uuid:enquiry_id>/", views.enquiry_open, name="enquiry_open"),
    path("enquiries/<uuid:enquiry_id>/accept/", views.accept, name="accept"),
    path("enquiries/<uuid:enquiry_id>/decline/", views.decline, name="decline"),
    path("courses/<uuid:course_id>/consultation/", views.consultation, name="consultation"),
    path(
        "courses/<uuid:course_id>/consultation/<slug:step>/",
        views.consultation,
        name="consultation_step",
    ),
    path("courses/<uuid:course_id>/fit/", views.fit, name="fit"),
    path("courses/<uuid:course_id>/after-consultation/", views.next_steps, name="next"),
]

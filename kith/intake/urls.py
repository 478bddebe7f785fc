from django.urls import path

from .views import asking, consultation, enquiries, files, letters

app_name = "intake"
urlpatterns = [
    path("ask/<slug:slug>/", asking.enquiry, name="enquiry"),
    path("ask/<slug:slug>/sent/", asking.sent, name="sent"),
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/new/", enquiries.new, name="new"),
    path("enquiries/files/", files.files, name="files"),
    path("enquiries/files/template.csv", files.template, name="file_template"),
    path("enquiries/files/<uuid:file_id>/", files.file, name="file"),
    path("enquiries/<uuid:enquiry_id>/", enquiries.enquiry_open, name="enquiry_open"),
    path("enquiries/<uuid:enquiry_id>/accept/", enquiries.accept, name="accept"),
    path("enquiries/<uuid:enquiry_id>/decline/", enquiries.decline, name="decline"),
    path("courses/<uuid:course_id>/consultation/", consultation.consultation, name="consultation"),
    path(
        "courses/<uuid:course_id>/consultation/<slug:step>/",
        consultation.consultation,
        name="consultation_step",
    ),
    path("courses/<uuid:course_id>/fit/", consultation.fit, name="fit"),
    path("courses/<uuid:course_id>/after-consultation/", consultation.next_steps, name="next"),
    path("courses/<uuid:course_id>/waiting-contact/", letters.contact, name="contact"),
    path("courses/<uuid:course_id>/letters/", letters.all_letters, name="letters"),
    path("courses/<uuid:course_id>/letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path(
        "courses/<uuid:course_id>/letters/<uuid:letter_id>/sent/",
        letters.letter_sent,
        name="letter_sent",
    ),
    path(
        "courses/<uuid:course_id>/letters/<uuid:letter_id>/print/",
        letters.letter_print,
        name="letter_print",
    ),
]

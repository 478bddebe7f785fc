from django.urls import path

from . import views

app_name = "care"
urlpatterns = [
    path("courses/<uuid:course_id>/agreement/", views.contract, name="contract"),
    path(
        "courses/<uuid:course_id>/agreement/<uuid:contract_id>/agreed/",
        views.contract_agreed,
        name="contract_agreed",
    ),
    path("courses/<uuid:course_id>/consents/", views.consent, name="consents"),
    path("courses/<uuid:course_id>/decisions/", views.decision, name="decision"),
    path("courses/<uuid:course_id>/tasks/", views.task, name="task"),
    path("courses/<uuid:course_id>/stop/", views.stop, name="stop"),
    path("my/agreement/", views.own_agreement, name="own_agreement"),
    path("my/consents/", views.own_consents, name="own_consents"),
]

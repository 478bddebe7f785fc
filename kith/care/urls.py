from django.urls import path

from . import views, views_agreement, views_consents, views_protocol

app_name = "care"
urlpatterns = [
    path("courses/<uuid:course_id>/agreement/", views_agreement.contract, name="contract"),
    path(
        "courses/<uuid:course_id>/agreement/<uuid:contract_id>/agreed/",
        views_agreement.contract_agreed,
        name="contract_agreed",
    ),
    path("courses/<uuid:course_id>/consents/", views_consents.consent, name="consents"),
    path("courses/<uuid:course_id>/protocol/", views_protocol.protocol, name="protocol"),
    path("courses/<uuid:course_id>/decisions/", views.decision, name="decision"),
    path("courses/<uuid:course_id>/tasks/", views.task, name="task"),
    path("courses/<uuid:course_id>/stop/", views.stop, name="stop"),
    path("settings/consents/", views_consents.consent_texts, name="consent_texts"),
    path("my/agreement/", views_agreement.own_agreement, name="own_agreement"),
    path("my/consents/", views_consents.own_consents, name="own_consents"),
]

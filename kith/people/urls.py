from django.urls import include, path

from .views import account, address, clients, draft, factors, first_run, practice

ours = [
    path("second-step/", factors.factor, name="factor"),
    path("account/", account.account, name="account"),
    path("account/sessions/end/", account.end_sessions, name="end_sessions"),
    path("again/go-on/", account.go_on, name="go_on"),
    path("stay/", account.stay, name="stay"),
    path("account/password/", account.password, name="password"),
    path("account/address/", address.own, name="address"),
    path("account/hours/", account.hours, name="hours"),
    path("account/away/", account.cover, name="cover"),
    path("my/contact/", account.own_contact, name="own_contact"),
    path("my/contact/address/", address.own, name="own_address"),
    path("drafts/", draft.draft, name="draft"),
    path("set-up/<str:token>/", first_run.set_up, name="setup"),
    path("join/<str:token>/", first_run.join, name="join"),
    path("welcome/<str:token>/", first_run.accept, name="accept"),
    path("settings/", practice.settings, name="settings"),
    path("staff/", practice.staff, name="staff"),
    path("staff/address/", address.move, name="move_address"),
    path("staff/<uuid:user_id>/", practice.colleague, name="colleague"),
    path("clients/<uuid:client_id>/", clients.client, name="client"),
    path("clients/<uuid:client_id>/invite/", clients.invite, name="invite"),
    path("clients/<uuid:client_id>/assign/", clients.assign, name="assign"),
    path("clients/<uuid:client_id>/assign/end/", clients.assign_end, name="assign_end"),
]
urlpatterns = [
    path("", include("kith.people.sign_in_urls")),
    path("", include((ours, "people"))),
]

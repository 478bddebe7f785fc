from django.urls import path

from .views import face, profile, public

app_name = "welcome"
urlpatterns = [
    path("p/", public.houses, name="houses"),
    path("p/<slug:slug>/", public.start, name="start"),
    path("p/<slug:slug>/how-it-works/", public.ipt, name="ipt"),
    path("p/<slug:slug>/for-whom/", public.helps, name="helps"),
    path("p/<slug:slug>/what-is-known/", public.evidence, name="evidence"),
    path("p/<slug:slug>/who-we-are/", public.people, name="people"),
    path("p/<slug:slug>/first-step/", public.asking, name="asking"),
    path("p/<slug:slug>/your-way-in/", public.access, name="access"),
    path("p/<slug:slug>/logo/<uuid:logo_id>.png", public.logo, name="logo"),
    path("face/", face.face, name="face"),
    path("face/logo/", face.logo, name="put_logo"),
    path("face/words/<slug:page>/", face.words, name="words"),
    path("face/people/", face.checks, name="checks"),
    path("face/people/<uuid:profile_id>/", face.check, name="check"),
    path("profile/", profile.own, name="profile"),
]

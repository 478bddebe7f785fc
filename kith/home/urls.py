from django.urls import path

from . import views

app_name = "home"
urlpatterns = [
    path("home/", views.today, name="today"),
    path("home/more/", views.more, name="more"),
    path("home/course/", views.course, name="course"),
    path("my/timeline/", views.timeline, name="timeline"),
    path("my/record/", views.opened, name="opened"),
    path("help/", views.help_now, name="help"),
    path("leave/", views.leave, name="leave"),
]

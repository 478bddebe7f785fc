from django.urls import path

from . import views
from .views import goals, own

app_name = "focus"
urlpatterns = [
    path("courses/<uuid:course_id>/focus/", views.choose, name="choose"),
    path("courses/<uuid:course_id>/focus/evidence/", views.rate, name="rate"),
    path("courses/<uuid:course_id>/focus/<uuid:choice_id>/release/", views.release, name="release"),
    path("courses/<uuid:course_id>/focus/<uuid:choice_id>/answer/", views.agree, name="agree"),
    path("courses/<uuid:course_id>/goals/", goals.goals, name="goals"),
    path("courses/<uuid:course_id>/goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("courses/<uuid:course_id>/goals/<uuid:goal_id>/rating/", goals.rate, name="goal_rate"),
    path("courses/<uuid:course_id>/goals/<uuid:goal_id>/aside/", goals.aside, name="goal_aside"),
    path("my/focus/", own.focus, name="own_focus"),
    path("my/focus/<uuid:choice_id>/", own.agree, name="own_agree"),
    path("my/goals/<uuid:goal_id>/", own.goal, name="own_goal"),
]

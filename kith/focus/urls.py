from django.urls import path

from . import views
from .views import evidence, formulation, goals, own, own_formulation, stage

FORMULATION = "courses/<uuid:course_id>/formulation"

app_name = "focus"
urlpatterns = [
    path("courses/<uuid:course_id>/focus/", views.choose, name="choose"),
    path("courses/<uuid:course_id>/focus/evidence/", evidence.rate, name="rate"),
    path("courses/<uuid:course_id>/focus/<uuid:choice_id>/release/", views.release, name="release"),
    path("courses/<uuid:course_id>/focus/<uuid:choice_id>/answer/", views.agree, name="agree"),
    path("courses/<uuid:course_id>/focus/<uuid:choice_id>/refile/", views.refile, name="refile"),
    path("courses/<uuid:course_id>/focus/<uuid:choice_id>/stage/", stage.stage, name="stage"),
    path(f"{FORMULATION}/", formulation.write, name="formulation"),
    path(f"{FORMULATION}/answer/", formulation.answer, name="formulation_answer"),
    path(f"{FORMULATION}/agree/", formulation.agree, name="formulation_agree"),
    path(f"{FORMULATION}/page/", formulation.page, name="formulation_page"),
    path("courses/<uuid:course_id>/goals/", goals.goals, name="goals"),
    path("courses/<uuid:course_id>/goals/review/", goals.review, name="goal_review"),
    path("courses/<uuid:course_id>/goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("courses/<uuid:course_id>/goals/<uuid:goal_id>/rating/", goals.rate, name="goal_rate"),
    path("courses/<uuid:course_id>/goals/<uuid:goal_id>/aside/", goals.aside, name="goal_aside"),
    path("my/focus/", own.focus, name="own_focus"),
    path("my/focus/<uuid:choice_id>/", own.agree, name="own_agree"),
    path("my/goals/<uuid:goal_id>/", own.goal, name="own_goal"),
    path("my/goals/<uuid:goal_id>/rating/", own.rate_goal, name="own_goal_rate"),
    path("my/formulation/", own_formulation.read, name="own_formulation"),
    path("my/formulation/answer/", own_formulation.answer, name="own_formulation_answer"),
    path("my/formulation/words/", own_formulation.words, name="own_formulation_words"),
]

from django.urls import path

from . import views

app_name = "worksheets"
urlpatterns = [
    path("courses/<uuid:course_id>/sheets/", views.course_sheets, name="list"),
    path("courses/<uuid:course_id>/sheets/<uuid:sheet_id>/", views.sheet, name="sheet"),
    path("courses/<uuid:course_id>/sheets/<uuid:sheet_id>/offer/", views.offer, name="offer"),
    path("my/sheets/", views.own_sheets, name="own_list"),
    path("my/sheets/<uuid:sheet_id>/", views.own_sheet, name="own_sheet"),
]

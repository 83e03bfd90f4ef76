"""Addresses of files of boards."""

from django.urls import path

from helder.web.reports import views

urlpatterns = [
    path("boards/<slug:key>.<str:form>", views.download, name="download-board"),
    path("boards/<slug:key>/tiles", views.chosen, name="choose-tile"),
    path("boards/<slug:key>/tiles/<slug:tile>.<str:form>", views.figures, name="download-tile"),
]

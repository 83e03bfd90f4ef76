"""Addresses of surveys."""

from django.urls import path

from helder.web.surveys import answering_views

urlpatterns = [
    path("s/<slug:key>", answering_views.answer_open, name="answer"),
    path("s/<slug:key>/<str:signed>", answering_views.answer_linked, name="answer-linked"),
]

"""Addresses of surveys."""

from django.urls import path

from helder.web.surveys import answering_views
from helder.web.surveys.pages import FRAME, KIOSK

urlpatterns = [
    path("survey-look/<str:colour>.css", answering_views.look, name="survey-look"),
    path("survey-logo/<str:digest>", answering_views.logo, name="survey-logo"),
    path("s/<slug:key>", answering_views.answer, name="answer"),
    path("s/<slug:key>/kiosk", answering_views.answer, {"mode": KIOSK}, name="answer-kiosk"),
    path("s/<slug:key>/frame", answering_views.answer, {"mode": FRAME}, name="answer-frame"),
    path("s/<slug:key>/thanks", answering_views.thanks, name="answer-thanks"),
    path("s/<slug:key>/<str:signed>", answering_views.answer, name="answer-linked"),
]

"""Addresses of surveys."""

from django.urls import path

from helder.web.surveys import answering_views, designing_views, reaching_views
from helder.web.surveys.pages import FRAME, KIOSK

urlpatterns = [
    path("surveys", designing_views.surveys, name="surveys"),
    path("surveys/<slug:key>", reaching_views.survey, name="survey"),
    path("surveys/<slug:key>/answers", reaching_views.answers, name="survey-answers"),
    path("surveys/<slug:key>/questions", designing_views.questions, name="survey-questions"),
    path("surveys/<slug:key>/questions/<str:code>", designing_views.question, name="survey-question"),
    path("surveys/<slug:key>/questions/<str:code>/order", designing_views.change_order, name="survey-order"),
    path("surveys/<slug:key>/words", designing_views.words, name="survey-words"),
    path("surveys/<slug:key>/look", designing_views.look, name="survey-look-of"),
    path("surveys/<slug:key>/preview", designing_views.preview, name="survey-preview"),
    path("surveys/<slug:key>/act", designing_views.act, name="survey-act"),
    path("surveys/<slug:key>/definition.json", designing_views.definition, name="survey-definition"),
    path("surveys/<slug:key>/code.svg", reaching_views.code, {"kind": "svg"}, name="survey-code-svg"),
    path("surveys/<slug:key>/code.png", reaching_views.code, {"kind": "png"}, name="survey-code-png"),
    path("embed/<slug:key>.js", reaching_views.script, name="survey-script"),
    path("survey-look/<str:colour>.css", answering_views.look, name="survey-look"),
    path("survey-logo/<str:digest>", answering_views.logo, name="survey-logo"),
    path("s/<slug:key>", answering_views.answer, name="answer"),
    path("s/<slug:key>/kiosk", answering_views.answer, {"mode": KIOSK}, name="answer-kiosk"),
    path("s/<slug:key>/frame", answering_views.answer, {"mode": FRAME}, name="answer-frame"),
    path("s/<slug:key>/thanks", answering_views.thanks, name="answer-thanks"),
    path("s/<slug:key>/<str:signed>", answering_views.answer, name="answer-linked"),
]

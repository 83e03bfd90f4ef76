"""Addresses of follow-ups and their rules."""

from django.urls import path

from helder.web.follow_ups import rule_views, views

urlpatterns = [
    path("follow-ups", views.follow_ups, name="follow-ups"),
    path("follow-ups/rules", rule_views.rules, name="follow-up-rules"),
    path("follow-ups/rules/new", rule_views.new, name="new-follow-up-rule"),
    path("follow-ups/rules/<int:pk>", rule_views.change, name="change-follow-up-rule"),
    path("follow-ups/rules/<int:pk>/switch", rule_views.switch, name="switch-follow-up-rule"),
    path("follow-ups/rules/<int:pk>/delete", rule_views.delete, name="delete-follow-up-rule"),
    path("follow-ups/<int:pk>", views.follow_up, name="follow-up"),
    path("follow-ups/<int:pk>/<str:verb>", views.act, name="act-on-follow-up"),
]

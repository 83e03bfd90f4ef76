"""Addresses of alerts."""

from django.urls import path

from helder.web.alerts import firing_views, views

urlpatterns = [
    path("alerts", views.alerts, name="alerts"),
    path("alerts/new", views.new, name="new-alert"),
    path("alerts/bell", firing_views.bell, name="bell"),
    path("alerts/<int:pk>", views.change, name="change-alert"),
    path("alerts/<int:pk>/pause", views.pause, name="pause-alert"),
    path("alerts/<int:pk>/resume", views.resume, name="resume-alert"),
    path("alerts/<int:pk>/delete", views.delete, name="delete-alert"),
    path("alerts/firings/<int:pk>", firing_views.firing, name="firing"),
    path("alerts/firings/<int:pk>/<str:verb>", firing_views.act, name="act-on-firing"),
]

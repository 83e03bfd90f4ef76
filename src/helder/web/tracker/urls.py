"""Addresses of the tracker."""

from django.urls import path

from helder.web.tracker import public_views, views

urlpatterns = [
    path("t.js", public_views.tracker, name="tracker-script"),
    path("t-prompts.js", public_views.prompts, name="prompts-script"),
    path("t", public_views.events, name="tracker-events"),
    path("sites", views.sites, name="sites"),
    path("sites/<int:pk>", views.site, name="site"),
    path("sites/<int:pk>/recent", views.recent, name="site-recent"),
    path("sites/<int:pk>/new-secret", views.new_secret, name="site-secret"),
    path("sites/<int:pk>/remove", views.remove, name="remove-site"),
]

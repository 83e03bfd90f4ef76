"""Addresses of sources."""

from django.urls import path

from helder.web.sources import mapping_views, views

urlpatterns = [
    path("sources", views.sources, name="sources"),
    path("sources/new/<slug:system>", views.new, name="new-source"),
    path("sources/at/<slug:name>", views.source, name="source"),
    path("sources/at/<slug:name>/state", views.state, name="source-state"),
    path("sources/at/<slug:name>/settings", views.settings, name="source-settings"),
    path("sources/at/<slug:name>/lists", views.lists, name="source-lists"),
    path("sources/at/<slug:name>/add", mapping_views.add, name="source-add"),
    path("sources/at/<slug:name>/mapping/<path:record>", mapping_views.mapping, name="source-mapping"),
    path("sources/at/<slug:name>/without/<path:listing>", mapping_views.leave_out, name="source-leave-out"),
    path("sources/at/<slug:name>/<slug:act>", views.act, name="source-act"),
]

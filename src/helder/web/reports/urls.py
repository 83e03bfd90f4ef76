"""Addresses of files of boards, and of digests."""

from django.urls import path

from helder.web.reports import digest_views, views

urlpatterns = [
    path("boards/<slug:key>.<str:form>", views.download, name="download-board"),
    path("boards/<slug:key>/tiles", views.chosen, name="choose-tile"),
    path("boards/<slug:key>/tiles/<slug:tile>.<str:form>", views.figures, name="download-tile"),
    path("reports", digest_views.digests, name="reports"),
    path("reports/<int:pk>/<slug:what>", digest_views.act, name="act-digest"),
    path("reports/leave/<str:signed>", digest_views.leave, name="leave-digest"),
]

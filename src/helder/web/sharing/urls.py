"""Addresses of sharing."""

from django.urls import path

from helder.web.sharing import views

urlpatterns = [
    path("boards/<slug:key>/share", views.share, name="share-board"),
    path("boards/<slug:key>/share/<int:pk>/withdraw", views.withdraw, name="withdraw-grant"),
    path("boards/<slug:key>/first", views.first, name="first-board"),
]

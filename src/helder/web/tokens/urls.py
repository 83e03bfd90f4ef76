"""Addresses of tokens."""

from django.urls import path

from helder.web.tokens import views

urlpatterns = [
    path("tokens", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke", views.revoke, name="revoke-token"),
]

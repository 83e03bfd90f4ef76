"""Addresses of webhooks."""

from django.urls import path

from helder.web.webhooks import views

urlpatterns = [
    path("webhooks", views.webhooks, name="webhooks"),
    path("webhooks/<int:pk>", views.webhook, name="webhook"),
    path("webhooks/<int:pk>/resume", views.resume, name="resume-webhook"),
    path("webhooks/<int:pk>/remove", views.remove, name="remove-webhook"),
    path("webhooks/lines/<int:pk>/erase", views.erase, name="erase-line"),
]

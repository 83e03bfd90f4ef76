"""Addresses of what is kept of a customer."""

from django.urls import path

from helder.web.privacy import views

urlpatterns = [
    path("personal-data", views.find, name="personal-data"),
    path("personal-data/export", views.export, name="export-customer"),
    path("personal-data/erase", views.erase, name="erase-customer"),
]

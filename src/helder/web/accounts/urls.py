"""Addresses of accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from helder.web.accounts import department_views, views

urlpatterns = [
    path("sign-in", views.SignInPage.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("password", views.PasswordPage.as_view(), name="password"),
    path("people", views.people, name="people"),
    path("people/<int:pk>", views.change, name="change-person"),
    path("people/<int:pk>/new-password", views.new_password, name="new-password"),
    path("departments", department_views.listed, name="departments"),
    path("departments/new", department_views.make, name="new-department"),
    path("departments/own", department_views.own, name="own-departments"),
    path("departments/<int:pk>", department_views.change, name="department"),
    path("departments/<int:pk>/delete", department_views.delete, name="delete-department"),
]

"""Addresses of accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from helder.web.accounts import views

urlpatterns = [
    path("sign-in", views.SignInPage.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("password", views.PasswordPage.as_view(), name="password"),
    path("people", views.people, name="people"),
    path("people/<int:pk>", views.change, name="change-person"),
    path("people/<int:pk>/new-password", views.new_password, name="new-password"),
]

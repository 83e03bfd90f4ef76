"""Addresses of accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from helder.web.accounts import (
    audit_views,
    company_views,
    department_views,
    invitation_views,
    second_factor_views,
    views,
    you_views,
)

urlpatterns = [
    path("sign-in", views.SignInPage.as_view(), name="sign-in"),
    path("sign-in", views.SignInPage.as_view(), name="account_login"),  # what allauth calls it
    path("sign-in/code", second_factor_views.code, name="mfa_authenticate"),  # what allauth calls it
    path("sign-in/company", company_views.leave, name="company"),
    path("sign-in/company/back", company_views.back, name="company-back"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("password", views.PasswordPage.as_view(), name="password"),
    path("you", you_views.you, name="you"),
    path("you/second-factor", second_factor_views.page, name="second-factor"),
    path("you/second-factor/codes", second_factor_views.new_codes, name="recovery-codes"),
    path("you/second-factor/off", second_factor_views.off, name="second-factor-off"),
    path("you/sessions/<uuid:key>/end", you_views.end, name="end-session"),
    path("you/sessions/end-others", you_views.end_others, name="end-other-sessions"),
    path("people", views.people, name="people"),
    path("people/<int:pk>", views.change, name="change-person"),
    path("people/<int:pk>/new-password", views.new_password, name="new-password"),
    path("people/<int:pk>/end-sessions", views.end_sessions, name="end-sessions"),
    path("people/<int:pk>/forget-second-factor", views.forget_second_factor, name="forget-second-factor"),
    path("departments", department_views.listed, name="departments"),
    path("departments/new", department_views.make, name="new-department"),
    path("departments/own", department_views.own, name="own-departments"),
    path("departments/<int:pk>", department_views.change, name="department"),
    path("departments/<int:pk>/delete", department_views.delete, name="delete-department"),
    path("invitations", invitation_views.listed, name="invitations"),
    path("invitations/<uuid:key>/revoke", invitation_views.revoke, name="revoke-invitation"),
    path("invitation/<str:token>", invitation_views.accept, name="accept-invitation"),
    path("audit", audit_views.page, name="audit"),
    path("audit.csv", audit_views.as_csv, name="audit-csv"),
]

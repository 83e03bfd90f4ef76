"""Addresses of the referral programme."""

from django.urls import path

from helder.web.referrals import public_views, views

urlpatterns = [
    path("r/link", public_views.link, name="link-for-shop"),
    path("r/for/<str:token>", public_views.share, name="share-link"),
    path("r/<slug:code>", public_views.follow, name="follow-link"),
    path("referrals", views.programme, name="referrals"),
    path("referrals/link", views.make, name="make-link"),
    path("referrals/links.csv", views.make_all, name="make-links"),
    path("referrals/rewards.csv", views.rewards_csv, name="rewards-csv"),
    path("referrals/pay", views.pay, name="pay-rewards"),
    path("referrals/secret", views.secret, name="referral-secret"),
]

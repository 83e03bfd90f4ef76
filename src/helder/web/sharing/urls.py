"""Addresses of sharing."""

from django.urls import path

from helder.web.sharing import link_views, public_views, views, wall_views

urlpatterns = [
    path("boards/<slug:key>/share", views.share, name="share-board"),
    path("boards/<slug:key>/share/<int:pk>/withdraw", views.withdraw, name="withdraw-grant"),
    path("boards/<slug:key>/first", views.first, name="first-board"),
    path("boards/<slug:key>/wall", wall_views.page, name="wall"),
    path("boards/<slug:key>/wall/live", wall_views.live, name="wall-live"),
    path("boards/<slug:key>/links", link_views.make, name="make-link-to-board"),
    path("boards/<slug:key>/links/<int:pk>/revoke", link_views.revoke, name="revoke-link"),
    path("links", link_views.every, name="links"),
    path("shared/<str:token>", public_views.shared, name="shared"),
    path("shared/<str:token>/live", public_views.live, name="shared-live"),
    path("wall/<str:token>", public_views.shared_wall, name="shared-wall"),
    path("wall/<str:token>/live", public_views.live, name="shared-wall-live"),
]

"""Addresses of boards."""

from django.urls import path

from helder.web.boards import catalogue_views, change_views, demonstration_views, goal_views, live, metric_views, row_views, views

urlpatterns = [
    path("", views.home, name="board"),
    path("boards/<slug:key>", views.board, name="one-board"),
    path("demonstration", demonstration_views.company, name="demonstration"),
    path("live", live.live, name="live"),
    path("goals", goal_views.goals, name="goals"),
    path("goals/withdraw", goal_views.withdraw_goal, name="withdraw-goal"),
    path("metrics", catalogue_views.catalogue, name="catalogue"),
    path("metrics/<slug:name>", metric_views.metric, name="metric"),
    path("metrics/<slug:name>/change", change_views.change, name="metric-change"),
    path("metrics/<slug:name>/rows", row_views.rows, name="rows"),
    path("metrics/<slug:name>/rows.csv", row_views.download, name="rows-csv"),
]

"""Addresses of the API: open without signing in, as each request carries a token."""

from django.urls import path, re_path

from helder.web.api.docs import docs, nothing
from helder.web.api.schema import api

_served, _app, _namespace = api.urls
for _one in _served:
    _one.callback.login_required = False  # type: ignore[union-attr]

urlpatterns = [
    path("v1/docs", docs, name="api-docs"),
    path("v1/", (_served, _app, _namespace)),
    re_path(r"^", nothing),
]

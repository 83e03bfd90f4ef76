"""Every address of the site."""

from django.urls import include, path

from helder.web import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("helder.web.accounts.urls")),
    path("", include("helder.web.building.urls")),
    path("", include("helder.web.boards.urls")),
    path("", include("helder.web.sharing.urls")),
    path("", include("helder.web.upload.urls")),
    path("", include("helder.web.surveys.urls")),
    path("", include("helder.web.tracker.urls")),
    path("", include("helder.web.referrals.urls")),
    path("", include("helder.web.tokens.urls")),
    path("", include("helder.web.webhooks.urls")),
    path("api/", include("helder.web.api.urls")),
    path("", include("helder.web.inviting.urls")),
    path("", include("helder.web.sources.urls")),
    path("", include("helder.web.alerts.urls")),
    path("", include("helder.web.follow_ups.urls")),
    path("", include("helder.web.reports.urls")),
    path("", include("helder.web.privacy.urls")),
]

handler400 = "helder.web.problems.bad_request"
handler403 = "helder.web.problems.forbidden"
handler404 = "helder.web.problems.not_found"
handler500 = "helder.web.problems.failed"

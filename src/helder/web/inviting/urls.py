"""Addresses of sendings and opt-outs."""

from django.urls import path

from helder.web.inviting import list_views, opt_out_views, sending_views, told_views, try_views

urlpatterns = [
    path("sendings", list_views.sendings, name="sendings"),
    path("sendings/new", sending_views.new, name="new-sending"),
    path("sendings/<int:pk>", list_views.sending, name="sending"),
    path("sendings/<int:pk>/edit", sending_views.edit, name="edit-sending"),
    path("sendings/<int:pk>/list", sending_views.upload, name="upload-list"),
    path("sendings/<int:pk>/start", sending_views.start, name="start-sending"),
    path("sendings/<int:pk>/pause", sending_views.pause, name="pause-sending"),
    path("sendings/<int:pk>/drop", sending_views.drop, name="drop-sending"),
    path("sendings/<int:pk>/links.csv", list_views.links, name="sending-links"),
    path("sendings/<int:pk>/preview", try_views.preview, name="preview-sending"),
    path("sendings/<int:pk>/preview/<slug:language>", try_views.mail, name="preview-mail"),
    path("sendings/<int:pk>/test", try_views.test, name="test-sending"),
    path("opt-outs", opt_out_views.opt_outs, name="opt-outs"),
    path("o/<str:signed>", opt_out_views.opt_out, name="opt-out"),
    path("sms/<str:signed>", told_views.told, name="sms-told"),
]

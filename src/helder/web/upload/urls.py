"""Addresses of uploads and loads."""

from django.urls import path

from helder.web.upload import load_views, mapping_views, views

urlpatterns = [
    path("uploads", views.uploads, name="uploads"),
    path("uploads/mended/<int:number>", load_views.mended, name="mended"),
    path("uploads/<uuid:key>", views.upload, name="upload"),
    path("uploads/<uuid:key>/progress", views.how_far, name="upload-progress"),
    path("uploads/<uuid:key>/cancel", views.cancel, name="cancel-upload"),
    path("uploads/<uuid:key>/remove", views.remove, name="remove-upload"),
    path("uploads/<uuid:key>/reading", mapping_views.reading, name="upload-reading"),
    path("uploads/<uuid:key>/columns", mapping_views.columns, name="upload-columns"),
    path("uploads/<uuid:key>/table", mapping_views.another_table, name="upload-table"),
    path("uploads/<uuid:key>/load", mapping_views.load, name="load-upload"),
    path("uploads/<uuid:key>/mapping", mapping_views.expert, name="expert"),
    path("uploads/<uuid:key>/mapping.toml", mapping_views.download, name="upload-mapping"),
    path("uploads/<uuid:key>/keep", mapping_views.keep, name="keep-mapping"),
    path("uploads/<uuid:key>/use", mapping_views.use, name="use-mapping"),
    path("loads", load_views.loads, name="loads"),
    path("loads/<int:number>", load_views.load, name="load"),
    path("loads/<int:number>/rejects.csv", load_views.rejects, name="rejects-csv"),
    path("loads/<int:number>/mend", load_views.mend, name="mend"),
]

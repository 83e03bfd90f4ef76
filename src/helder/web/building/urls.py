"""Addresses of making boards."""

from django.urls import path

from helder.web.building import board_views, draft_views, making_views, tile_views, version_views

urlpatterns = [
    path("boards", making_views.boards, name="boards"),
    path("boards/new", making_views.new, name="new-draft"),
    path("boards/<slug:key>.toml", board_views.download, name="board-toml"),
    path("boards/<slug:key>/copy", making_views.copy, name="copy-board"),
    path("boards/<slug:key>/delete", making_views.delete, name="delete-board"),
    path("boards/<slug:key>/take-back", making_views.undelete, name="take-back-board"),
    path("boards/<slug:key>/edit", draft_views.edit, name="edit-draft"),
    path("boards/<slug:key>/edit/arrange", draft_views.arrange, name="arrange-draft"),
    path("boards/<slug:key>/edit/settings", board_views.settings, name="draft-settings"),
    path("boards/<slug:key>/edit/text", board_views.text, name="draft-text"),
    path("boards/<slug:key>/edit/see", draft_views.see, name="see-draft"),
    path("boards/<slug:key>/edit/publish", draft_views.publish, name="publish-draft"),
    path("boards/<slug:key>/edit/discard", draft_views.discard, name="discard-draft"),
    path("boards/<slug:key>/edit/tile", tile_views.new, name="new-draft-tile"),
    path("boards/<slug:key>/edit/tile/<slug:tile>", tile_views.change, name="draft-tile"),
    path("boards/<slug:key>/versions", version_views.versions, name="draft-versions"),
    path("boards/<slug:key>/versions/<int:number>", version_views.version, name="draft-version"),
    path("boards/<slug:key>/versions/<int:number>/restore", version_views.restore, name="restore-draft-version"),
]

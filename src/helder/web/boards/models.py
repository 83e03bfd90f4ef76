"""Boards that people make."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helder.boards.board import Board
from helder.boards.reading import kept
from helder.boards.writing import plain
from helder.web.accounts.models import Person


def new_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_hex(6)


class OwnBoard(models.Model):
    """A board somebody made. definition: as `helder.boards.writing.plain` writes it; every published one is kept as a Version."""

    key = models.SlugField(max_length=40, unique=True, default=new_key)
    definition = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="boards")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """How boards are called and listed."""

        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ("-changed_at",)

    @property
    def board(self) -> Board:
        """The board; its metrics may have gone from the catalogue since it was made."""
        from helder.web import serving

        return kept(self.definition, serving.catalog())

    def __str__(self) -> str:
        return self.board.title.of(get_language() or "en")


class Version(models.Model):
    """A board as it was published once."""

    board = models.ForeignKey(OwnBoard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """How versions are called and listed."""

        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("board", "number"), name="one_version_of_a_number"),)

    def __str__(self) -> str:
        return f"{self.board_id} {self.number}"


def published(board: Board, owner: Person | None) -> OwnBoard:
    """Keep a new board as its first version."""
    made = OwnBoard.objects.create(definition=plain(board), owner=owner)
    made.versions.create(number=1, definition=made.definition, by=owner)
    return made

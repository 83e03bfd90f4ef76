"""Files that were uploaded, and what became of them."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helder.web import serving


def folder() -> Path:
    """Where uploaded files are kept."""
    return serving.now().home / "web" / "uploads"


class State(models.TextChoices):
    """How far an upload is."""

    MAPPING = "mapping", _("being mapped")
    WAITING = "waiting", _("waiting to be loaded")
    LOADING = "loading", _("being loaded")
    LOADED = "loaded", _("loaded")
    FAILED = "failed", _("not loaded")
    CANCELLED = "cancelled", _("cancelled")


#: The states in which the server is at work on it.
UNDER_WAY = (State.WAITING, State.LOADING)


class Upload(models.Model):
    """A file, kept under the upload's own key: its name is only ever shown.

    mapping: TOML, as `helder load --map` takes it. notes: what is to be decided, by "table.column". mends: the load whose
    rejects the file has, mended. cancelling: whether its loading is to stop. load: the number of the load it became.
    told: what the load did, or why it failed.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    mapping = models.TextField(blank=True)
    notes = models.JSONField(default=dict)
    mends = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.MAPPING)
    cancelling = models.BooleanField(default=False)
    load = models.BigIntegerField(null=True)
    told = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """The latest first."""

        ordering = ("-created_at",)

    @property
    def path(self) -> Path:
        """Where the file is kept."""
        return folder() / self.key.hex

    @property
    def under_way(self) -> bool:
        """Whether the server is at work on it."""
        return self.state in UNDER_WAY

    @property
    def there(self) -> bool:
        """Whether the file is still kept."""
        return self.path.exists()

    def __str__(self) -> str:
        return self.name

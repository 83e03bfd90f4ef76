"""The app in which boards are made."""

from __future__ import annotations

from django.apps import AppConfig


class Building(AppConfig):
    """Making boards."""

    name = "helder.web.building"
    label = "building"

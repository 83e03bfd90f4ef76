"""The page of the settings."""

from __future__ import annotations

from helder.settings import PREFIX, SETTINGS, Setting, Size
from tools.reference.markdown import code, grid, page

TYPES = {str: "text", int: "whole number", bool: "yes or no", Size: "size, as 12GB"}


def pages() -> dict[str, str]:
    """One page of all settings."""
    rows = (_setting(setting) for setting in SETTINGS.values())
    return {
        "settings.md": page(
            "Settings",
            "A setting comes from the environment, else from `helder.toml` in the home folder, else it has its default. "
            "One that is unknown, or has a value it cannot have, refuses to start. "
            f"The home folder itself is `--home` or `{PREFIX}HOME`, else `./helder-home`.",
            grid(("In helder.toml", "In the environment", "Type", "Default", "Meaning"), rows),
            "A secret setting is never shown.",
        )
    }


def _setting(setting: Setting) -> tuple[str, ...]:
    default = "" if setting.default is None else code(str(setting.default).lower() if setting.type is bool else setting.default)
    meaning = f"{setting.help} (secret)" if setting.secret else setting.help
    return code(setting.name), code(f"{PREFIX}{setting.name.upper()}"), TYPES[setting.type], default, meaning

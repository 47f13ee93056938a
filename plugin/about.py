"""What the plugin is called and which version it is, from metadata.txt, the only place that says so."""

from __future__ import annotations

import configparser
from functools import lru_cache
from pathlib import Path

#: The folder of the plugin, with metadata.txt and resources/.
ROOT = Path(__file__).resolve().parent.parent

RESOURCES = ROOT / "resources"
PACKAGES = RESOURCES / "packages"
DEMO_PACKAGE = PACKAGES / "orebro-demo"
DEMO_PROPOSALS = RESOURCES / "demo" / "proposals.gpkg"


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the plugin."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser.get("general", "version")

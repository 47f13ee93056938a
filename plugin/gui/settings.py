"""What the planner has chosen once and need not choose again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Callable

from ..gis.profile import keep, kept
from ..translation import interface_language

if TYPE_CHECKING:
    from ..core.session import PackageReference

# What a value may be, where not everything of its type makes sense. The limits are those of the options.
_SOUND: dict[str, Callable[[Any], bool]] = {
    "language": lambda value: value in ("", "sv", "en"),
    "image_opacity": lambda value: 0 <= value <= 1,
    "deadline": lambda value: 0 < value <= 300,
    "length": lambda value: value in ("brief", "standard", "full"),
}


@dataclass
class Settings:
    """The choices of the Options page and of the dock, with their defaults.

    ``language`` is ``sv``, ``en`` or empty for that of QGIS. ``folder`` is where summaries were last saved.
    ``image_opacity`` (0–1) is what structure images are added to the map with. ``package`` is the folder of the main
    package, and ``also`` says in JSON which are used beside it. ``deadline`` (s) is how long the remote datasets of
    one check are waited for; with ``offline`` only saved copies of them are used. ``length`` is how long summaries are
    (``brief``, ``standard`` or ``full``), ``template`` the layout template of PDFs, empty for the one that is shipped.
    """

    language: str = ""
    live: bool = True
    flash: bool = True
    zoom: bool = True
    folder: str = ""
    package: str = ""
    dock_open: bool = False
    image_opacity: float = 0.5
    also: str = "[]"
    deadline: int = 30
    offline: bool = False
    length: str = "standard"
    template: str = ""

    @classmethod
    def load(cls) -> Settings:
        """The settings of the profile; the default in place of one that makes no sense."""
        read = {field.name: kept(field.name, field.default) for field in fields(cls)}
        sound = {name: value for name, value in read.items() if name not in _SOUND or _SOUND[name](value)}
        return cls(**sound)

    def save(self) -> None:
        """Keep the settings in the profile."""
        keep(asdict(self))

    @property
    def further(self) -> tuple[PackageReference, ...]:
        """The packages that are used beside the main one, in their order."""
        # QGIS starts with the settings, and without the weight of these.
        from ..core import codec
        from ..core.session import PackageReference

        try:
            return codec.from_json(tuple[PackageReference, ...], json.loads(self.also))
        except (ValueError, RecursionError):
            # Somebody edited it; they can be chosen again.
            return ()

    @further.setter
    def further(self, packages: tuple[PackageReference, ...]) -> None:
        from ..core import codec

        self.also = json.dumps(codec.to_json(packages))

    @property
    def texts_language(self) -> str:
        """``sv`` or ``en``: the language of summaries and of the package's texts in the dock."""
        return self.language or interface_language()

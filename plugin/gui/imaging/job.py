"""A piece of work in the assistant as a value, kept in the profile so that it can go on another day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from ...core import codec
from ...core.files import replace_text
from ...core.package.model import Dataset
from ...core.versions import FileFormat
from ...gis.georeference import Method
from ...gis.points_file import SetPoint
from .classes import LegendDraft

FORMAT = FileFormat("plandialog-structure-image", version=1, key="job")

# Bytes from the beginning of a picture that tell it from others, with its length.
_TOLD_APART_BY = 1 << 20


@dataclass(frozen=True)
class Corner:
    """A place in the picture (pixels from the top left)."""

    column: float
    row: float


@dataclass(frozen=True)
class About:
    """What the user has stated about the structure image; ``issued`` is a date (ISO), ``accuracy`` in metres."""

    title_sv: str = ""
    title_en: str = ""
    about_sv: str = ""
    about_en: str = ""
    page: str = ""
    issued: str = ""
    producer_sv: str = ""
    producer_en: str = ""
    licence: str = ""
    accuracy: float = 0.0


@dataclass(frozen=True)
class Job:
    """Everything that the user has done to a picture. ``crop`` is a ring without its last corner; empty for the whole.

    ``dataset`` is the id in its package of a structure image that is being given its place. ``own_position`` says
    that the picture's own coordinates are used, not the points.
    """

    path: str
    page: int = 1
    crs: str = ""
    dataset: str = ""
    own_position: bool = False
    method: Method = Method.AFFINE
    points: tuple[SetPoint, ...] = ()
    crop: tuple[Corner, ...] = ()
    legend: LegendDraft = field(default_factory=LegendDraft)
    about: About = field(default_factory=About)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing that the user would miss."""
        return not (self.points or self.crop or self.legend.classes or self.about.title_sv)


class JobStore:
    """The jobs of the profile, one file for each page of a picture, known by its content wherever it lies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # A picture may be out of reach by the time that the work on it is kept, and is not read for every change.
        self._known: dict[Path, str] = {}

    def load(self, picture: Path, page: int) -> Optional[Job]:
        """What was done to a page of ``picture`` before; None for nothing, or what cannot be read. Raises OSError."""
        self._known.pop(picture, None)
        path = self._path(picture, page)
        if not path.is_file():
            return None
        try:
            return codec.from_json(Job, FORMAT.content(json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, RecursionError):
            # Damaged; the picture can be worked on anew.
            return None

    def keep(self, job: Job) -> None:
        """Keep ``job`` in place of what was done to its picture before; a blank one is forgotten. Raises OSError."""
        path = self._path(Path(job.path), job.page)
        if job.is_blank:
            path.unlink(missing_ok=True)
            return
        replace_text(path, json.dumps(FORMAT.document(codec.to_json(job)), ensure_ascii=False, indent=1))

    def forget(self, job: Job) -> None:
        """Keep nothing of what was done to the picture of ``job``. Raises OSError."""
        self._path(Path(job.path), job.page).unlink(missing_ok=True)

    def _path(self, picture: Path, page: int) -> Path:
        if picture not in self._known:
            self._known[picture] = _identity(picture)
        path = self._folder / f"{self._known[picture]}-{page}.json"
        # The work of a newer version stays for it; this one has a file of its own beside it.
        return path.with_suffix(f".{FORMAT.version}.json") if FORMAT.is_newer_file(path) else path

    def is_newer(self, picture: Path, page: int) -> bool:
        """Whether a newer version has kept work on a page of ``picture``, which this one cannot go on with. Raises
        OSError."""
        return self._path(picture, page).name.endswith(f".{FORMAT.version}.json")


def _identity(picture: Path) -> str:
    digest = hashlib.sha256(str(picture.stat().st_size).encode())
    with picture.open("rb") as stream:
        digest.update(stream.read(_TOLD_APART_BY))
    return digest.hexdigest()[:32]


def job_of_dataset(dataset: Dataset, path: Path, page: int) -> Job:
    """A structure image of a package as a job: everything is known but its place and, with it, its accuracy."""
    image = dataset.image
    about = image.about
    return Job(
        path=str(path),
        page=page,
        dataset=dataset.id,
        legend=LegendDraft(image.legend.classes, image.legend.overprint),
        about=About(
            title_sv=dataset.title.sv,
            title_en=dataset.title.en,
            about_sv=about.sv if about is not None else "",
            about_en=about.en if about is not None else "",
            page=image.page,
            issued=dataset.issued.isoformat(),
            producer_sv=dataset.producer.sv,
            producer_en=dataset.producer.en,
            licence=dataset.licence,
        ),
    )

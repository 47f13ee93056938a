"""Opens pictures for the assistant in the background, and offers to go on with what was done to them before."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Optional

from qgis.core import Qgis
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton

from ...core.package.manifest import Integrity
from ...gis.images import page_of, verified_path
from ...gis.pictures import PictureError
from ...gis.sources import SourceError
from ...translation import counted, tr
from .job import Job, job_of_dataset
from .keeping import Keeper
from .picture_page import PicturePage
from .running import Runner
from .sheet import Sheet, open_sheet
from .surroundings import Surroundings
from .work import ImageWork


class Opener(QObject):
    """``opened``: another picture is there to work on, or more of the work on it."""

    opened = pyqtSignal()

    def __init__(
        self,
        work: ImageWork,
        page: PicturePage,
        runner: Runner,
        keeper: Keeper,
        surroundings: Surroundings,
        bar: QgsMessageBar,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._page = page
        self._runner = runner
        self._keeper = keeper
        self._surroundings = surroundings
        self._bar = bar
        self._offer: Optional[QgsMessageBarItem] = None
        self._folder = Path(tempfile.mkdtemp(prefix="plandialog-"))
        page.wanted.connect(lambda path, number, password: self.open(Path(path), number, password))
        page.dataset_wanted.connect(self.open_dataset)

    def open(self, path: Path, page: int = 1, password: Optional[str] = None, job: Optional[Job] = None) -> None:
        """Open a picture in the background, and go on with ``job`` where there is one."""
        self._keeper.keep()
        self._page.set_path(path)
        self._runner.run(
            tr("Opening the picture"),
            lambda cancelled, _progress: open_sheet(path, page, password, self._folder, cancelled),
            lambda sheet: self._opened(sheet, job),
            lambda error: self._page.show_problem(getattr(error, "message", None), str(error)),
            (PictureError, OSError),
        )

    def open_dataset(self, name: str) -> None:
        """Open the picture of a structure image of the package that has no position yet; its legend comes along."""
        package = self._surroundings.package
        if package is None or name not in package.datasets:
            return
        dataset = package.datasets[name]
        try:
            path = verified_path(package, dataset, Integrity(package.root, package.manifest))
        except SourceError as error:
            self._page.show_problem(error.message)
            return
        page = page_of(dataset)
        self.open(path, page, "", job_of_dataset(dataset, path, page))

    def _opened(self, sheet: Sheet, job: Optional[Job]) -> None:
        self._keeper.quietly(lambda: self._work.take(sheet, job))
        if job is None and self._work.has_position:
            self._keeper.quietly(lambda: self._work.use_own_position(True))
            self._page.refresh()
        self._bar.clearWidgets()
        self.opened.emit()
        if self._keeper.is_newer(sheet):
            text = tr(
                "A newer version of Plandialog has kept work on this picture. It stays as it is; update Plandialog to "
                "go on with it."
            )
            self._bar.pushMessage(text, Qgis.MessageLevel.Warning)
        before = self._keeper.before(sheet)
        if before is not None:
            self._offer_to_go_on(before)

    def _offer_to_go_on(self, job: Job) -> None:
        if job.points:
            text = counted(
                len(job.points),
                tr("Continue with the point from last time?"),
                tr("Continue with the {count} points from last time?"),
            )
        else:
            text = tr("Continue with the crop and legend from last time?")
        item = self._bar.createMessage(text)
        button = QPushButton(tr("Continue"))
        button.setObjectName("go_on")
        button.clicked.connect(lambda: self._go_on_with(job, item))
        item.layout().addWidget(button)
        # The bar does not keep the Python side of it, and so not what the button does.
        self._offer = item
        self._bar.pushWidget(item, Qgis.MessageLevel.Info)

    def _go_on_with(self, job: Job, item: QgsMessageBarItem) -> None:
        self._keeper.quietly(lambda: self._work.adopt(job))
        self._bar.popWidget(item)
        self.opened.emit()

    def close_down(self) -> None:
        """Take the copies of pictures away; nothing may show them any more."""
        shutil.rmtree(self._folder, ignore_errors=True)

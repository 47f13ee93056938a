"""Layers of remote datasets, made in the background and handed to the main thread."""

from __future__ import annotations

import time
from typing import Mapping, Optional, Sequence

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QThread, pyqtSignal

from ..core.messages import Message
from ..core.package.folders import Folders
from ..core.package.model import Dataset
from .engine import PreparedPackage
from .geometry import Interrupted
from .loading import dress
from .logins import LoginChoice
from .remote.fetching import Patience
from .remote.network import Access
from .remote.sharing import AtOnce
from .shown import answers, service_layer
from .sources import SourceError
from .tasks import VISIBLE, QuietTask


class ShowTask(QuietTask):
    """Makes layers of remote datasets. ``made`` is emitted on the main thread with the id of a dataset whose layer can
    be had from :meth:`take`, ``failed`` with an id and the :class:`~plugin.core.messages.Message` why there is none.

    Every service is asked by us first, all of them at the same time and each no longer than the access allows: QGIS
    waits for a service without a way to make it stop. Only one that has just answered is left to QGIS.
    """

    made = pyqtSignal(str)
    failed = pyqtSignal(str, object)

    def __init__(
        self,
        prepared: PreparedPackage,
        datasets: Sequence[Dataset],
        access: Access,
        logins: Mapping[str, LoginChoice],
        language: str,
        title: str,
    ) -> None:
        super().__init__(title, VISIBLE)
        self._prepared = prepared
        self._datasets = tuple(datasets)
        self._access = access
        self._logins = dict(logins)
        self._language = language
        self._layers: dict[str, QgsMapLayer] = {}
        self._home = QThread.currentThread()

    def work(self) -> bool:
        folders = Folders(self._prepared.package)
        patience = Patience(time.monotonic() + self._access.deadline, self.isCanceled)
        with AtOnce(self._datasets, lambda dataset: self._ask(dataset, patience)) as asked:
            for number, (dataset, future) in enumerate(asked):
                if self.isCanceled():
                    return False
                message = future.result()
                if message is None:
                    message = self._make(dataset, folders)
                if message is None:
                    self.made.emit(dataset.id)
                else:
                    self.failed.emit(dataset.id, message)
                self.setProgress(100 * (number + 1) / len(self._datasets))
        return True

    def _ask(self, dataset: Dataset, patience: Patience) -> Optional[Message]:
        """Why the service of ``dataset`` cannot be used; None where it answers."""
        try:
            answers(dataset, self._prepared.datasets.get(dataset.id), self._access, patience)
        except SourceError as error:
            return error.message
        except Interrupted:
            return Message("cancelled")
        return None

    def _make(self, dataset: Dataset, folders: Folders) -> Optional[Message]:
        """Make the layer of ``dataset``; why not, where it cannot be made."""
        choice = self._logins.get(self._prepared.package.part_of(dataset.id).id)
        authcfg = choice.authcfg if choice is not None and choice.is_for(dataset) else ""
        try:
            layer = service_layer(dataset, authcfg)
            dress(layer, self._prepared.package, dataset, folders, self._language, 1.0)
        except SourceError as error:
            return error.message
        layer.moveToThread(self._home)
        self._layers[dataset.id] = layer
        return None

    def take(self, dataset: str) -> Optional[QgsMapLayer]:
        """The layer of a dataset, which is the caller's from then on. For the main thread."""
        return self._layers.pop(dataset, None)

    def publish(self) -> None:
        # What nobody took is deleted in the thread that it belongs to by now.
        self._layers.clear()

"""Saving copies in the background."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import pyqtSignal

from ..core.messages import Message, MessageError
from .engine import PreparedPackage
from .geometry import Cancelled, Interrupted
from .offline import Overview, Saved, look_over, save
from .tasks import VISIBLE, QuietTask

Area = Callable[[Cancelled], QgsGeometry]


class CopyTask(QuietTask):
    """Saves the remote datasets of a package for an area, which is worked out first.

    A copy that would be large is not saved unless ``though_large``: ``large`` is emitted with the
    :class:`~.offline.Overview` of it. ``saved`` is emitted with what came of it (:class:`~.offline.Saved`), ``refused``
    with the :class:`~plugin.core.messages.Message` why nothing did. After a cancel nothing is emitted.
    """

    large = pyqtSignal(object)
    saved = pyqtSignal(object)
    refused = pyqtSignal(object)

    def __init__(
        self, prepared: PreparedPackage, area: Area, data: Path, title: str, though_large: bool = False
    ) -> None:
        super().__init__(title, VISIBLE)
        self._prepared = prepared
        self._area = area
        self._data = data
        self._though_large = though_large
        self._overview: Optional[Overview] = None
        self._result: Optional[Saved] = None
        self._refusal: Optional[Message] = None

    def work(self) -> bool:
        try:
            area = self._area(self.isCanceled)
            if not self._though_large:
                overview = look_over(self._prepared, area, self.isCanceled)
                if overview.is_large:
                    self._overview = overview
                    return True
            self._result = save(self._prepared, area, self._data, self.isCanceled, self.setProgress)
        except MessageError as error:
            self._refusal = error.message
            return False
        except Interrupted:
            return False
        return True

    def publish(self) -> None:
        if self._refusal is not None:
            self.refused.emit(self._refusal)
        elif self._overview is not None:
            self.large.emit(self._overview)
        elif self._result is not None:
            self.saved.emit(self._result)

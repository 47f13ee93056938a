"""A field that completes the names of places, whatever part of a name is typed."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox, QCompleter

from ...translation import tr
from .names import NamedPlace, PlaceIndex

_PLACE = Qt.ItemDataRole.UserRole


class PlaceBox(QObject):
    """Makes an editable combo box one of names: ``chosen`` is emitted with the place that the user means, ``given``
    with a text that is no place. Its list has the places by dataset.
    """

    chosen = pyqtSignal(object)
    given = pyqtSignal(str)

    def __init__(self, combo: QComboBox, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._combo = combo
        self._index = PlaceIndex()
        self._flat = QStandardItemModel(self)
        completer = QCompleter(self._flat, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.popup().setObjectName("place_popup")
        combo.setCompleter(completer)
        combo.lineEdit().setPlaceholderText(tr("Name, or east and north"))
        combo.lineEdit().setClearButtonEnabled(True)
        # Both the completer and the combo box hear of the same choice.
        self._completer = completer
        completer.activated.connect(self._take)  # the first of the two signals of that name, with the text
        combo.lineEdit().returnPressed.connect(self._entered)
        combo.activated.connect(self._from_list)
        self._is_taken = False

    def show_places(self, index: PlaceIndex) -> None:
        """Complete these places."""
        self._index = index
        self._flat.clear()
        model = QStandardItemModel(self)
        for group, places in index.groups:
            head = QStandardItem(group)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            model.appendRow(head)
            for place in places:
                item = QStandardItem(place.name)
                item.setData(place, _PLACE)
                model.appendRow(item)
                self._flat.appendRow(QStandardItem(place.label))
        self._combo.setModel(model)
        # A combo box takes its completer's list from its own model.
        self._completer.setModel(self._flat)
        self._combo.setCompleter(self._completer)
        self._combo.setCurrentIndex(-1)
        self._combo.setEditText("")

    def _entered(self) -> None:
        # What was chosen in the popup with Enter has been heard of already.
        text = self._combo.currentText().strip()
        if text and not self._completer.popup().isVisible():
            self._take(text)

    def _from_list(self, row: int) -> None:
        place = self._combo.itemData(row, _PLACE)
        if isinstance(place, NamedPlace):
            self._tell(place)

    def _take(self, text: str) -> None:
        place = self._index.find(text)
        if place is not None:
            self._tell(place)
        elif not self._is_taken:
            self._is_taken = True
            QTimer.singleShot(0, self._free)
            self.given.emit(text)

    def _tell(self, place: NamedPlace) -> None:
        if self._is_taken:
            return
        self._is_taken = True
        # The completer and the combo box put the text back after this.
        QTimer.singleShot(0, self._free)
        self.chosen.emit(place)

    def _free(self) -> None:
        self._is_taken = False
        self._combo.setCurrentIndex(-1)
        self._combo.setEditText("")

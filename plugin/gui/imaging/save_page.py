"""Step 5 of the assistant: what the structure image is called, how accurate it is, and where it goes."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QDate, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...about import DEMO_PACKAGE
from ...core.package.model import Package
from ...core.quantity import Dimension, format_quantity
from ...gis.profile import unpacked_packages
from ...translation import tr
from ..forms import load_form, qgis_icon
from .entries import both, has_checks, least_accuracy
from .job import About
from .saving import Order, Target
from .work import ImageWork

_LICENCES = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0")


class SavePage(QWidget):
    """``wanted`` is emitted with the :class:`~.saving.Order`."""

    wanted = pyqtSignal(object)

    def __init__(self, work: ImageWork, language: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("imaging_save", self)
        self._work = work
        self._language = language
        self._package: Optional[Package] = None
        self._updating = False
        self._is_chosen = False
        self._proposed = 0.0
        self.licence.addItems(_LICENCES)
        self.save.setIcon(qgis_icon("mActionFileSave"))
        self.copy_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.copy_folder.setDialogTitle(tr("New folder for the copy of the package"))
        self.copy_folder.lineEdit().setObjectName("copy_folder_path")
        self.image_file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.image_file.setFilter("GeoTIFF (*.tif)")
        self.image_file.setDialogTitle(tr("GeoTIFF file"))
        self.image_file.lineEdit().setObjectName("image_file_path")
        self._connect()

    def _connect(self) -> None:
        for line in self._lines():
            line.textEdited.connect(self._stated)
        self.issued.dateChanged.connect(self._stated)
        self.licence.editTextChanged.connect(self._stated)
        self.accuracy.valueChanged.connect(self._stated)
        for button in (self.into_package, self.into_copy, self.into_file):
            button.toggled.connect(self._target_chosen)
        self.copy_folder.fileChanged.connect(lambda _path: self._check())
        self.image_file.fileChanged.connect(lambda _path: self._check())
        for box in (self.save_raster, self.save_polygons, self.add_check):
            box.toggled.connect(lambda _on: self._check())
        self.save.clicked.connect(self._save)

    def _lines(self) -> tuple:
        return (
            self.title_sv,
            self.title_en,
            self.about_sv,
            self.about_en,
            self.page,
            self.producer_sv,
            self.producer_en,
        )

    def show_package(self, package: Optional[Package]) -> None:
        """The package that the image can go into."""
        self._package = package
        self.perspective.clear()
        for each in package.perspectives if package is not None else ():
            self.perspective.addItem(each.title.get(self._language), each.id)
        reason = _refusal(package)
        title = package.title.get(self._language) if package is not None else ""
        self.into_package.setEnabled(not reason)
        self.into_package_note.setText(reason or title)
        self.into_copy.setEnabled(package is not None)
        if not self._is_chosen:
            chosen = self.into_file if package is None else self.into_copy if reason else self.into_package
            self._updating = True
            chosen.setChecked(True)
            self._updating = False
        self._target_chosen()

    def has_saved(self) -> None:
        """The next save is into the package that is opened now."""
        self._is_chosen = False

    def enter(self) -> None:
        """The step begins."""
        about, least = self._work.about, self._least()
        if not about.issued:
            about = self._with_defaults(about)
        # It follows the control points until somebody states another.
        if about.accuracy in (0, self._proposed):
            about = replace(about, accuracy=least)
        self._proposed = least
        self._work.state(about)
        self._fill(about)
        dataset = self._work.dataset
        has = self._package is not None and has_checks(self._package, dataset)
        self.add_check.setVisible(not has)
        self.perspective.setVisible(not has)
        self.add_check.setChecked(not has and self._package is not None)
        self._check()

    def _with_defaults(self, about: About) -> About:
        package, path = self._package, self._work.path
        stated = {"issued": datetime.date.today().isoformat()}
        if package is not None and not (about.producer_sv or about.producer_en):
            stated.update(producer_sv=package.region.sv, producer_en=package.region.en)
        if not (about.title_sv or about.title_en) and path is not None:
            stated["title_sv"] = path.stem.replace("_", " ").replace("-", " ").capitalize()
        return replace(about, **stated)

    def _fill(self, about: About) -> None:
        self._updating = True
        for line in self._lines():
            line.setText(getattr(about, line.objectName()))
            line.setCursorPosition(0)
        self.issued.setDate(QDate.fromString(about.issued, "yyyy-MM-dd"))
        self.licence.setEditText(about.licence)
        self.accuracy.setValue(about.accuracy)
        self._updating = False

    def _stated(self, *_: object) -> None:
        if self._updating:
            return
        self._work.state(
            About(
                **{line.objectName(): line.text() for line in self._lines()},
                issued=self.issued.date().toString("yyyy-MM-dd"),
                licence=self.licence.currentText(),
                accuracy=self.accuracy.value(),
            )
        )
        self._check()

    def _target_chosen(self, *_: object) -> None:
        self._is_chosen = self._is_chosen or not self._updating
        self.copy_folder.setEnabled(self.into_copy.isChecked())
        self.image_file.setEnabled(self.into_file.isChecked())
        self.add_check.setEnabled(not self.into_file.isChecked())
        self.perspective.setEnabled(not self.into_file.isChecked() and self.add_check.isChecked())
        self._check()

    # what is missing

    def _check(self) -> None:
        """Say what is missing; the button works once nothing is."""
        least = self._least()
        is_low = 0 < self._work.about.accuracy < least
        note = tr("The control points only agree within {least}. State less only if you know why.")
        self.accuracy_note.setText(note.format(least=self._length(least)) if is_low else "")
        self.perspective.setEnabled(not self.into_file.isChecked() and self.add_check.isChecked())
        faults = self._faults()
        self.missing.setVisible(bool(faults))
        items = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
        self.missing.setText(f"<b>{escape(tr('Still missing:'))}</b><ul style='margin:2px'>{items}</ul>")
        self.save.setEnabled(not faults)

    def _least(self) -> float:
        """How accurate the picture can be said to be at most (m); 0 where that is not known from control points."""
        return 0.0 if self._work.own_position else least_accuracy(self._work.fit)

    def _length(self, value: float) -> str:
        return format_quantity(value, Dimension.LENGTH, self._language)

    def _faults(self) -> list[str]:
        work, about = self._work, self._work.about
        faults = []
        if work.fit is None:
            faults.append(tr("Control points that give the picture its place (step 2)"))
        if self.into_file.isChecked() and not self.image_file.filePath().strip():
            faults.append(tr("The file to save"))
        if self.into_copy.isChecked() and not self.copy_folder.filePath().strip():
            faults.append(tr("The folder of the copy"))
        if not self.into_file.isChecked():
            if not (about.title_sv.strip() or about.title_en.strip()):
                faults.append(tr("A title"))
            if not (about.producer_sv.strip() or about.producer_en.strip()):
                faults.append(tr("Who made the picture"))
            if not about.licence.strip():
                faults.append(tr("The licence"))
            if about.accuracy <= 0:
                faults.append(tr("The accuracy"))
        if not self.into_file.isChecked() or self.save_raster.isChecked() or self.save_polygons.isChecked():
            classes = work.legend.classes
            if not any(not each.blank for each in classes):
                faults.append(tr("A class that is not the ground of the map (step 4)"))
            if any(not (each.title.sv or each.title.en) for each in classes):
                faults.append(tr("A title for every class (step 4)"))
        return faults

    def _save(self) -> None:
        work = self._work
        target = (
            Target.PACKAGE
            if self.into_package.isChecked()
            else Target.COPY
            if self.into_copy.isChecked()
            else Target.FILE
        )
        place = Path(self.image_file.filePath().strip()) if target is Target.FILE else self._copy_place()
        adds_check = self.add_check.isVisibleTo(self) and self.add_check.isChecked() and target is not Target.FILE
        order = Order(
            picture=work.sheet.picture,
            fit=work.fit,
            crop=work.crop_ring,
            crs=work.crs,
            legend=work.legend.value.legend,
            about=work.about,
            target=target,
            place=place,
            package=self._package if target is not Target.FILE else None,
            dataset=work.dataset,
            raster=self.save_raster.isChecked(),
            polygons=self.save_polygons.isChecked(),
            perspective=self.perspective.currentData() if adds_check else "",
        )
        self.wanted.emit(order)

    def _copy_place(self) -> Path:
        """The folder of the copy: the one that is chosen or, where that is in use, one of the package's own in it."""
        folder = Path(self.copy_folder.filePath().strip())
        is_used = folder.is_dir() and any(folder.iterdir())
        return folder / self._package.id if is_used and self._package is not None else folder

    def title(self) -> str:
        """What the image is called."""
        return both(self._work.about.title_sv, self._work.about.title_en).get(self._language)


def _refusal(package: Optional[Package]) -> str:
    """Why nothing can be saved into the package itself; empty where it can."""
    if package is None:
        return tr("No regional package is open.")
    if package.root == DEMO_PACKAGE:
        return tr("The included demo package is not changed; make a copy of it.")
    if package.root.is_relative_to(unpacked_packages()):
        return tr("The package comes from a zip file, which is not changed; make a copy of it.")
    if not os.access(package.root, os.W_OK):
        return tr("The folder of the package cannot be written to; make a copy of it.")
    return ""

"""What becomes of work that is in no package yet when the assistant is closed."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ...translation import counted, tr
from .job import Job
from .keeping import Keeper


def may_close(parent: QWidget, keeper: Keeper, job: Optional[Job]) -> bool:
    """Whether the user means it. What is not saved is kept for another time, or thrown away, as the user says."""
    if not keeper.is_unsaved or job is None or job.is_blank:
        return True
    box = QMessageBox(parent)
    box.setObjectName("close_question")
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(tr("The structure image is not saved in a package yet."))
    box.setInformativeText(
        counted(
            len(job.points),
            tr("Your point, the crop and the legend can be kept for the next time you open the picture."),
            tr("Your {count} points, the crop and the legend can be kept for the next time you open the picture."),
        )
        if job.points
        else tr("The crop and the legend can be kept for the next time you open the picture.")
    )
    keep = box.addButton(tr("Keep and close"), QMessageBox.ButtonRole.AcceptRole)
    drop = box.addButton(tr("Throw away"), QMessageBox.ButtonRole.DestructiveRole)
    box.setEscapeButton(box.addButton(tr("Go on working"), QMessageBox.ButtonRole.RejectRole))
    box.setDefaultButton(keep)
    box.exec()
    if box.clickedButton() is drop:
        keeper.forget()
    elif box.clickedButton() is keep:
        keeper.keep()
    return box.clickedButton() in (keep, drop)

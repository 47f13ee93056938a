"""The dialog in which credentials of QGIS are chosen for the services of a package."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.gui import QgsAuthConfigSelect
from qgis.PyQt.QtWidgets import QDialog, QListWidgetItem, QVBoxLayout, QWidget

from ..core.package.model import Package
from ..gis.logins import LoginChoice, open_hosts
from ..translation import tr
from .forms import load_form, qgis_icon


class LoginDialog(QDialog):
    """``hosts`` are those that the credentials will go to, ``kept`` is what was chosen before."""

    def __init__(
        self,
        title: str,
        package: Package,
        hosts: Sequence[str],
        kept: Optional[LoginChoice],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        load_form("login", self)
        text = tr("These services of “{name}” want credentials. Choose those that they are asked with.")
        self.about.setText(text.format(name=title))
        in_the_open = open_hosts(package)
        for host in hosts:
            item = QListWidgetItem(host, self.hosts)
            if host in in_the_open:
                item.setIcon(qgis_icon("mIconWarning"))
                item.setText(tr("{host} (not encrypted: no credentials are sent there)").format(host=host))
            elif kept is not None and host not in kept.hosts:
                item.setText(tr("{host} (new)").format(host=host))
        self.select = QgsAuthConfigSelect(self)
        self.select.setAccessibleName(tr("Credentials"))
        place = QVBoxLayout(self.choice_place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.select)
        if kept is not None:
            self.select.setConfigId(kept.authcfg)
        self.setTabOrder(self.hosts, self.select)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def authcfg(self) -> str:
        """The id of the chosen configuration, empty for none."""
        return self.select.configId()

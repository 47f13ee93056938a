"""What would be needed to carry out a check that has no certain answer: the way out, beside the reason."""

from __future__ import annotations

from ..core.assessment import Finding
from ..core.outcome import NOT_CARRIED_OUT, Outcome
from ..core.text import Text

_MAPPED = Text(
    "Ett underlag som är kartlagt i hela området, eller en uppgift om var det är kartlagt.",
    "A dataset that is mapped in the whole area, or a statement of where it is mapped.",
)
_REST = Text(
    "Ett underlag för den del som inte täcks. Fråga den som ansvarar för det.",
    "A dataset for the part that is not covered. Ask whoever is responsible for it.",
)
_SERVICE = Text(
    "Att tjänsten svarar helt: gör om avstämningen senare, eller med en sparad kopia.",
    "A whole answer from the service: assess again later, or with a saved copy.",
)
_LOGIN = Text(
    "Inloggning till tjänsten: välj den i QGIS och gör om avstämningen.",
    "Credentials for the service: choose them in QGIS and assess again.",
)
_AGAIN = Text("Gör om avstämningen utan att avbryta den.", "Assess again without cancelling.")
_PACKAGE = Text(
    "Ett rättat underlagspaket. Säg till den som ansvarar för paketet.",
    "A corrected package. Tell whoever is responsible for the package.",
)
_LARGER = Text(
    "Kunskap som är noggrannare än bilden: fråga regionen.",
    "Knowledge that is more accurate than the picture: ask the Region.",
)

_VALUES = Text(
    "Värden för de objekt som saknar dem. Fråga den som ansvarar för underlaget.",
    "Values for the features that have none. Ask whoever is responsible for the dataset.",
)
_QGIS = Text(
    "En installation av QGIS som kan läsa källan.",
    "An installation of QGIS that can read the source.",
)

# By the code of the note that gives the reason; the first that fits counts.
_BY_CODE: dict[str, Text] = {
    "cancelled": _AGAIN,
    "remote-login": _LOGIN,
    "login-unknown": _LOGIN,
    "login-method": _LOGIN,
    "coverage-unknown": _MAPPED,
    "coverage-partial": _REST,
    "coverage-unreadable": _PACKAGE,
    "image-cannot-tell": _LARGER,
    "image-below-accuracy": _LARGER,
    "copy-not-saved": _SERVICE,
    "no-values": _VALUES,
    "incomplete-values": _VALUES,
    "source-empty": _MAPPED,
    "provider-missing": _QGIS,
    "source-provider": _QGIS,
    "remote-driver": _QGIS,
    **dict.fromkeys(
        (
            "remote-moved",
            "remote-layer",
            "remote-requests",
            "remote-axes",
            "remote-elsewhere",
            "remote-no-geometry",
            "remote-collections",
            "remote-srid",
            "remote-rows",
            "remote-much",
            "remote-database",
        ),
        _PACKAGE,
    ),
}
_BY_PREFIX: tuple[tuple[str, Text], ...] = (("remote-", _SERVICE), ("copy-", _SERVICE))


def needed(finding: Finding) -> Text:
    """What it takes to answer the check; for findings that were not carried out. Raises ValueError for others."""
    if finding.outcome not in NOT_CARRIED_OUT:
        raise ValueError(finding.outcome)
    codes = [note.code for note in finding.notes if note.code != "remote-address"]
    if "copy-used" in codes:
        # A copy answered: what is said of the service is why it was used, and no reason for the gap.
        codes = [code for code in codes if not code.startswith(("copy-", "remote-"))]
    for code in codes:
        if code in _BY_CODE:
            return _BY_CODE[code]
        for prefix, text in _BY_PREFIX:
            if code.startswith(prefix):
                return text
    return _REST if finding.outcome is Outcome.NO_DATA else _PACKAGE

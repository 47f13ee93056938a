"""When a check is asked at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from .messages import Message
from .proposal import Proposal


@dataclass(frozen=True)
class Conditions:
    """The ``when`` of a check. An empty condition holds; limits are inclusive; areas are in m²."""

    land_use: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    area_at_least: Optional[float] = None
    area_at_most: Optional[float] = None
    dwellings_at_least: Optional[int] = None
    dwellings_at_most: Optional[int] = None

    def ruled_out_by(self, proposal: Proposal) -> Optional[Message]:
        """The first condition that ``proposal`` does not meet, or None.

        What a proposal does not state cannot rule a check out: a question too many is better than one lost.
        """
        if self.land_use and proposal.land_use and proposal.land_use not in self.land_use:
            return _ruled_out("when-land-use", self.land_use, (proposal.land_use,))
        if self.stage and proposal.stage and proposal.stage not in self.stage:
            return _ruled_out("when-stage", self.stage, (proposal.stage,))
        if self.municipality and proposal.municipalities and not set(self.municipality) & set(proposal.municipalities):
            return _ruled_out("when-municipality", self.municipality, proposal.municipalities)
        if self.area_at_least is not None and proposal.area < self.area_at_least:
            return Message("when-area-least", {"wanted": self.area_at_least, "actual": proposal.area})
        if self.area_at_most is not None and proposal.area > self.area_at_most:
            return Message("when-area-most", {"wanted": self.area_at_most, "actual": proposal.area})
        if proposal.dwellings is None:
            return None
        if self.dwellings_at_least is not None and proposal.dwellings < self.dwellings_at_least:
            return Message("when-dwellings-least", {"wanted": self.dwellings_at_least, "actual": proposal.dwellings})
        if self.dwellings_at_most is not None and proposal.dwellings > self.dwellings_at_most:
            return Message("when-dwellings-most", {"wanted": self.dwellings_at_most, "actual": proposal.dwellings})
        return None


def _ruled_out(code: str, wanted: Sequence[str], actual: Sequence[str]) -> Message:
    return Message(code, {"wanted": ",".join(wanted), "actual": ",".join(actual)})

"""Where a place lies on a map."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from kb.loaders.fields import Record

Degrees = Annotated[str, Field(pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,6})?$")]


class Spot(Record):
    """Where the mark of a place stands on a map, in degrees; countries have theirs by their code."""

    longitude: Degrees
    latitude: Degrees

    @model_validator(mode="after")
    def _on_the_globe(self) -> Spot:
        if abs(Decimal(self.longitude)) > 180 or abs(Decimal(self.latitude)) > 90:
            raise ValueError(f"longitude {self.longitude}, latitude {self.latitude} is no place on the globe")
        return self

"""The JSON of what a person says about supply: settings of the site, suppliers, how SKUs are bought, pick faces."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.central.supply.saying import DAYS_MOST, UNITS_MOST
from app.central.supply.setting import FaceLine
from app.central.supply.values import RuleRow, SupplierRow
from app.domain.stock.supply.supply_settings import RANGES
from sync.central.supply.forms import Name


def _of(setting: str) -> Any:
    least, most = RANGES[setting]
    return Field(ge=least, le=most, strict=True)


Days = Annotated[int, Field(ge=0, le=DAYS_MOST, strict=True)]
Packs = Annotated[int, Field(ge=1, le=UNITS_MOST, strict=True)]
Stocked = Annotated[int, Field(ge=0, le=UNITS_MOST, strict=True)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f]$")]
Mail = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\x00-\x1f\x7f]*$")]


class SupplySettingsForm(BaseModel):
    """What is not named stays as it is. Days, minutes, percent, and thousandths of demand that is to be served."""

    model_config = ConfigDict(extra="forbid")
    window_days: Annotated[int, _of("window_days")] | None = None
    lead_days: Annotated[int, _of("lead_days")] | None = None
    review_days: Annotated[int, _of("review_days")] | None = None
    service_permille: Annotated[int, _of("service_permille")] | None = None
    slack_percent: Annotated[int, _of("slack_percent")] | None = None
    expiry_days: Annotated[int, _of("expiry_days")] | None = None
    look_minutes: Annotated[int, _of("look_minutes")] | None = None

    def changes(self) -> dict[str, int]:
        return self.model_dump(exclude_none=True)


class SupplierForm(BaseModel):
    """`lead_sigma_days` is by how much a delivery usually misses its lead time."""

    model_config = ConfigDict(extra="forbid")
    name: Words
    email: Mail = ""
    lead_days: Days = 7
    lead_sigma_days: Days = 0
    review_days: Days = 7

    def row(self, code: str) -> SupplierRow:
        return SupplierRow(code=code, **self.model_dump())


class SupplyRuleForm(BaseModel):
    """The whole rule; what is null comes from the supplier, then from the site. `max_units` is at least `min_units`."""

    model_config = ConfigDict(extra="forbid")
    supplier: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    supplier_sku: Name = ""
    pack: Packs = 1
    moq: Packs = 1
    lead_days: Days | None = None
    review_days: Days | None = None
    service_permille: Annotated[int, _of("service_permille")] | None = None
    min_units: Stocked | None = None
    max_units: Stocked | None = None

    def row(self, sku: str) -> RuleRow:
        return RuleRow(sku=sku, **self.model_dump())


class FaceForm(BaseModel):
    """Below `min_units` the face is filled up to `max_units`, which is more."""

    model_config = ConfigDict(extra="forbid")
    min_units: Stocked
    max_units: Packs

    def line(self, location: str, sku: str) -> FaceLine:
        return FaceLine(line=0, location=location, sku=sku, min_units=self.min_units, max_units=self.max_units)


class SupplySettingsShown(msgspec.Struct, frozen=True, kw_only=True):
    """How demand is looked at, what is usual of suppliers, and when to warn."""

    window_days: int
    lead_days: int
    review_days: int
    service_permille: int
    slack_percent: int
    expiry_days: int
    look_minutes: int


class SupplierShown(msgspec.Struct, frozen=True, kw_only=True):
    """Whom things are bought of."""

    code: str
    name: str
    email: str
    lead_days: int
    lead_sigma_days: int
    review_days: int


class SupplierList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    suppliers: list[SupplierShown]
    next: str | None


class SupplyRuleShown(msgspec.Struct, frozen=True, kw_only=True):
    """How a SKU is bought; null is what its supplier or the site says."""

    sku: str
    supplier: str
    supplier_sku: str
    pack: int
    moq: int
    lead_days: int | None
    review_days: int | None
    service_permille: int | None
    min_units: int | None
    max_units: int | None


class SupplyRuleList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    rules: list[SupplyRuleShown]
    next: str | None


class FaceShown(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a SKU lies ready at a location; `task_id` is the newest task that fills it, null while none did."""

    location: str
    sku: str
    min_units: int
    max_units: int
    task_id: str | None


class FaceList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    faces: list[FaceShown]
    next: str | None

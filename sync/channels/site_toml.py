"""site.toml: the site, its sender, its GS1 prefix, its services and its channels; every error names line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import time
from typing import Any

from app.central.warehouse.records import BadRow, ServiceLevel, SiteRecord
from app.domain.intake.channel_settings import BadPolicy, changed_policy
from app.domain.intake.clearance import CHANNEL_KINDS, ChannelPolicy, default_policy
from app.domain.intake.countries import COUNTRIES
from app.domain.money import BadAmount, exponent
from app.domain.parcels import PostalAddress
from app.domain.sscc import serials_per_extension
from app.domain.stock.channels.channel_rules import OF_CHANNEL, OF_SKU, BadRule, check_rule
from app.domain.stock.supply.supply_settings import wrong_setting
from app.domain.work.limits import BadSetting, WorkSettings, work_settings

_SITE_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")


class _Wrong(Exception):
    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key
        self.problem = problem


def read_site(file: str, data: bytes) -> tuple[SiteRecord | None, tuple[BadRow, ...]]:
    """The site, or what is wrong with its file."""
    try:
        text = data.decode("utf-8-sig")
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return None, (BadRow(file, data.count(b"\n", 0, error.start) + 1, "", "not UTF-8 text"),)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        return None, (BadRow(file, int(line[1]) if line else 1, "", str(error)),)
    try:
        return _site(found), ()
    except _Wrong as wrong:
        return None, (BadRow(file, _line_of(text, wrong.key), wrong.key, wrong.problem),)


def _site(found: dict[str, Any]) -> SiteRecord:
    site, sscc = _table(found, "site"), _table(found, "sscc")
    code = _text(site, "code", "site.code")
    if not _SITE_CODE.fullmatch(code):
        raise _Wrong("site.code", "expected 1 to 20 letters, digits, - or _")
    prefix = _text(sscc, "company_prefix", "sscc.company_prefix")
    try:
        serials_per_extension(prefix)
    except ValueError as error:
        raise _Wrong("sscc.company_prefix", str(error)) from error
    return SiteRecord(
        code=code,
        name=_text(site, "name", "site.name"),
        zone=_text(site, "zone", "site.zone"),
        sender=_sender(_table(site, "sender", "site.sender")),
        company_prefix=prefix,
        extension=_number(sscc, "extension", "sscc.extension", 0, 9),
        services=_services(found.get("service", [])),
        channels=_channels(found.get("channel", {})),
        policies=_policies(found.get("channel", {})),
        stock_rules=tuple(_stock_rules(found.get("channel", {}))),
        work=_work(found.get("work", {})),
        currency=_currency(site),
        supply=_supply(found.get("supply", {})),
    )


def _currency(site: dict[str, Any]) -> str:
    if "currency" not in site:
        return ""
    try:
        exponent(_text(site, "currency", "site.currency"))
    except BadAmount as error:
        raise _Wrong("site.currency", f"{error}: three capital letters, like EUR") from error
    return str(site["currency"])


def _work(table: Any) -> WorkSettings:
    if not isinstance(table, dict):
        raise _Wrong("work", "expected a table [work]")
    try:
        return work_settings(table)
    except BadSetting as bad:
        raise _Wrong(f"work.{bad.name}", str(bad)) from bad


def _supply(table: Any) -> dict[str, int]:
    if not isinstance(table, dict):
        raise _Wrong("supply", "expected a table [supply]")
    wrong = wrong_setting(table)
    if wrong is not None:
        raise _Wrong(f"supply.{wrong[0]}", wrong[1])
    return dict(table)


def _sender(table: dict[str, Any]) -> PostalAddress:
    known = PostalAddress.__dataclass_fields__
    strange = [name for name in table if name not in known]
    if strange:
        raise _Wrong(f"site.sender.{strange[0]}", f"is not known; expected {', '.join(known)}")
    cells = {name: _text(table, name, f"site.sender.{name}") for name in table}
    for name in ("name", "street", "postcode", "city", "country"):
        _text(cells, name, f"site.sender.{name}")
    if cells["country"] not in COUNTRIES:
        raise _Wrong("site.sender.country", f"{cells['country']!r} is not a country code (two letters, like DE)")
    return PostalAddress(**cells)


def _services(tables: Any) -> tuple[ServiceLevel, ...]:
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise _Wrong("service", "expected at least one [[service]] table")
    return tuple(_service(table) for table in tables)


def _service(table: dict[str, Any]) -> ServiceLevel:
    methods = table.get("shop_methods", [])
    if not isinstance(methods, list) or not all(isinstance(method, str) for method in methods):
        raise _Wrong("service.shop_methods", "expected a list of texts")
    cut_off = _text(table, "cut_off", "service.cut_off")
    if not re.fullmatch(r"\d{2}:\d{2}", cut_off) or not _is_time(cut_off):
        raise _Wrong("service.cut_off", f"{cut_off!r} is not a time like 16:30")
    return ServiceLevel(
        code=_text(table, "code", "service.code"),
        name=_text(table, "name", "service.name"),
        courier=_text(table, "courier", "service.courier"),
        shop_methods=tuple(methods),
        cut_off=cut_off,
        priority=_number(table, "priority", "service.priority", 1, 9),
    )


def _channels(tables: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(tables, dict):
        raise _Wrong("channel", "expected tables like [channel.shop]")
    return tuple((code, _kind(_table(tables, code, f"channel.{code}"))) for code in tables)


def _kind(table: dict[str, Any]) -> str:
    kind = _text(table, "kind", "channel.kind")
    if kind not in CHANNEL_KINDS:
        raise _Wrong("channel.kind", f"{kind!r} is none of {', '.join(CHANNEL_KINDS)}")
    return kind


def _policies(tables: dict[str, Any]) -> tuple[tuple[str, ChannelPolicy], ...]:
    """What a channel says beside its kind and name; its kind's own policy where it says nothing."""
    made = []
    for code, table in tables.items():
        settings = {name: value for name, value in table.items() if name not in ("kind", "name", "stock")}
        if not settings:
            continue
        try:
            made.append((code, changed_policy(default_policy(table["kind"]), settings)))
        except BadPolicy as bad:
            raise _Wrong(f"channel.{bad.name}", str(bad)) from bad
    return tuple(made)


def _stock_rules(tables: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(channel, SKU or "", settings) of [channel.shop.stock] and [channel.shop.stock.sku."TEE-M"]."""
    for code, table in tables.items():
        said = table.get("stock", {})
        if not isinstance(said, dict) or not isinstance(said.get("sku", {}), dict):
            raise _Wrong("channel.stock", f"expected tables like [channel.{code}.stock]")
        whole = {name: value for name, value in said.items() if name != "sku"}
        for sku, settings in (("", whole), *said.get("sku", {}).items()):
            if not isinstance(settings, dict):
                raise _Wrong("channel.stock.sku", f'expected a table like [channel.{code}.stock.sku."{sku}"]')
            try:
                good = check_rule(settings, OF_SKU if sku else OF_CHANNEL)
            except BadRule as bad:
                raise _Wrong(f"channel.stock.{bad.name}", str(bad)) from bad
            if good:
                yield code, sku, good


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True


def _table(found: dict[str, Any], name: str, key: str = "") -> dict[str, Any]:
    table = found.get(name)
    if not isinstance(table, dict):
        raise _Wrong(key or name, f"expected a table [{key or name}]")
    return table


def _text(table: dict[str, Any], name: str, key: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(key, "is missing" if value is None else "expected a text that is not empty")
    return value


def _number(table: dict[str, Any], name: str, key: str, least: int, most: int) -> int:
    value = table.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _Wrong(key, f"expected a whole number from {least} to {most}")
    return value


def _line_of(text: str, key: str) -> int:
    """The line the last part of the key stands on, else the first."""
    shape = re.compile(rf"^\s*(\[+[^\]]*)?{re.escape(key.rsplit('.', 1)[-1])}\s*[=\]]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if shape.match(line)), 1)

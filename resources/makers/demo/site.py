"""site.toml: who sends, from where, by which service until when, and under which GS1 company prefix."""

from __future__ import annotations

from resources.makers.demo.gtin import COMPANY_PREFIX

SITE = f"""# The demo warehouse. Invented; the GS1 company prefix lies in the range GS1 keeps for demonstrations (950).

[site]
code = "DO1"
name = "Packbench Demo"
zone = "Europe/Berlin"
currency = "EUR"

[site.sender]
name = "Packbench Demo"
street = "Hall 3"
postcode = "44137"
city = "Dortmund"
country = "DE"

[sscc]
company_prefix = "{COMPANY_PREFIX}"
extension = 3

[channel.shop]
kind = "web"
name = "Packbench demo shop"

# `shop_methods` are the shop's own shipping methods that this service serves; `cut_off` is local time at the site.
[[service]]
code = "express"
name = "Express"
courier = "house"
shop_methods = ["Express"]
cut_off = "14:00"
priority = 1

[[service]]
code = "standard"
name = "Standard"
courier = "house"
shop_methods = ["Standard"]
cut_off = "16:30"
priority = 5
"""

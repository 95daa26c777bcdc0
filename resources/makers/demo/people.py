"""The customers of the demo: invented people at invented house numbers; phone numbers from ranges kept for fiction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Customer:
    """Who ordered and where it goes; `zip` and `street` may be "" where the story needs them missing."""

    name: str
    street: str
    zip: str
    city: str
    country: str = "DE"
    province: str = ""
    province_name: str = ""
    street2: str = ""
    company: str = ""
    phone: str = "+49 30 23125 017"

    @property
    def full_street(self) -> str:
        return ", ".join(part for part in (self.street, self.street2) if part)


_FIRST = (
    "Anna",
    "Björn",
    "Carla",
    "Dörte",
    "Emre",
    "Françoise",
    "Günther",
    "Hanna",
    "Ilse",
    "Jürgen",
    "Käthe",
    "Lukas",
    "Mária",
    "Niklas",
    "Özlem",
    "Paweł",
    "Renée",
    "Søren",
    "Theo",
    "Ulrike",
    "Věra",
    "Wilma",
    "Yara",
    "Zoë",
)
_LAST = (
    "Øster",
    "Müller",
    "Größmann",
    "Nowak",
    "Şahin",
    "Lindqvist",
    "O'Brien",
    "van den Berg",
    "Kühn",
    "Schäfer",
    "Peña",
    "Weiß",
    "Dvořák",
    "Hoffmann",
    "Jäger",
    "Łukasik",
    "Meyer",
    "Nuñez",
    "Petersen",
    "Rossi",
)
_STREETS = (
    "Weststr.",
    "Am Alten Hafen",
    "Königsallee",
    "Bäckergasse",
    "Lindenweg",
    "Mühlenstraße",
    "Schloßplatz",
    "Ostring",
    "Zum Grünen Tal",
    "Gartenstr.",
    "Brückenkopf",
)
_TOWNS = (
    ("50667", "Köln"),
    ("80331", "München"),
    ("10115", "Berlin"),
    ("20095", "Hamburg"),
    ("44135", "Dortmund"),
    ("70173", "Stuttgart"),
    ("90402", "Nürnberg"),
    ("40213", "Düsseldorf"),
    ("28195", "Bremen"),
    ("60311", "Frankfurt"),
    ("99084", "Erfurt"),
    ("97070", "Würzburg"),
    ("24103", "Kiel"),
)


def usual(number: int) -> Customer:
    """An everyday customer; the same `number` gives the same person."""
    name = f"{_FIRST[number * 7 % len(_FIRST)]} {_LAST[number * 11 % len(_LAST)]}"
    zip_code, city = _TOWNS[number * 5 % len(_TOWNS)]
    street = f"{_STREETS[number * 3 % len(_STREETS)]} {1 + number * 13 % 90}"
    return Customer(name, street, zip_code, city, phone=f"+49 30 23125 {number % 1000:03d}")


ARABIC = (
    Customer("محمد الحسن", "Sonnenallee 101", "12045", "Berlin"),
    Customer("ليلى عبد الرحمن", "شارع الملك فهد 12", "11564", "الرياض", "SA", phone="+966 11 555 0142"),
    Customer("نور الدين Haddad", "Rue des Écoles 7", "75005", "Paris", "FR", phone="+33 1 99 00 12 34"),
)
EMOJI = (
    Customer("Mia 🎉 Sommer", "Rosenweg 3 🌹", "22763", "Hamburg"),
    Customer("🦊 Fuchs & Söhne", "Gewerbepark 8", "04103", "Leipzig", company="🦊 Fuchs & Söhne GmbH"),
)
PRINTER_COMMAND = Customer("Bobby ^XZ~JR Tables", "^FDHaus~HS 1", "76131", "Karlsruhe")
LEADING_ZERO = Customer("Käthe Zwinger", "Theaterplatz 1", "01067", "Dresden")
PO_BOXES = (
    Customer("Ingrid Ahlers", "Postfach 12 34", "48143", "Münster"),
    Customer("Dale Cooper", "PO Box 4021", "97201", "Portland", "US", "OR", "Oregon", phone="+1 503 555 0148"),
    Customer("Noa Brandt", "Packstation 145", "53113", "Bonn", street2="1234567890"),
)
EXPRESS_BOX = Customer("Uwe Eilig", "Postfach 99", "55116", "Mainz")
AMERICANS = (
    Customer(
        "Alex Rivera", "2 Example Ave", "10001", "New York", "US", "NY", "New York", "Apt 4B", phone="+1 212 555 0101"
    ),
    Customer(
        "Jo Smith-O'Neil", "77 Sample St", "02139", "Cambridge", "US", "MA", "Massachusetts", phone="+1 617 555 0117"
    ),
    Customer(
        'Sam "Sky" Lee', "500 Fiction Blvd", "94103", "San Francisco", "US", "CA", "California", phone="+1 415 555 0132"
    ),
)
JAPANESE = (
    Customer(
        "田中 花子",
        "架空町1丁目2-3",
        "150-0001",
        "渋谷区",
        "JP",
        "JP-13",
        "Tokyo",
        "見本ビル405",
        phone="+81 3 5550 0155",
    ),
    Customer("髙橋 健一", "見本通4-5-6", "530-0001", "大阪市北区", "JP", "JP-27", "Osaka", phone="+81 6 5550 0166"),
)
BUSINESS = Customer(
    "Einkauf, z. Hd. Frau Weiß", "Industriestraße 40", "45127", "Essen", company="Beispiel Café & Bäckerei GmbH"
)
LONG_NAME = Customer(
    "Maximiliane-Charlotte Freifrau von und zu Hohenstein-Waldburg-Beispielhausen",
    "Wolfratshausener Straße 128",
    "81479",
    "München",
    street2="Gartenhaus, 2. Hinterhof, dritter Stock rechts",
)
NO_ZIP = (
    Customer("Rolf Ohnezahl", "Bahnhofstr. 5", "", "Ulm"),
    Customer("Svea Lund", "Hafengatan 11", "", "Göteborg", "SE", phone="+46 31 390 06 12"),
    Customer("Tom Weber", "Hauptstr. 77", "", "Neustadt"),
)
NO_STREET = (Customer("Vera Leer", "", "30159", "Hannover"), Customer("Wim Straatloos", "", "48149", "Münster"))

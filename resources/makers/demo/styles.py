"""The styles of the demo shop: what is sold, in which colours and sizes, at what price and weight."""

from __future__ import annotations

from dataclasses import dataclass

ADULT = ("S", "M", "L", "XL")
ADULT_XXL = (*ADULT, "XXL")
SOCKS = ("36-39", "40-43", "44-47")
WAIST = ("30/32", "32/32", "34/32", "36/32")
BELT = ("85", "95", "105")
KIDS = ("92", "104", "116", "128")
BABY = ("62", "68", "74")
ONE: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """One style. `drawing` names its picture, `price` is in cents, `barcode` the kind of number its variants carry."""

    code: str
    title: str
    drawing: str
    type: str
    category: str
    price: int
    grams: int
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    barcode: str = "gtin13"

    @property
    def handle(self) -> str:
        return self.title.lower().replace(" ", "-")


TOPS = "Apparel & Accessories > Clothing > Clothing Tops"
OUTER = "Apparel & Accessories > Clothing > Outerwear"
LEGS = "Apparel & Accessories > Clothing > Pants"
ACCESSORY = "Apparel & Accessories > Clothing Accessories"
BAGS = "Luggage & Bags"
HOME = "Home & Garden > Kitchen & Dining"
PAPER = "Office Supplies > General Office Supplies"
BABIES = "Apparel & Accessories > Clothing > Baby & Toddler Clothing"

STYLES = (
    Style("HT", "Heavy tee", "tee", "T-Shirt", TOPS, 2900, 230, ("black", "white", "moss"), ADULT_XXL),
    Style("FT", "Field tee", "tee", "T-Shirt", TOPS, 2700, 190, ("moss", "sea", "oat"), ADULT),
    Style("PT", "Pocket tee", "pocket_tee", "T-Shirt", TOPS, 3200, 200, ("oat", "rust", "navy"), ADULT),
    Style("LS", "Long sleeve tee", "long_sleeve", "T-Shirt", TOPS, 3500, 260, ("black", "grey"), ADULT),
    Style("SL", "Striped long sleeve", "striped", "T-Shirt", TOPS, 3900, 270, ("navy", "rust"), ADULT),
    Style("LH", "Loft hoodie", "hoodie", "Hoodie", TOPS, 6900, 620, ("black", "grey", "moss"), ADULT),
    Style("ZH", "Zip hoodie", "zip_hoodie", "Hoodie", TOPS, 7900, 660, ("black", "navy"), ADULT),
    Style("CS", "Crew sweatshirt", "sweatshirt", "Sweatshirt", TOPS, 5900, 520, ("oat", "rust"), ADULT),
    Style("WS", "Work shirt", "shirt", "Shirt", TOPS, 6500, 340, ("sea", "oat"), ADULT),
    Style("RJ", "Rain jacket", "jacket", "Jacket", OUTER, 11900, 540, ("mustard", "navy"), ADULT),
    Style("QV", "Quilted vest", "vest", "Vest", OUTER, 8900, 410, ("moss", "black"), ADULT),
    Style("JG", "Jogger", "trousers", "Trousers", LEGS, 5500, 450, ("grey", "black"), ADULT),
    Style("CH", "Chino", "trousers", "Trousers", LEGS, 7500, 480, ("oat", "navy"), WAIST),
    Style("SH", "Shorts", "shorts", "Trousers", LEGS, 4500, 280, ("navy", "rust"), ADULT),
    Style("SK", "Crew socks", "socks", "Socks", ACCESSORY, 1200, 70, ("grey", "navy", "rust"), SOCKS),
    Style("HS", "Hiking socks", "socks", "Socks", ACCESSORY, 1600, 95, ("moss", "grey"), SOCKS),
    Style("CP", "Field cap", "cap", "Headwear", ACCESSORY, 2500, 90, ("black", "moss", "rust", "navy", "oat"), ONE),
    Style("BN", "Beanie", "beanie", "Headwear", ACCESSORY, 2200, 85, ("grey", "rust", "navy", "mustard"), ONE),
    Style("SC", "Wool scarf", "scarf", "Scarf", ACCESSORY, 3900, 180, ("oat", "navy"), ONE),
    Style("GL", "Knit gloves", "gloves", "Gloves", ACCESSORY, 2400, 60, ("black",), ("S", "M", "L")),
    Style("BT", "Canvas belt", "belt", "Belt", ACCESSORY, 2800, 150, ("rust", "black"), BELT),
    Style("TB", "Tote bag", "tote", "Bag", BAGS, 1500, 140, ("oat", "black", "sea"), ONE),
    Style("RS", "Roll-top rucksack", "rucksack", "Bag", BAGS, 9900, 890, ("moss", "black"), ONE),
    Style("MG", "Enamel mug", "mug", "Mug", HOME, 1400, 160, ("white", "black", "sea", "rust"), ONE, "gtin12"),
    Style("BO", "Steel bottle", "bottle", "Bottle", HOME, 2900, 310, ("moss", "white", "sea"), ONE, "gtin12"),
    Style("AP", "Workshop apron", "apron", "Apron", HOME, 3600, 330, ("navy", "oat"), ONE),
    Style("TT", "Tea towel", "towel", "Towel", HOME, 1100, 90, ("white", "sea"), ONE),
    Style("NB", "Notebook", "notebook", "Paper", PAPER, 900, 210, ("oat", "black"), ONE, "gtin8"),
    Style("KT", "Kids tee", "tee", "T-Shirt", BABIES, 1900, 110, ("mustard", "sea"), KIDS),
    Style("BB", "Baby body", "body", "Baby", BABIES, 1700, 80, ("white", "sea"), BABY),
    Style("PN", "Enamel pin", "pin", "Pin", ACCESSORY, 600, 12, (), ONE, "gtin8"),
    Style("GB", "Gift box", "box", "Box", HOME, 500, 120, (), ONE),
)  # fmt: skip

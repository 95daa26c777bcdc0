"""What a customer reads, in English and German: labels, what was wrong with a field, and what would be right."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("en", "de")
_GERMAN: Final = frozenset({"DE", "AT", "CH", "LI", "LU"})

_LABELS: Final = {
    "name": ("Name", "Name"),
    "company": ("Company", "Firma"),
    "street": ("Street and house number", "Straße und Hausnummer"),
    "street2": ("Address line 2", "Adresszusatz"),
    "postcode": ("Postcode", "Postleitzahl"),
    "city": ("Town", "Ort"),
    "region": ("State or province", "Bundesland oder Provinz"),
    "country": ("Country, as two letters", "Land, mit zwei Buchstaben"),
    "phone": ("Telephone", "Telefon"),
    "email": ("E-mail", "E-Mail"),
}

_PROBLEMS: Final = {
    "missing": ("This is missing.", "Diese Angabe fehlt."),
    "format": ("This is not a postcode of your country.", "Das ist keine Postleitzahl dieses Landes."),
    "postcode_area": (
        "The postcode and the state do not belong together.",
        "Postleitzahl und Bundesland gehören nicht zusammen.",
    ),
    "unknown": ("We do not know this one.", "Diese Angabe kennen wir nicht."),
    "po_box": (
        "The courier needs a street address and can not deliver to a box or locker.",
        "Der Paketdienst braucht eine Straße und kann nicht an Postfach oder Packstation liefern.",
    ),
    "military": (
        "The courier can not deliver to military post offices. Please give a civilian town.",
        "Der Paketdienst kann nicht an Feldpostämter liefern. Bitte einen zivilen Ort angeben.",
    ),
    "house_number": ("The house number is missing.", "Die Hausnummer fehlt."),
    "too_long": ("Please use at most 35 characters.", "Bitte höchstens 35 Zeichen."),
    "phone": ("Nobody can be called under this number.", "Unter dieser Nummer ist niemand erreichbar."),
    "email": ("This is not an e-mail address.", "Das ist keine E-Mail-Adresse."),
    "email_slip": ("This looks like a typing slip.", "Das sieht nach einem Tippfehler aus."),
    "blocked": ("We can not ship there.", "Dorthin können wir nicht liefern."),
    "characters": (
        "Please use letters, digits and signs only, at most 300.",
        "Bitte nur Buchstaben, Ziffern und Zeichen, höchstens 300.",
    ),
    "check": ("Please check this.", "Bitte prüfen Sie diese Angabe."),
}

_EXAMPLES: Final = {
    "format": ("Right would be, for example, {}.", "Richtig wäre zum Beispiel {}."),
    "postcode_area": ("This postcode lies in {}.", "Diese Postleitzahl liegt in {}."),
    "email_slip": ("Did you mean {}?", "Meinten Sie {}?"),
    "too_long": ("For example: {}", "Zum Beispiel: {}"),
}
_PLAIN_EXAMPLES: Final = {
    "house_number": ("Right would be, for example, Station Road 12.", "Richtig wäre zum Beispiel Bahnhofstraße 12."),
    "phone": ("Right would be, for example, +44 20 7946 0018.", "Richtig wäre zum Beispiel +49 30 901820."),
    "email": ("Right would be, for example, ada@example.com.", "Richtig wäre zum Beispiel ada@example.com."),
}


def language_for(country: str) -> str:
    """The language of the country, of those we speak."""
    return "de" if country in _GERMAN else "en"


def label(field: str, language: str) -> str:
    return _pick(_LABELS.get(field.rpartition(".")[2], (field, field)), language)


def problem_words(code: str, suggestion: str, language: str) -> str:
    """What is wrong, and what would be right."""
    wrong = _pick(_PROBLEMS.get(code, _PROBLEMS["check"]), language)
    example = _pick(_EXAMPLES[code], language).format(suggestion) if suggestion and code in _EXAMPLES else ""
    example = example or (_pick(_PLAIN_EXAMPLES[code], language) if code in _PLAIN_EXAMPLES else "")
    return f"{wrong} {example}".rstrip()


def _pick(words: tuple[str, str], language: str) -> str:
    return words[LANGUAGES.index(language) if language in LANGUAGES else 0]

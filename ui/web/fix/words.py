"""The words of the customer's page, in English and German."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class FixWords:
    """`{}` in `items` is the number of units; `other` is the link to the other language, `other_code` its code."""

    order: str
    title: str
    lead: str
    item: str
    items: str
    given: str
    nothing_given: str
    optional: str
    confirm: str
    send: str
    wrong_one: str
    wrong_many: str
    thanks: str
    thanks_more: str
    settled: str
    settled_more: str
    ended: str
    ended_more: str
    gone: str
    gone_more: str
    slow: str
    slow_more: str
    private: str
    other: str
    other_code: str


WORDS: Final = {
    "en": FixWords(
        order="Order",
        title="Please check your details",
        lead="We can send your order as soon as this is right.",
        item="1 item",
        items="{} items",
        given="You wrote:",
        nothing_given="You wrote nothing here.",
        optional="may stay as it is",
        confirm="My address has no house number",
        send="Send",
        wrong_one="One field still needs your help. Nothing was stored yet.",
        wrong_many="{} fields still need your help. Nothing was stored yet.",
        thanks="Thank you, that is all we needed",
        thanks_more="Your order goes on. You can close this page.",
        settled="Nothing left to do",
        settled_more="These details have been put right already. Your order goes on.",
        ended="Nothing left to do",
        ended_more="This order was cancelled or has left already. If that is not what you expect, "
        "please contact the shop.",
        gone="This link does not work any more",
        gone_more="It may have expired, or a newer letter has taken its place. Please use the newest letter, "
        "or contact the shop.",
        slow="Too many attempts",
        slow_more="Please try again in some minutes.",
        private="Only what needs an answer is shown. Nobody needs to sign in, and the link ends with your answer.",
        other="Deutsch",
        other_code="de",
    ),
    "de": FixWords(
        order="Bestellung",
        title="Bitte prüfen Sie Ihre Angaben",
        lead="Sobald das stimmt, können wir Ihre Bestellung verschicken.",
        item="1 Artikel",
        items="{} Artikel",
        given="Sie schrieben:",
        nothing_given="Hier stand nichts.",
        optional="kann so bleiben",
        confirm="Meine Adresse hat keine Hausnummer",
        send="Absenden",
        wrong_one="Ein Feld braucht noch Ihre Hilfe. Bisher wurde nichts gespeichert.",
        wrong_many="{} Felder brauchen noch Ihre Hilfe. Bisher wurde nichts gespeichert.",
        thanks="Danke, mehr brauchen wir nicht",
        thanks_more="Ihre Bestellung geht weiter. Sie können diese Seite schließen.",
        settled="Es ist nichts mehr zu tun",
        settled_more="Diese Angaben wurden bereits berichtigt. Ihre Bestellung geht weiter.",
        ended="Es ist nichts mehr zu tun",
        ended_more="Diese Bestellung wurde storniert oder ist schon unterwegs. Wenn Sie etwas anderes erwarten, "
        "wenden Sie sich bitte an den Shop.",
        gone="Dieser Link funktioniert nicht mehr",
        gone_more="Er kann abgelaufen sein, oder ein neuerer Brief hat ihn abgelöst. Bitte nehmen Sie den neuesten "
        "Brief oder wenden Sie sich an den Shop.",
        slow="Zu viele Versuche",
        slow_more="Bitte versuchen Sie es in einigen Minuten noch einmal.",
        private="Gezeigt wird nur, was eine Antwort braucht. Eine Anmeldung ist nicht nötig, und der Link endet mit "
        "Ihrer Antwort.",
        other="English",
        other_code="en",
    ),
}
"""By language; English for every language we do not speak."""


def words_in(language: str) -> FixWords:
    return WORDS.get(language, WORDS["en"])


def spoken(asked: str, header: str) -> str:
    """The language asked for, else the first of the browser's that we speak, else ""."""
    if asked in WORDS:
        return asked
    for part in header.split(",")[:8]:
        code = part.split(";")[0].strip().lower()[:2]
        if code in WORDS:
            return code
    return ""

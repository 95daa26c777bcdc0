"""Reading the fields of a form: each wrong one is named with what would be right, and what was typed is kept."""

from __future__ import annotations

from collections.abc import Collection

from ui.web.shell.forms.acting import Form

UNITS_MOST = 1_000_000


class Fields:
    """Reads field by field; `wrong` says by field what is wrong with it."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.wrong: dict[str, str] = {}

    def word(self, name: str, most: int = 80, *, needed: bool = False) -> str:
        said = self._form.word(name, most + 1)
        if len(said) > most:
            self.wrong[name] = f"at most {most} characters"
            return said[:most]
        if needed and not said:
            self.wrong[name] = "must not be empty"
        return said

    def number(self, name: str, least: int = 0, most: int = UNITS_MOST) -> int | None:
        """A whole number, None where nothing was typed (or what was typed is none)."""
        said = self._form.word(name, 40)
        if not said:
            return None
        found = self._form.number(name)
        if found is None:
            self.wrong[name] = f"{said[:20]!r} is no whole number"
        elif not least <= found <= most:
            self.wrong[name] = f"{found} is not from {least} to {most:,}"
            return None
        return found

    def needed(self, name: str, least: int = 0, most: int = UNITS_MOST) -> int:
        """A whole number that has to be there; `least` stands for one that is not."""
        found = self.number(name, least, most)
        if found is None and name not in self.wrong:
            self.wrong[name] = "give a whole number"
        return least if found is None else found

    def among(self, name: str, allowed: Collection[str]) -> str:
        said = self._form.word(name, 60)
        if said not in allowed:
            self.wrong[name] = f"one of {', '.join(sorted(word for word in allowed if word))}"
        return said

    def ticked(self, name: str) -> bool:
        return self._form.word(name, 10) == "1"

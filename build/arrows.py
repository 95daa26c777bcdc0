"""Two import rules that import-linter lacks: who may import a package, and all that a room may import."""

import sys
from typing import cast

import grimp
from importlinter import Contract, ContractCheck, fields, output


def inside(module: str, room: str) -> bool:
    """Whether `module` is `room` or stands in it; a `*` in `room` is any one name, as in `app.*.storage`."""
    wanted, names = room.split("."), module.split(".")
    return len(names) >= len(wanted) and all(w in ("*", n) for w, n in zip(wanted, names, strict=False))


def inside_any(module: str, rooms: list[str]) -> bool:
    """Whether `module` stands in one of `rooms`."""
    return any(inside(module, room) for room in rooms)


class SingleImports(Contract):
    """A contract that each direct import keeps or breaks by itself; what it names need not exist yet."""

    def breaks(self, importer: str, imported: str) -> bool:
        """Whether this one import breaks the contract."""
        raise TypeError("each contract says what breaks it")

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        lines = [
            f"{importer} -> {imported}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self.breaks(importer, imported)
        ]
        return ContractCheck(kept=not lines, metadata={"lines": lines})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["lines"]:
            output.print_error(f"- {line}", bold=False)
        output.new_line()


class OnlyIn(SingleImports):
    """`packages` are imported by modules of `rooms` only."""

    packages = fields.ListField(subfield=fields.StringField())
    rooms = fields.ListField(subfield=fields.StringField())

    def breaks(self, importer: str, imported: str) -> bool:
        packages, rooms = cast(list[str], self.packages), cast(list[str], self.rooms)
        return inside_any(imported, packages) and not inside_any(importer, rooms + packages)


class KnowsOnly(SingleImports):
    """Modules of `room` import the standard library, themselves and `packages`, and nothing else."""

    room = fields.StringField()
    packages = fields.ListField(subfield=fields.StringField())

    def breaks(self, importer: str, imported: str) -> bool:
        room, packages = cast(str, self.room), cast(list[str], self.packages)
        known = imported.split(".")[0] in sys.stdlib_module_names or inside_any(imported, [room, *packages])
        return inside(importer, room) and not known

"""A plain example of any schema, for what has none written by hand."""

from __future__ import annotations

from typing import Any, Final

_FORMATS: Final = {
    "date-time": "2026-09-14T06:00:00Z",
    "date": "2026-09-14",
    "uuid": "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
}
_DEEPEST: Final = 8


def sample(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Any:
    """Something that fits a JSON schema; `schemas` are those its references name. Patterns are not looked at."""
    if "$ref" in schema:
        return sample(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas, depth + 1)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return sample(schema[key][0], schemas, depth + 1)
    kind = schema.get("type", "object")
    return _plain(kind[0] if isinstance(kind, list) else kind, schema, schemas, depth)


def _plain(kind: str, schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> Any:
    if kind == "object":
        wanted = schema.get("required", ()) if depth > _DEEPEST else schema.get("properties", {})
        return {name: sample(schema["properties"][name], schemas, depth + 1) for name in wanted}
    if kind == "array":
        full = depth <= _DEEPEST and "items" in schema and isinstance(schema["items"], dict)
        return [sample(schema["items"], schemas, depth + 1)] if full else []
    if kind in ("integer", "number"):
        least = max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
        return int(least) if kind == "integer" else least  # the framework writes bounds as 1.0
    if kind == "string":
        return _FORMATS.get(schema.get("format", ""), "text".ljust(schema.get("minLength", 0), "x"))
    return {"boolean": True}.get(kind)

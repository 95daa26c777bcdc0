"""The OpenAPI document: schemas, examples, links and the notice of what goes."""

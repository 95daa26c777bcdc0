"""Changes of orders that were taken: followed at once, at the bench, or by a person.

`app.domain.intake.changing` holds the table of what each change does at each stage; here it is done. `cases` says how
far an order has come, `following` decides and dispatches, `lines` moves quantities, `taking_out` interrupts work,
`boxed` is for boxes that are closed already, `cancelling` for orders that end.
"""

"""The page behind a customer's link: a few fields to mend, without an account and without JavaScript."""

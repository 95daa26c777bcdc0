"""How the server says no: codes, problem documents, and pages for people."""

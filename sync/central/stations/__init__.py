"""The stations over HTTP: enrolment, commands up, changes down."""

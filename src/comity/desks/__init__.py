"""The shell of all desks: layout, sign-in, languages, public and oversight pages."""

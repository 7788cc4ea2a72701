"""Fuzzing: every decoder is given what nobody would write. See README.md."""

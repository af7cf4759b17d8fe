"""Errors that a user can mend: what is wrong, what was found, what is allowed, what to do."""


class DrijfveerError(Exception):
    """Stand at the root of every error that this library raises on purpose."""


class InputError(DrijfveerError):
    """Say that an export cannot be read: the file, its columns or its values."""


class SettingsError(DrijfveerError):
    """Say that a setting has a value that is not allowed."""


class CodebookError(DrijfveerError):
    """Say that a codebook or a list of terms is not well formed."""


class ModelError(DrijfveerError):
    """Say that a trained model cannot be read: missing, damaged, foreign or of a newer format."""


class TableError(DrijfveerError):
    """Say that a table lacks a column or holds values that its contract forbids."""


class OutputError(DrijfveerError):
    """Say that a result cannot be written where it was asked for."""

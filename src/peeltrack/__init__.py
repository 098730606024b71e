"""peeltrack: inspection grades of police forces, year by year, from records in TOML."""

__version__ = "0.1.0"

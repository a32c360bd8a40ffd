"""How dates and numbers are read and written. One form in both languages: 22/11/2026 and 1.234.567,5."""

"""Further languages: one module each, named by its language tag, with `TEXTS: dict[code, text]` for the catalogue's codes.

English and Chinese stand beside their codes in `app/texts`. What a further language lacks is shown in English and logged.
"""

"""The verbs of the calendar: `entries` in a month, `duties` that were agreed, `copying` of a year."""

"""Pure rules: no Django, no clock, no files. Moments, texts and tables are handed in by the caller."""

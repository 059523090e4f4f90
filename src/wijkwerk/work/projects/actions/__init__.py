"""The verbs on projects and on the log of an area."""

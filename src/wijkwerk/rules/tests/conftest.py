"""Settings of hypothesis for every test that runs in the same session."""

from hypothesis import settings

# A shared machine can be slow for a moment; that says nothing about the rule under test.
settings.register_profile("wijkwerk", deadline=None)
settings.load_profile("wijkwerk")

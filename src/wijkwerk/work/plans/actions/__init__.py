"""The verbs on plans: write, put items in, adopt, and see through."""

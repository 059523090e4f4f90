"""The desk of staff: lists, one signal, each step on it, and promises."""

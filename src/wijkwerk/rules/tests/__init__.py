"""Tests of the pure rules; they run without Django."""

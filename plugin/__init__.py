"""The code of Plandialog; docs/architecture.md says what depends on what."""

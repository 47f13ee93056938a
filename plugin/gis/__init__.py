"""The engine on PyQGIS: sources, plan areas, coverage, measures and the carrying out of checks. No widgets."""

"""The guidance summary as a QGIS print layout, and from it as a PDF."""

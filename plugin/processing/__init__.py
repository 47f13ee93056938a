"""The engine in the Processing toolbox, in models, in batch and in qgis_process."""

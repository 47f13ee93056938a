"""What Plandialog knows without QGIS: packages, bands, outcomes, assessments and their texts.

Nothing here imports qgis or Qt; every module can be tested in milliseconds.
"""

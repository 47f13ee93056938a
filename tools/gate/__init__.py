"""What has to hold of the zip file that is published: the rules of the QGIS plugin repository, and stricter ones.

``python -m tools.gate build/plandialog.zip`` puts a zip file to every gate and says what each found. A gate is a
function that takes the folder of an unpacked plugin and gives findings; :mod:`.archive` looks at the zip file itself.
"""

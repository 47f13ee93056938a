"""Journeys: tests in a real QGIS window, with a real pointer and keyboard, on a display of their own.

A test holds a :class:`journey.window.Window` and sends *steps* to it. A step is a function in a module that QGIS can
import (``journey/steps.py``, or ``journey/steps_dock.py`` for what belongs to the dock); it runs on QGIS's main thread
and its answer, which must be JSON, comes back to the test. The test itself sees no widget::

    # journey/steps_dock.py — imported by the test for its names, carried out inside QGIS
    from journey.hands import choose_in, click, find, type_text, until

    def check(purpose, dwellings):
        dock = find("QgsDockWidget", name="PlandialogDock")
        yield choose_in(find("QComboBox", name="landUse", within=dock), purpose)
        yield type_text(find("QLineEdit", name="dwellings", within=dock), dwellings)
        yield click(find("QPushButton", text="Kontrollera", within=dock))
        yield until(lambda: find("QTreeView", within=dock).model().rowCount(), 20, "findings in the tree")
        return find("QLabel", name="counts", within=dock).text()

    # journey/test_dock.py
    def test_counts(open_window):
        window = open_window("sv")
        assert window.run(steps_dock.check, purpose="Bostäder", dwellings="40").startswith("31 av 33")
        window.screenshot("findings")

A step may be a generator. What it yields says what to wait for before it goes on, while QGIS's event loop runs:

=====================  =====================================================================
``yield``              one turn of the event loop
``yield 0.5``          so many seconds
``yield condition``    a callable: until it gives something true, which is what ``yield`` gives
``yield until(…)``     the same with a limit and words for the fault; 10 s otherwise
``yield click(…)``     an act of the hands: until QGIS has got every event of it
``yield other(…)``     another step: until it ends; ``yield`` gives its answer
=====================  =====================================================================

Acts of the hands do nothing unless they are yielded; one that was forgotten fails the step. A dialog opened by an act
(``exec()`` or not) is there for the next line of the step. Never open one by calling ``trigger()`` or ``exec()`` in a
step: the call does not come back until the dialog is closed.

For one question to QGIS there is no need of a function: ``window.run("iface.mainWindow().windowTitle()")``.
"""

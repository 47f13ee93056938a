<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE TS>
<TS version="2.1" language="sv" sourcelanguage="en">
  <context>
    <name>DockContents</name>
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>1. Data</source>
      <translation>1. Underlag</translation>
    </message>
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>2. Proposal</source>
      <translation>2. Planförslag</translation>
    </message>
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>3. Findings</source>
      <translation>3. Iakttagelser</translation>
    </message>
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>4. Guidance</source>
      <translation>4. Vägledning</translation>
    </message>
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>Back</source>
      <translation>Tillbaka</translation>
    </message>
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>End the tour</source>
      <translation>Avsluta visningen</translation>
    </message>
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>Next</source>
      <translation>Nästa</translation>
    </message>
  </context>
  <context>
    <name>FindingsStep</name>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Copy</source>
      <translation>Kopiera</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Copy the finding as text</source>
      <translation>Kopiera iakttagelsen som text</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Findings by perspective</source>
      <translation>Iakttagelser per perspektiv</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Outcomes to show</source>
      <translation>Utfall att visa</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Remark</source>
      <translation>Anmärkning</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Say that the finding is inaccurate or already handled; the finding stays, and your remark goes into the summary</source>
      <translation>Säg att iakttagelsen inte stämmer eller redan är hanterad. Iakttagelsen står kvar och din anmärkning kommer med i vägledningen</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Search the findings</source>
      <translation>Sök bland iakttagelserna</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>The finding in full</source>
      <translation>Hela iakttagelsen</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Your answer</source>
      <translation>Ditt svar</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Your answer goes into the summary</source>
      <translation>Ditt svar kommer med i vägledningen</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Zoom to the plan area and what was found</source>
      <translation>Zooma till planområdet och det som hittades</translation>
    </message>
    <message>
      <location filename="../../ui/findings_step.ui"/>
      <source>Zoom to what was found</source>
      <translation>Zooma till det som hittades</translation>
    </message>
  </context>
  <context>
    <name>GuidanceStep</name>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Open folder</source>
      <translation>Öppna mappen</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Open the folder where the summary was last saved</source>
      <translation>Öppna mappen där vägledningen senast sparades</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Opens the guidance summary in the web browser, without saving it</source>
      <translation>Öppnar vägledningen i webbläsaren utan att spara den</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Preview</source>
      <translation>Förhandsgranska</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Proposals in the summary</source>
      <translation>Planförslag i vägledningen</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Save as</source>
      <translation>Spara som</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Saves the guidance summary as a web page, or the findings as data</source>
      <translation>Sparar vägledningen som webbsida, eller iakttagelserna som data</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Which proposals the summary is about</source>
      <translation>Vilka planförslag vägledningen gäller</translation>
    </message>
  </context>
  <context>
    <name>OptionsPage</name>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Check at every change of a plan area</source>
      <translation>Kontrollera vid varje ändring av ett planområde</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Flash what was found when a finding is clicked</source>
      <translation>Blinka det som hittades när en iakttagelse klickas</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Language of summaries</source>
      <translation>Vägledningens språk</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>The language of guidance summaries and of the package in the dock</source>
      <translation>Språket i vägledningar och i underlagspaketets texter i panelen</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Zoom to what was found when a finding is clicked</source>
      <translation>Zooma till det som hittades när en iakttagelse klickas</translation>
    </message>
  </context>
  <context>
    <name>PackageStep</name>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Add</source>
      <translation>Lägg till</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Add a regional package from a folder or a zip file, or take one off the list</source>
      <translation>Lägg till ett underlagspaket från en mapp eller zip-fil, eller ta bort ett ur listan</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Add layers to the map</source>
      <translation>Lägg lagren på kartan</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Adds the layers of the package to the project, one group per perspective. Layers that are there already are left alone.</source>
      <translation>Lägger paketets lager i projektet, en grupp per perspektiv. Lager som redan finns rörs inte.</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Datasets</source>
      <translation>Underlag</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Datasets of the package</source>
      <translation>Paketets underlag</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Regional package</source>
      <translation>Regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Show the datasets of the package, to add, show or hide them one by one</source>
      <translation>Visa paketets underlag och lägg till, visa eller dölj dem ett och ett</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>The regional package that proposals are checked against</source>
      <translation>Det regionala underlagspaket som planförslagen kontrolleras mot</translation>
    </message>
  </context>
  <context>
    <name>Plandialog</name>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>1 of 4: What the region has published</source>
      <translation>1 av 4: Vad regionen har publicerat</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>2 of 4: What the municipality is thinking of</source>
      <translation>2 av 4: Vad kommunen tänker sig</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>3 of 4: What was found, and what could not be checked</source>
      <translation>3 av 4: Vad som hittades, och vad som inte kunde kontrolleras</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>4 of 4: A start for the dialogue</source>
      <translation>4 av 4: En start för dialogen</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>A folder with package.yaml, or a zip file of one.</source>
      <translation>En mapp med package.yaml, eller en zip-fil av en sådan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>A regional package holds planning layers, questions and texts. This one is hand-made and marked DEMO. Its layers are on the map, grouped by perspective. Note the date and which datasets are overdue for review.</source>
      <translation>Ett regionalt underlagspaket innehåller planeringslager, frågor och texter. Det här är handgjort och märkt DEMO. Lagren ligger på kartan, ordnade efter perspektiv. Lägg märke till datumet och vilka underlag som skulle ha setts över.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Adds the layers of a regional package to the current project: one group per perspective, styled, read-only. Layers that are there already are left alone. A layer that cannot be opened is named with the reason.</source>
      <translation>Lägger underlagspaketets lager i projektet: en grupp per perspektiv, med stil och skrivskyddade. Lager som redan finns rörs inte. Ett lager som inte går att öppna nämns med orsaken.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>All layers of the package are in the project already.</source>
      <translation>Paketets alla lager finns redan i projektet.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>All proposals in one file: {form}</source>
      <translation>Alla förslag i en fil: {form}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>All {count} proposals</source>
      <translation>Alla {count} planförslag</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/options.py"/>
      <source>As in QGIS</source>
      <translation>Som i QGIS</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>Being drawn</source>
      <translation>Ritas nu</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Bring them back</source>
      <translation>Hämta tillbaka</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Check a draft plan area against the regional perspectives</source>
      <translation>Kontrollera ett planområde mot de regionala perspektiven</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Check plan areas</source>
      <translation>Kontrollera planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Check these plan areas</source>
      <translation>Kontrollera dessa planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>Checking the plan area</source>
      <translation>Kontrollerar planområdet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Checks plan areas against the perspectives of a regional package and writes guidance summaries for the early dialogue with the region. Each polygon feature is one proposal; multipolygons are one proposal. Land use, stage and number of dwellings decide which questions are asked; they come from fields or, where a field is empty, from the values given here. What is not stated rules no question out.

The outcome of a check is never a verdict, and a check that could not be carried out says why. A plan area that cannot be used is named with the reason; the others go on.</source>
      <translation>Kontrollerar planområden mot perspektiven i ett regionalt underlagspaket och skriver vägledningar för den tidiga dialogen med regionen. Varje objekt är ett planförslag; en yta i flera delar är ett förslag. Markanvändning, skede och antal bostäder avgör vilka frågor som ställs; de hämtas ur fält eller, där ett fält är tomt, ur värdena här. Det som inte anges utesluter inga frågor.

Ett utfall är aldrig ett beslut, och en kontroll som inte kunde genomföras säger varför. Ett planområde som inte går att använda nämns med orsaken; de andra går vidare.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Checks that could not be carried out</source>
      <translation>Kontroller som inte kunde genomföras</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Choose a finding to read it in full.</source>
      <translation>Välj en iakttagelse för att läsa hela.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Choose a regional package first.</source>
      <translation>Välj ett underlagspaket först.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Click the corners of the plan area, right-click to finish. Backspace undoes a corner, Esc gives up.</source>
      <translation>Klicka ut planområdets hörn och avsluta med högerklick. Backsteg ångrar ett hörn, Esc avbryter.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Copy as text</source>
      <translation>Kopiera som text</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>DEMO: sample data, not for real planning.</source>
      <translation>DEMO: exempeldata, inte för verklig planering.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Discard</source>
      <translation>Släng</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Done</source>
      <translation>Klar</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/proposal_step.py"/>
      <source>Draw on the map</source>
      <translation>Rita på kartan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>Each finding has a figure, a reason and someone to ask. Click one to see it on the map. “Not affected” and “No data” are different answers. None of them is a decision.</source>
      <translation>Varje iakttagelse har ett mätvärde, en orsak och någon att fråga. Klicka på en för att se den på kartan. ”Ingen beröring” och ”Underlag saknas” är olika svar. Inget av dem är ett beslut.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Faults</source>
      <translation>Fel</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Field with an id (for file names)</source>
      <translation>Fält med id (för filnamn)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Field with the land use</source>
      <translation>Fält med markanvändning</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Field with the name</source>
      <translation>Fält med namn</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Field with the number of dwellings</source>
      <translation>Fält med antal bostäder</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Field with the stage</source>
      <translation>Fält med skede</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>File with plan areas</source>
      <translation>Fil med planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Findings</source>
      <translation>Iakttagelser</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Findings to bring up in the dialogue</source>
      <translation>Iakttagelser att ta upp i dialogen</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Folder for one summary per proposal</source>
      <translation>Mapp för en vägledning per förslag</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Folder of a regional package</source>
      <translation>Mapp med ett regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/proposal_step.py"/>
      <source>From a file…</source>
      <translation>Från en fil…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>From a folder…</source>
      <translation>Från en mapp…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>From a zip file…</source>
      <translation>Från en zip-fil…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/proposal_step.py"/>
      <source>From the active layer</source>
      <translation>Från det aktiva lagret</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Handbook</source>
      <translation>Handbok</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Land use</source>
      <translation>Markanvändning</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>Language of the texts</source>
      <translation>Texternas språk</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Layers added</source>
      <translation>Lager som lagts till</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Layers that could not be opened</source>
      <translation>Lager som inte gick att öppna</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Layers that were there already</source>
      <translation>Lager som redan fanns</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Lines found</source>
      <translation>Linjer som hittades</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Load regional package into the project</source>
      <translation>Ladda regionalt underlagspaket i projektet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Looks a regional package over: its texts, references and bands, its files against the manifest, its layers and expressions. Lists every fault with file, line, what is wrong and the nearest right word. A warning does not keep the package from being used.</source>
      <translation>Går igenom ett regionalt underlagspaket: texter, hänvisningar och band, filerna mot manifestet, lager och villkor. Listar alla fel med fil, rad, vad som är fel och närmaste rätta ord. En varning hindrar inte att paketet används.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Make a layer of polygons the active one in the Layers panel, then try again.</source>
      <translation>Gör ett lager med ytor aktivt i lagerpanelen och försök igen.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Next</source>
      <translation>Nästa</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>No dataset is overdue</source>
      <translation>Inget underlag väntar på översyn</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>No regional package is open. Choose one above.</source>
      <translation>Inget underlagspaket är öppet. Välj ett ovan.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/planareas.py"/>
      <source>None of the plan areas could be used; the reasons are listed above.</source>
      <translation>Inget av planområdena gick att använda; orsakerna står ovan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Nothing has been checked yet.</source>
      <translation>Inget har kontrollerats än.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Number of dwellings</source>
      <translation>Antal bostäder</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Number of errors</source>
      <translation>Antal fel</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Number of warnings</source>
      <translation>Antal varningar</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>Opening the regional package</source>
      <translation>Öppnar underlagspaketet</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Opening the regional package…</source>
      <translation>Öppnar underlagspaketet…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Pan to it</source>
      <translation>Panorera dit</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Plan areas</source>
      <translation>Planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Plan areas that could not be used</source>
      <translation>Planområden som inte gick att använda</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/handbook.py"/>
      <source>Plandialog: handbook</source>
      <translation>Plandialog: handbok</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Plandialog: regional perspectives on a plan area</source>
      <translation>Plandialog: regionala perspektiv på ett planområde</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Points found</source>
      <translation>Punkter som hittades</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Polygons found</source>
      <translation>Ytor som hittades</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>Preview shows the guidance summary in the web browser; Save as keeps it. It says what to bring up early, with whom, and how many of the checks were carried out.</source>
      <translation>Förhandsgranska visar vägledningen i webbläsaren och Spara som sparar den. Den säger vad som är bra att ta upp tidigt, med vem, och hur många av kontrollerna som genomfördes.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/planareas.py"/>
      <source>Proposal {id}</source>
      <translation>Förslag {id}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>Proposal {number}</source>
      <translation>Planförslag {number}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/layers.py"/>
      <source>Proposals (Plandialog)</source>
      <translation>Planförslag (Plandialog)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Proposals checked</source>
      <translation>Kontrollerade förslag</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Reading plan areas</source>
      <translation>Läser planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>Regional package (folder or .zip; empty: the demo package)</source>
      <translation>Regionalt underlagspaket (mapp eller .zip; tomt: DEMO-paketet)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Remark…</source>
      <translation>Anmärkning…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Save the guidance summary</source>
      <translation>Spara vägledningen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Saved: {link}</source>
      <translation>Sparad: {link}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Select in the layer</source>
      <translation>Markera i lagret</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>Seven draft plan areas are ready. Choose another in the list, change its land use, or draw one of your own with New. Land use, stage and dwellings decide which questions are asked.</source>
      <translation>Sju planförslag är klara att prova. Välj ett annat i listan, ändra dess markanvändning eller rita ett eget med Nytt. Markanvändning, skede och antal bostäder avgör vilka frågor som ställs.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Show example</source>
      <translation>Visa exempel</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Stage</source>
      <translation>Skede</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Take the remark away</source>
      <translation>Ta bort anmärkningen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Take this package off the list</source>
      <translation>Ta bort paketet ur listan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>The area being drawn.</source>
      <translation>Gäller området som ritas.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>The check did not finish: {reason}. The log has more.</source>
      <translation>Kontrollen blev inte klar: {reason}. Mer står i loggen.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/planareas.py"/>
      <source>The field “{field}” ({parameter}) is not in the layer.</source>
      <translation>Fältet ”{field}” ({parameter}) finns inte i lagret.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>The file has several layers. Which one?</source>
      <translation>Filen har flera lager. Vilket?</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>The layer of this dataset is not in the project</source>
      <translation>Underlagets lager finns inte i projektet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>The package can be used</source>
      <translation>Paketet går att använda</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>The package could not be opened.</source>
      <translation>Paketet gick inte att öppna.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>The package could not be opened: {reason}</source>
      <translation>Paketet gick inte att öppna: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>The package could not be opened; the one before is still in use.</source>
      <translation>Paketet gick inte att öppna; det tidigare används fortfarande.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>The plan area could not be checked; the reason is given above.</source>
      <translation>Planområdet kunde inte kontrolleras; orsaken står ovan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>The proposals could not be kept in the profile: {reason}. Save the project.</source>
      <translation>Planförslagen kunde inte sparas i profilen: {reason}. Spara projektet.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>The summary can be written when the check is done.</source>
      <translation>Vägledningen kan skrivas när kontrollen är klar.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>There is no proposal yet.</source>
      <translation>Det finns inget planförslag än.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>This proposal</source>
      <translation>Det här planförslaget</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Undo</source>
      <translation>Ångra</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Validate regional package</source>
      <translation>Validera regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Version {version}, {date}</source>
      <translation>Version {version}, {date}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Was due for review on {date}</source>
      <translation>Skulle ha setts över senast {date}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Which coordinate system is the file in?</source>
      <translation>Vilket koordinatsystem har filen?</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Writing the summary</source>
      <translation>Skriver vägledningen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Writing the summary…</source>
      <translation>Skriver vägledningen…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Zip file of a regional package</source>
      <translation>Zip-fil med ett regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Zoom to what was found</source>
      <translation>Zooma till det som hittades</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/proposal_step.py"/>
      <source>not stated</source>
      <translation>inte angivet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>planning,region,municipality,strategy,RUS,guidance,plan area</source>
      <translation>planering,region,kommun,strategi,RUS,vägledning,planområde</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>{added} layers added, {present} were there already</source>
      <translation>{added} lager har lagts till, {present} fanns redan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>{checks} checks on {datasets} datasets</source>
      <translation>{checks} kontroller mot {datasets} underlag</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>{count} datasets are overdue for review</source>
      <translation>{count} underlag skulle ha setts över</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>{count} more</source>
      <translation>{count} till</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>{count} proposals of a project that was never saved are still here.</source>
      <translation>{count} planförslag från ett projekt som aldrig sparades finns kvar.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>{errors} errors, {warnings} warnings</source>
      <translation>{errors} fel, {warnings} varningar</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/planareas.py"/>
      <source>{file} could not be written: {reason}</source>
      <translation>{file} kunde inte skrivas: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/planareas.py"/>
      <source>{name}: {done} of {total} checks carried out, {discuss} to bring up in the dialogue</source>
      <translation>{name}: {done} av {total} kontroller genomförda, {discuss} att ta upp i dialogen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>“Validate regional package” in the Processing toolbox lists everything.</source>
      <translation>”Validera regionalt underlagspaket” i verktygslådan listar allt.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>“{name}” was removed from Plandialog.</source>
      <translation>”{name}” togs bort från Plandialog.</translation>
    </message>
  </context>
  <context>
    <name>ProposalStep</name>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Cancel</source>
      <translation>Avbryt</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Check</source>
      <translation>Kontrollera</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Check at every change</source>
      <translation>Kontrollera vid ändring</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Check this proposal against the regional package</source>
      <translation>Kontrollera planförslaget mot underlagspaketet</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Checks the plan area anew while it is drawn, while its vertices are moved and when its land use, stage or dwellings change</source>
      <translation>Kontrollerar planområdet på nytt medan det ritas, medan dess hörn flyttas och när markanvändning, skede eller antal bostäder ändras</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Decides which questions are asked. What is not stated rules no question out.</source>
      <translation>Avgör vilka frågor som ställs. Det som inte anges utesluter inga frågor.</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Draw a plan area on the map, or take it from a layer or a file.</source>
      <translation>Rita ett planområde på kartan, eller hämta det ur ett lager eller en fil.</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Draw a plan area, or take it from a layer or a file</source>
      <translation>Rita ett planområde, eller hämta det ur ett lager eller en fil</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Dwellings</source>
      <translation>Bostäder</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Land use</source>
      <translation>Markanvändning</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Name</source>
      <translation>Namn</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>New</source>
      <translation>Nytt</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Proposals</source>
      <translation>Planförslag</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Remove</source>
      <translation>Ta bort</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Remove this proposal from Plandialog; its layer is not changed</source>
      <translation>Ta bort planförslaget ur Plandialog; dess lager ändras inte</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Stage</source>
      <translation>Skede</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Stop the check; what has been checked so far stands</source>
      <translation>Stoppa kontrollen; det som hunnit kontrolleras står kvar</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>The proposals of this project; the one shown here is checked</source>
      <translation>Projektets planförslag; det som visas här kontrolleras</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>Zoom to the plan area</source>
      <translation>Zooma till planområdet</translation>
    </message>
    <message>
      <location filename="../../ui/proposal_step.ui"/>
      <source>not stated</source>
      <translation>inte angivet</translation>
    </message>
  </context>
  <context>
    <name>RemarkDialog</name>
    <message>
      <location filename="../../ui/remark.ui"/>
      <source>It is already handled</source>
      <translation>Den är redan hanterad</translation>
    </message>
    <message>
      <location filename="../../ui/remark.ui"/>
      <source>Reason</source>
      <translation>Skäl</translation>
    </message>
    <message>
      <location filename="../../ui/remark.ui"/>
      <source>Remark on a finding</source>
      <translation>Anmärkning på en iakttagelse</translation>
    </message>
    <message>
      <location filename="../../ui/remark.ui"/>
      <source>The finding is inaccurate</source>
      <translation>Iakttagelsen stämmer inte</translation>
    </message>
    <message>
      <location filename="../../ui/remark.ui"/>
      <source>The finding stays as it is. Your remark is shown beside it in the summary.</source>
      <translation>Iakttagelsen står kvar som den är. Din anmärkning visas bredvid den i vägledningen.</translation>
    </message>
  </context>
</TS>

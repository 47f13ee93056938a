<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE TS>
<TS version="2.1" language="sv" sourcelanguage="en">
  <context>
    <name>Plandialog</name>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>A folder with package.yaml, or a zip file of one.</source>
      <translation>En mapp med package.yaml, eller en zip-fil av en sådan.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Adds the layers of a regional package to the current project: one group per perspective, styled, read-only. Layers that are there already are left alone. A layer that cannot be opened is named with the reason.</source>
      <translation>Lägger underlagspaketets lager i projektet: en grupp per perspektiv, med stil och skrivskyddade. Lager som redan finns rörs inte. Ett lager som inte går att öppna nämns med orsaken.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>All proposals in one file: {form}</source>
      <translation>Alla förslag i en fil: {form}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Check plan areas</source>
      <translation>Kontrollera planområden</translation>
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
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>None of the plan areas could be used; the reasons are listed above.</source>
      <translation>Inget av planområdena gick att använda; orsakerna står ovan.</translation>
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
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Plan areas</source>
      <translation>Planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Plan areas that could not be used</source>
      <translation>Planområden som inte gick att använda</translation>
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
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Proposal {id}</source>
      <translation>Förslag {id}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Proposals checked</source>
      <translation>Kontrollerade förslag</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>Regional package (folder or .zip; empty: the demo package)</source>
      <translation>Regionalt underlagspaket (mapp eller .zip; tomt: DEMO-paketet)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>Stage</source>
      <translation>Skede</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>The field “{field}” ({parameter}) is not in the layer.</source>
      <translation>Fältet ”{field}” ({parameter}) finns inte i lagret.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>The package can be used</source>
      <translation>Paketet går att använda</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Validate regional package</source>
      <translation>Validera regionalt underlagspaket</translation>
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
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>{errors} errors, {warnings} warnings</source>
      <translation>{errors} fel, {warnings} varningar</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>{file} could not be written: {reason}</source>
      <translation>{file} kunde inte skrivas: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkplanarea.py"/>
      <source>{name}: {done} of {total} checks carried out, {discuss} to bring up in the dialogue</source>
      <translation>{name}: {done} av {total} kontroller genomförda, {discuss} att ta upp i dialogen</translation>
    </message>
  </context>
</TS>

<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE TS>
<TS version="2.1" language="sv" sourcelanguage="en">
  <context>
    <name>CropPanel</name>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Bottom</source>
      <translation>Nederkant</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Click the corners one by one; right-click or Enter ends, Backspace takes back a corner</source>
      <translation>Klicka hörnen ett i taget; högerklick eller Enter avslutar, Backsteg ångrar ett hörn</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Draw a polygon</source>
      <translation>Rita en polygon</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Draw a rectangle</source>
      <translation>Rita en rektangel</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>How much of the map is seen through the picture</source>
      <translation>Hur mycket av kartan som syns genom bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Keep the whole picture</source>
      <translation>Behåll hela bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Left</source>
      <translation>Vänster</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Opacity</source>
      <translation>Opacitet</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Press at one corner of the map in the picture and drag to the other</source>
      <translation>Tryck i ett hörn av kartan i bilden och dra till det andra</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Right</source>
      <translation>Höger</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Show the picture on the map</source>
      <translation>Visa bilden på kartan</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>The picture on the map</source>
      <translation>Bilden på kartan</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Top</source>
      <translation>Överkant</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Undo</source>
      <translation>Ångra</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>Undo (Ctrl+Z)</source>
      <translation>Ångra (Ctrl+Z)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_crop.ui"/>
      <source>What is kept of the picture</source>
      <translation>Det som behålls av bilden</translation>
    </message>
  </context>
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
    <message>
      <location filename="../../ui/dock.ui"/>
      <source>Structure images</source>
      <translation>Strukturbilder</translation>
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
      <source>A draft of an e-mail to those who answer at the region, with the questions to bring up</source>
      <translation>Ett utkast till e-post till dem som svarar på regionen, med frågorna att ta upp</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Cancel the writing</source>
      <translation>Avbryt skrivningen</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>E-mail to the region</source>
      <translation>E-post till regionen</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>How long the summary is: a page to talk from, what is sent, or every check with how it was made</source>
      <translation>Hur lång vägledningen är: en sida att prata utifrån, det som skickas, eller varje kontroll med hur den gjordes</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Length of the summary</source>
      <translation>Vägledningens längd</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Open folder</source>
      <translation>Öppna mappen</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Open in the layout designer</source>
      <translation>Öppna i layoutdesignern</translation>
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
      <source>Puts the summary into the project as a print layout, to be finished by hand in QGIS’s layout designer</source>
      <translation>Lägger vägledningen i projektet som en utskriftslayout, att göra färdig för hand i QGIS layoutdesigner</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Save as</source>
      <translation>Spara som</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Saves the guidance summary as a web page, PDF or ODT, or the findings as data</source>
      <translation>Sparar vägledningen som webbsida, PDF eller ODT, eller iakttagelserna som data</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Stops the writing; a file that was there before stays as it was</source>
      <translation>Avbryter skrivningen; en fil som fanns innan är kvar som den var</translation>
    </message>
    <message>
      <location filename="../../ui/guidance_step.ui"/>
      <source>Which proposals the summary is about</source>
      <translation>Vilka planförslag vägledningen gäller</translation>
    </message>
  </context>
  <context>
    <name>ImageAssistant</name>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>1  Picture</source>
      <translation>1  Bild</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>2  Control points</source>
      <translation>2  Passpunkter</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>3  Crop and look</source>
      <translation>3  Beskär och granska</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>4  Legend</source>
      <translation>4  Teckenförklaring</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>5  Save</source>
      <translation>5  Spara</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Back</source>
      <translation>Tillbaka</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Bring in a structure image</source>
      <translation>Ta in en strukturbild</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Cancel</source>
      <translation>Avbryt</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Close</source>
      <translation>Stäng</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Close the assistant; what you have made is kept for the next time</source>
      <translation>Stäng assistenten; det du har gjort finns kvar till nästa gång</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Help</source>
      <translation>Hjälp</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Next</source>
      <translation>Nästa</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Stop what is being done; nothing that you have made is lost</source>
      <translation>Stoppa det som pågår; inget du har gjort går förlorat</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>The picture file, and which page of it</source>
      <translation>Bildfilen, och vilken sida i den</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>What each step does, in the handbook</source>
      <translation>Vad varje steg gör, i handboken</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>What it is called and where it goes</source>
      <translation>Vad den heter och var den sparas</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Where places of the picture lie on the map</source>
      <translation>Var platser i bilden ligger på kartan</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Which colours stand for what</source>
      <translation>Vilka färger som betyder vad</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_assistant.ui"/>
      <source>Which part of the picture is kept, and how it lies on the map</source>
      <translation>Vilken del av bilden som behålls, och hur den ligger på kartan</translation>
    </message>
  </context>
  <context>
    <name>ImagesStep</name>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Bring in a structure image…</source>
      <translation>Ta in en strukturbild…</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Compare the chosen picture with what is below: drag a line over the map. Shift gives a horizontal line, arrow keys move it, Esc ends.</source>
      <translation>Jämför den valda bilden med det som ligger under: dra en linje över kartan. Skift ger en vågrät linje, piltangenterna flyttar den och Esc avslutar.</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Fit it to the map…</source>
      <translation>Passa in den på kartan…</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>How much of the map below the chosen picture hides; the same as the slider in the Layers panel</source>
      <translation>Hur mycket den valda bilden döljer av kartan under den; samma som reglaget i lagerpanelen</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Opacity</source>
      <translation>Opacitet</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Say where in the map the picture belongs, so that it can be shown and checked against</source>
      <translation>Ange var på kartan bilden hör hemma, så att den går att visa och kontrollera mot</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Structure images of the package</source>
      <translation>Paketets strukturbilder</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Swipe</source>
      <translation>Svep</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Swipe against</source>
      <translation>Svep mot</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Take a picture from the strategy (PDF, PNG, JPEG, TIFF), fit it to the map and say what its colours mean</source>
      <translation>Ta en bild ur strategin (PDF, PNG, JPEG, TIFF), passa in den på kartan och ange vad färgerna betyder</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>What is on the other side of the line</source>
      <translation>Vad som visas på andra sidan linjen</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>What the picture says of the plan area</source>
      <translation>Vad bilden säger om planområdet</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Zoom to the picture</source>
      <translation>Zooma till bilden</translation>
    </message>
    <message>
      <location filename="../../ui/images_step.ui"/>
      <source>Zoom to the whole picture</source>
      <translation>Zooma till hela bilden</translation>
    </message>
  </context>
  <context>
    <name>LegendPanel</name>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Add from the picture</source>
      <translation>Lägg till ur bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Classes</source>
      <translation>Klasser</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Click a colour in the picture, in its legend say, to make a class of it</source>
      <translation>Klicka på en färg i bilden, till exempel i dess teckenförklaring, för att göra en klass av den</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Click another colour of this class in the picture</source>
      <translation>Klicka på ytterligare en färg för klassen i bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Colours</source>
      <translation>Färger</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Colours of the class</source>
      <translation>Klassens färger</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Colours that stand for the class in the picture. Del takes one away.</source>
      <translation>Färger som står för klassen i bilden. Del tar bort en.</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Delete class</source>
      <translation>Ta bort klass</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Delete the selected classes (Del)</source>
      <translation>Ta bort de valda klasserna (Del)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Detect colours</source>
      <translation>Hitta färger</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Find the colours that fill areas of the picture. Name those that mean something and delete the others.</source>
      <translation>Hitta de färger som fyller ytor i bilden. Namnge dem som betyder något och ta bort de andra.</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>For a hatched class: how far apart its lines are on the map. What lies between them belongs to it too.</source>
      <translation>För en skrafferad klass: hur långt isär linjerna ligger på kartan. Det som ligger emellan hör också dit.</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>For land, water and paper that stand for nothing</source>
      <translation>För mark, vatten och papper som inte betyder något</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Ground of the map: the picture says nothing here</source>
      <translation>Kartbotten: bilden säger inget här</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Hatched, gaps to</source>
      <translation>Skrafferad, avstånd</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>How far a colour in the picture may be from those above (ΔE): 5 is strict, 15 takes faded colours too</source>
      <translation>Hur långt en färg i bilden får vara från dem ovan (ΔE): 5 är strängt, 15 tar med även bleka färger</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Id in the package</source>
      <translation>Id i paketet</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Labels and lines over the colours, up to</source>
      <translation>Text och linjer över färgerna, upp till</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Made from the title; checks refer to the class by it</source>
      <translation>Bildas av namnet; kontroller hänvisar till klassen med det</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Means (English)</source>
      <translation>Betyder (engelska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Means (Swedish)</source>
      <translation>Betyder (svenska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Move down</source>
      <translation>Flytta ned</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Move the class down in the legend</source>
      <translation>Flytta klassen nedåt i teckenförklaringen</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Move the class up in the legend</source>
      <translation>Flytta klassen uppåt i teckenförklaringen</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Move up</source>
      <translation>Flytta upp</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Pick in the picture</source>
      <translation>Plocka i bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Redo</source>
      <translation>Gör om</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Redo (Ctrl+Y)</source>
      <translation>Gör om (Ctrl+Y)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Show how the picture is read</source>
      <translation>Visa hur bilden tolkas</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>The selected class</source>
      <translation>Den valda klassen</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Tolerance</source>
      <translation>Tolerans</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Undo</source>
      <translation>Ångra</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>Undo (Ctrl+Z)</source>
      <translation>Ångra (Ctrl+Z)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>What is printed over a class is counted to the nearest class within this distance</source>
      <translation>Det som är tryckt över en klass räknas till närmaste klass inom det här avståndet</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>What the class means for the strategy</source>
      <translation>Vad klassen betyder för strategin</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_legend.ui"/>
      <source>no</source>
      <translation>nej</translation>
    </message>
  </context>
  <context>
    <name>LetterDialog</name>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>&amp;Attachments</source>
      <translation>&amp;Bilagor</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>&amp;Copy all</source>
      <translation>&amp;Kopiera allt</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>&amp;Open in mail program</source>
      <translation>&amp;Öppna i e-postprogrammet</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>&amp;Subject</source>
      <translation>Ä&amp;mne</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>&amp;To</source>
      <translation>&amp;Till</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>A draft that you can change. It is sent from your mail program, not from here.</source>
      <translation>Ett utkast som du kan ändra. Det skickas från ditt e-postprogram, inte härifrån.</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Attachments</source>
      <translation>Bilagor</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Copies addresses, subject, names of attachments and text</source>
      <translation>Kopierar adresser, ämne, bilagornas namn och texten</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>E-mail address</source>
      <translation>E-postadress</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>E-mail addresses with commas between them: the units with something to discuss, those with most first</source>
      <translation>E-postadresser med komma emellan: enheterna som har något att ta upp, de med mest först</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Files that belong to the letter. You add them in the mail program.</source>
      <translation>Filer som hör till brevet. Du lägger till dem i e-postprogrammet.</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Letter to the Region’s contacts</source>
      <translation>Brev till regionens kontakter</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Open &amp;folder</source>
      <translation>Öppna &amp;mapp</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Opens a new letter in your mail program. Nothing is sent until you do so there.</source>
      <translation>Öppnar ett nytt brev i ditt e-postprogram. Inget skickas förrän du gör det där.</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Opens the folder where the attachments are</source>
      <translation>Öppnar mappen där bilagorna ligger</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Subject</source>
      <translation>Ämne</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>T&amp;ext</source>
      <translation>Te&amp;xt</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>Text of the letter</source>
      <translation>Brevets text</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>The mail program cannot be handed files. Open the folder and drag them into the letter there.</source>
      <translation>E-postprogrammet kan inte få filerna härifrån. Öppna mappen och dra dem till brevet där.</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>The subject of the letter</source>
      <translation>Brevets ämne</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>The text of the letter. What you change here is what is handed on.</source>
      <translation>Brevets text. Det du ändrar här är det som förs vidare.</translation>
    </message>
    <message>
      <location filename="../../ui/letter.ui"/>
      <source>To</source>
      <translation>Till</translation>
    </message>
  </context>
  <context>
    <name>LoginDialog</name>
    <message>
      <location filename="../../ui/login.ui"/>
      <source>Credentials for a package</source>
      <translation>Inloggning för ett paket</translation>
    </message>
    <message>
      <location filename="../../ui/login.ui"/>
      <source>Hosts that the credentials go to</source>
      <translation>Värdar som inloggningen skickas till</translation>
    </message>
    <message>
      <location filename="../../ui/login.ui"/>
      <source>They are kept by QGIS, never in the package, the project or a saved copy, and go to these hosts only. If another version of the package names another host you are asked again.</source>
      <translation>Den förvaras av QGIS, aldrig i paketet, projektet eller en sparad kopia, och skickas bara till de här värdarna. Om en annan version av paketet nämner en annan värd får du välja på nytt.</translation>
    </message>
  </context>
  <context>
    <name>NetworkBox</name>
    <message>
      <location filename="../../ui/network_box.ui"/>
      <source>Datasets of the network</source>
      <translation>Underlag från nätet</translation>
    </message>
    <message>
      <location filename="../../ui/network_box.ui"/>
      <source>Network</source>
      <translation>Nätet</translation>
    </message>
    <message>
      <location filename="../../ui/network_box.ui"/>
      <source>Save the datasets of the network for when it is away, use only what is saved, or choose credentials</source>
      <translation>Spara underlagen från nätet till när det inte finns, använd bara det som är sparat, eller välj inloggning</translation>
    </message>
  </context>
  <context>
    <name>OptionsPage</name>
    <message>
      <location filename="../../ui/options.ui"/>
      <source> s</source>
      <translation> s</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>A layout template of QGIS (.qpt) with your logo and fonts, made from a copy of the one that is included</source>
      <translation>En layoutmall från QGIS (.qpt) med er logotyp och era typsnitt, gjord från en kopia av den som följer med</translation>
    </message>
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
      <source>How long a check waits for the datasets of the network; what has not answered by then is not checked, or comes from a saved copy</source>
      <translation>Hur länge en kontroll väntar på underlagen från nätet; det som inte har svarat då kontrolleras inte, eller hämtas ur en sparad kopia</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Language of summaries</source>
      <translation>Vägledningens språk</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Layout of summaries as PDF</source>
      <translation>Layout för vägledning som PDF</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Save a copy to change…</source>
      <translation>Spara en kopia att ändra…</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Saves the layout template that is included; open it in the layout manager, change it and save it as a template again</source>
      <translation>Sparar layoutmallen som följer med; öppna den i layouthanteraren, ändra den och spara den som mall igen</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>The language of guidance summaries and of the package in the dock</source>
      <translation>Språket i vägledningar och i underlagspaketets texter i panelen</translation>
    </message>
    <message>
      <location filename="../../ui/options.ui"/>
      <source>Wait for the network</source>
      <translation>Vänta på nätet</translation>
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
      <source>Add a further package</source>
      <translation>Lägg till ett ytterligare paket</translation>
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
      <source>Check against the chosen package no more (Delete); its files stay</source>
      <translation>Kontrollera inte mot det valda paketet längre (Delete); filerna finns kvar</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Check proposals against one more package, such as a national one</source>
      <translation>Kontrollera förslag mot ett paket till, till exempel ett nationellt</translation>
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
      <source>Further package</source>
      <translation>Ytterligare paket</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Further packages</source>
      <translation>Ytterligare paket</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Move down</source>
      <translation>Flytta ned</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Move the chosen package down (Alt+Down)</source>
      <translation>Flytta ned det valda paketet (Alt+Nedåtpil)</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Move the chosen package up (Alt+Up)</source>
      <translation>Flytta upp det valda paketet (Alt+Uppåtpil)</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Move up</source>
      <translation>Flytta upp</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Packages that proposals are checked against too, in this order. Alt+Up and Alt+Down move one, Delete removes it.</source>
      <translation>Paket som förslagen också kontrolleras mot, i den här ordningen. Alt+Uppåtpil och Alt+Nedåtpil flyttar ett, Delete tar bort det.</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Regional package</source>
      <translation>Regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../ui/package_step.ui"/>
      <source>Remove</source>
      <translation>Ta bort</translation>
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
    <name>PicturePage</name>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>Drag a picture here: PNG, JPEG, TIFF or PDF</source>
      <translation>Dra en bild hit: PNG, JPEG, TIFF eller PDF</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>From the package</source>
      <translation>Ur paketet</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>Open</source>
      <translation>Öppna</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>PNG, JPEG, TIFF or PDF</source>
      <translation>PNG, JPEG, TIFF eller PDF</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>Page</source>
      <translation>Sida</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>Password</source>
      <translation>Lösenord</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>Picture file</source>
      <translation>Bildfil</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>The file asks for a password. It is not kept.</source>
      <translation>Filen kräver ett lösenord. Det sparas inte.</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>The page that has the picture</source>
      <translation>Sidan med bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>The picture</source>
      <translation>Bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>Then no control points are needed</source>
      <translation>Då behövs inga passpunkter</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_picture.ui"/>
      <source>Use the coordinates that the picture has</source>
      <translation>Använd de koordinater som bilden har</translation>
    </message>
  </context>
  <context>
    <name>Plandialog</name>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>1 check</source>
      <translation>1 kontroll</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>1 dataset</source>
      <translation>1 underlag</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>1 dataset comes from the network.</source>
      <translation>1 underlag hämtas från nätet.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>1 dataset is overdue for review</source>
      <translation>1 underlag skulle ha setts över</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>1 day</source>
      <translation>1 dag</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>1 feature</source>
      <translation>1 objekt</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>1 of 4: What the region has published</source>
      <translation>1 av 4: Vad regionen har publicerat</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>1 proposal of a project that was never saved is still here.</source>
      <translation>1 planförslag från ett projekt som aldrig sparades finns kvar.</translation>
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
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>A class that is not the ground of the map (step 4)</source>
      <translation>En klass som inte är kartbotten (steg 4)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>A copy is being saved…</source>
      <translation>En kopia sparas…</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>A folder that does not exist is made.</source>
      <translation>Finns mappen inte görs den.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>A folder with package.yaml, or a zip file of one.</source>
      <translation>En mapp med package.yaml, eller en zip-fil av en sådan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/opening.py"/>
      <source>A newer version of Plandialog has kept work on this picture. It stays as it is; update Plandialog to go on with it.</source>
      <translation>En nyare version av Plandialog har sparat arbete med den här bilden. Det lämnas som det är; uppdatera Plandialog för att fortsätta med det.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>A number of days, months or years: 12 months, 2 years.</source>
      <translation>Ett antal dagar, månader eller år, på engelska: 12 months, 2 years.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>A point is probably misplaced. Move it by dragging, or select it in the table and delete it.</source>
      <translation>En punkt är troligen felplacerad. Dra den rätt, eller markera den i tabellen och ta bort den.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>A projected one in metres. Everything is measured in it.</source>
      <translation>Ett projicerat, i meter. Allt mäts i det.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>A regional package holds planning layers, questions and texts. This one is hand-made and marked DEMO. Its layers are on the map, grouped by perspective. Note the date and which datasets are overdue for review.</source>
      <translation>Ett regionalt underlagspaket innehåller planeringslager, frågor och texter. Det här är handgjort och märkt DEMO. Lagren ligger på kartan, ordnade efter perspektiv. Lägg märke till datumet och vilka underlag som skulle ha setts över.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/tables.py"/>
      <source>A row could not be written: {detail}</source>
      <translation>En rad kunde inte skrivas: {detail}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>A template of QGIS’s layout designer, made from the one that is included.</source>
      <translation>En mall från QGIS layoutdesigner, gjord från den som följer med.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>A title</source>
      <translation>Ett namn</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>A title for every class (step 4)</source>
      <translation>Ett namn på varje klass (steg 4)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Add dataset to the package</source>
      <translation>Lägg till underlag i paketet</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Adding layers from the network</source>
      <translation>Lägger till lager från nätet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Adds the layers of a regional package, and of further ones beside it, to the current project: a group for each package, in it one per perspective, styled, read-only. Layers that are there already are left alone. Datasets of the network are asked for by QGIS. A layer that cannot be opened is named with the reason.</source>
      <translation>Lägger till lagren i ett regionalt underlagspaket, och i fler paket vid sidan av det, i projektet: en grupp för varje paket, i den en per perspektiv, med stilar och skrivskyddade. Lager som redan finns lämnas i fred. Underlag från nätet hämtas av QGIS. Ett lager som inte går att öppna nämns med skälet.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Affine: also stretch and shear</source>
      <translation>Affin: även dra ut och skeva</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>All layers of the package are in the project already.</source>
      <translation>Paketets alla lager finns redan i projektet.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>All proposals in one file: {form}</source>
      <translation>Alla förslag i en fil: {form}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>All {count} proposals</source>
      <translation>Alla {count} planförslag</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>Area (empty: all of the package’s area)</source>
      <translation>Område (tomt: hela paketets område)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>Area of validity</source>
      <translation>Paketets område</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/options.py"/>
      <source>As in QGIS</source>
      <translation>Som i QGIS</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>As the producer states it, or what you judge; rather too much than too little.</source>
      <translation>Som producenten uppger, eller som ni bedömer; hellre för mycket än för lite.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/handbook.py"/>
      <source>Back</source>
      <translation>Tillbaka</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>Being drawn</source>
      <translation>Ritas nu</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Bring in a structure image</source>
      <translation>Ta in en strukturbild</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Bring in a structure image…</source>
      <translation>Ta in en strukturbild…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Bring them back</source>
      <translation>Hämta tillbaka</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>By its short name, such as CC0-1.0 or CC-BY-4.0, or in words.</source>
      <translation>Med kortnamn, till exempel CC0-1.0 eller CC-BY-4.0, eller i ord.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Cancelled. Everything you have made is still here.</source>
      <translation>Avbrutet. Allt du har gjort finns kvar.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Cancelling…</source>
      <translation>Avbryter…</translation>
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
      <source>Checks plan areas against the perspectives of a regional package, and of further ones beside it, and writes guidance summaries for the early dialogue with the region. Each polygon feature is one proposal; multipolygons are one proposal. Land use, stage and number of dwellings decide which questions are asked; they come from fields or, where a field is empty, from the values given here. What is not stated rules no question out.

The outcome of a check is never a verdict, and a check that could not be carried out says why. A plan area that cannot be used is named with the reason; the others go on.</source>
      <translation>Kontrollerar planområden mot perspektiven i ett regionalt underlagspaket, och i ytterligare paket vid sidan av det, och skriver vägledningar för den tidiga dialogen med regionen. Varje objekt är ett planförslag; en yta i flera delar är ett förslag. Markanvändning, skede och antal bostäder avgör vilka frågor som ställs; de hämtas ur fält eller, där ett fält är tomt, ur värdena här. Det som inte anges utesluter inga frågor.

Ett utfall är aldrig ett beslut, och en kontroll som inte kunde genomföras säger varför. Ett planområde som inte går att använda nämns med orsaken; de andra går vidare.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Checks that could not be carried out</source>
      <translation>Kontroller som inte kunde genomföras</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Choose a finding to read it in full.</source>
      <translation>Välj en iakttagelse för att läsa hela.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Choose a place by name and click it in the picture, or the other way round.</source>
      <translation>Välj en plats med dess namn och klicka på den i bilden, eller tvärtom.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Choose a regional package first.</source>
      <translation>Välj ett underlagspaket först.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Choose the file that has the structure image: a page of the strategy or a picture of its own.</source>
      <translation>Välj filen med strukturbilden: en sida ur strategin eller en egen bild.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Click another colour of the selected class in the picture.</source>
      <translation>Klicka på ytterligare en färg för den valda klassen i bilden.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Click each colour in the picture’s own legend to make a class of it, or let the colours be detected.</source>
      <translation>Klicka på färgerna i bildens egen teckenförklaring, en klass för varje, eller låt programmet hitta dem.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Click the corners of the plan area, right-click to finish. Backspace undoes a corner, Esc gives up.</source>
      <translation>Klicka ut planområdets hörn och avsluta med högerklick. Backsteg ångrar ett hörn, Esc avbryter.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/crop_page.py"/>
      <source>Click the corners one by one; right-click or Enter ends, Backspace takes one back, Esc gives up.</source>
      <translation>Klicka hörnen ett i taget; högerklick eller Enter avslutar, Backsteg ångrar ett hörn, Esc avbryter.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Click the next colour, or compare: to the right the picture is shown as it is read.</source>
      <translation>Klicka på nästa färg, eller jämför: till höger visas bilden som den tolkas.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Colour</source>
      <translation>Färg</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Compare: to the right the picture is shown as it is read. What is pink is not known.</source>
      <translation>Jämför: till höger visas bilden som den tolkas. Det som är rosa är okänt.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Complete in all of the package’s area</source>
      <translation>Fullständigt i hela paketets område</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/opening.py"/>
      <source>Continue</source>
      <translation>Fortsätt</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/opening.py"/>
      <source>Continue with the crop and legend from last time?</source>
      <translation>Fortsätta med beskärningen och teckenförklaringen från förra gången?</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/opening.py"/>
      <source>Continue with the point from last time?</source>
      <translation>Fortsätta med punkten från förra gången?</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/opening.py"/>
      <source>Continue with the {count} points from last time?</source>
      <translation>Fortsätta med de {count} punkterna från förra gången?</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Control point {name}: residual {residual}</source>
      <translation>Passpunkt {name}: avvikelse {residual}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Control points</source>
      <translation>Passpunkter</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>Control points that give the picture its place (step 2)</source>
      <translation>Passpunkter som ger bilden dess plats (steg 2)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Coordinate reference system</source>
      <translation>Koordinatsystem</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Copies a layer into a regional package: its features, or the selected ones, as a GeoPackage in the package’s coordinate system, with the look that the layer has in the project; and an entry in package.yaml. Comments and everything else in the file stay as they are. The layer itself is not changed, and what is changed in it later does not follow.

Coverage decides what “nothing found” means. Say that the layer is complete in all of the package’s area only if you stand for it; then nothing found is “Not affected”, otherwise “No data”.

Accuracy is how far positions may be off. Every figure gets its range from it.

The dataset is used once a check names it: write one in the folder perspectives.</source>
      <translation>Kopierar ett lager till ett regionalt underlagspaket: lagrets objekt, eller de valda, som en GeoPackage i paketets koordinatsystem, med det utseende som lagret har i projektet; och en post i package.yaml. Kommentarer och allt annat i filen blir kvar som det är. Lagret självt ändras inte, och senare ändringar i det följer inte med.

Täckningen avgör vad ”ingenting hittades” betyder. Ange att lagret är fullständigt i hela paketets område bara om ni står för det; då blir svaret ”Ingen beröring”, annars ”Underlag saknas”.

Lägesosäkerheten är hur fel lägena kan vara. Varje mätvärde får sitt spann av den.

Underlaget används när en kontroll nämner det: skriv en i mappen perspectives.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Copy as text</source>
      <translation>Kopiera som text</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Coverage</source>
      <translation>Täckning</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/login_dialog.py"/>
      <source>Credentials</source>
      <translation>Inloggning</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Credentials are wanted by {hosts}.</source>
      <translation>Inloggning krävs av {hosts}.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>Credentials for the services that want some</source>
      <translation>Inloggning för de tjänster som kräver det</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Credentials for {name}…</source>
      <translation>Inloggning för {name}…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Credentials…</source>
      <translation>Inloggning…</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Crop (polygon as WKT in columns and rows)</source>
      <translation>Beskärning (polygon som WKT i kolumner och rader)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>DEMO: sample data, not for real planning.</source>
      <translation>DEMO: exempeldata, inte för verklig planering.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>Datasets saved</source>
      <translation>Sparade underlag</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>Datasets that could not be fetched</source>
      <translation>Underlag som inte gick att hämta</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Discard</source>
      <translation>Släng</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Do not save</source>
      <translation>Spara inte</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Done</source>
      <translation>Klar</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/crop_page.py"/>
      <source>Drag the handles until only the map is kept, and see how it lies over the map to the right.</source>
      <translation>Dra i handtagen tills bara kartan är kvar, och se hur den ligger över kartan till höger.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>Drag the line over the map. Shift gives a horizontal line, arrow keys move it, Esc ends.</source>
      <translation>Dra linjen över kartan. Skift ger en vågrät linje, piltangenterna flyttar den och Esc avslutar.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/crop_page.py"/>
      <source>Draw a rectangle round the map in the picture, so that title and legend are cut away.</source>
      <translation>Rita en rektangel runt kartan i bilden, så att rubrik och teckenförklaring skärs bort.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/proposal_step.py"/>
      <source>Draw on the map</source>
      <translation>Rita på kartan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>Draw or choose a plan area to read what the picture shows there.</source>
      <translation>Rita eller välj ett planområde för att läsa vad bilden visar där.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>E-mail address for questions</source>
      <translation>E-postadress för frågor</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>Each finding has a figure, a reason and someone to ask. Click one to see it on the map. “Not affected” and “No data” are different answers. None of them is a decision.</source>
      <translation>Varje iakttagelse har ett mätvärde, en orsak och någon att fråga. Klicka på en för att se den på kartan. ”Ingen beröring” och ”Underlag saknas” är olika svar. Inget av dem är ett beslut.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Each point is compared with the fit of the others.</source>
      <translation>Varje punkt jämförs med inpassningen av de andra.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Enough points to go on. More of them, spread over all of the map, make it better.</source>
      <translation>Punkterna räcker för att gå vidare. Fler, spridda över hela kartan, gör läget säkrare.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Errors: {errors}. Warnings: {warnings}.</source>
      <translation>Fel: {errors}. Varningar: {warnings}.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Features copied: {count}</source>
      <translation>Kopierade objekt: {count}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Features left out because they have no geometry: {count}</source>
      <translation>Objekt som inte kom med för att de saknar geometri: {count}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>Features saved</source>
      <translation>Sparade objekt</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Field that names a feature</source>
      <translation>Fält med objektets namn</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Field with an id (for file names)</source>
      <translation>Fält med id (för filnamn)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Field with the land use</source>
      <translation>Fält med markanvändning</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Field with the name</source>
      <translation>Fält med namn</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Field with the number of dwellings</source>
      <translation>Fält med antal bostäder</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Field with the stage</source>
      <translation>Fält med skede</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>File with plan areas</source>
      <translation>Fil med planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Findings</source>
      <translation>Iakttagelser</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Findings to bring up in the dialogue</source>
      <translation>Iakttagelser att ta upp i dialogen</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Folder for one summary per proposal</source>
      <translation>Mapp för en vägledning per förslag</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Folder for the zip file (empty: beside the package)</source>
      <translation>Mapp för zip-filen (tomt: bredvid paketet)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Folder of a regional package</source>
      <translation>Mapp med ett regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>Folder of the package</source>
      <translation>Paketets mapp</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>For a map with its right proportions. Needs 2 points, and 4 to say how good it is.</source>
      <translation>För en karta med rätta proportioner. Kräver 2 punkter, och 4 för att säga hur bra den är.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>For a picture that was drawn freely, out of proportion. Needs many points, 8 or more, all over it.</source>
      <translation>För en bild som är fritt ritad med fel proportioner. Kräver många punkter, 8 eller fler, över hela bilden.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>For example: {example}</source>
      <translation>Till exempel: {example}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>For most pictures. Needs 3 points, and 6 to say how good it is.</source>
      <translation>För de flesta bilder. Kräver 3 punkter, och 6 för att säga hur bra den är.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Forms of the summaries in the folder</source>
      <translation>Vägledningens former i mappen</translation>
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
      <location filename="../../plugin/processing/base.py"/>
      <source>Further packages, in their order</source>
      <translation>Ytterligare paket, i ordning</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>GeoTIFF file</source>
      <translation>GeoTIFF-fil</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Georeference structure image</source>
      <translation>Georeferera strukturbild</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Go on in the same way, with places far apart: point {number} of at least {wanted}.</source>
      <translation>Fortsätt på samma sätt med platser långt ifrån varandra: punkt {number} av minst {wanted}.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/closing.py"/>
      <source>Go on working</source>
      <translation>Fortsätt arbeta</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Handbook</source>
      <translation>Handbok</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/entrance.py"/>
      <source>Handbook for regional staff</source>
      <translation>Handbok för regionen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/picture_page.py"/>
      <source>Has no position yet. Its legend comes along.</source>
      <translation>Saknar plats på kartan. Teckenförklaringen följer med.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Helmert: move, turn and scale</source>
      <translation>Helmert: flytta, vrida och skala</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>How far the other points put this one from where you set it</source>
      <translation>Så långt från din punkt hamnar den enligt de andra punkterna</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/stage.py"/>
      <source>How the picture is read</source>
      <translation>Så tolkas bilden</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Id (empty: from the title)</source>
      <translation>Id (tomt: efter titeln)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Id of the dataset</source>
      <translation>Underlagets id</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>In a class {named}, ground of the map {blank}, not known (pink) {unknown}.</source>
      <translation>I någon klass {named}, kartbotten {blank}, okänt (rosa) {unknown}.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Is this the right picture? Then press “Next” to tell where it lies on the map.</source>
      <translation>Är det rätt bild? Tryck då på ”Nästa” för att tala om var den ligger på kartan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Keep</source>
      <translation>Behåll</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/closing.py"/>
      <source>Keep and close</source>
      <translation>Behåll och stäng</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Land use</source>
      <translation>Markanvändning</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>Language of the texts</source>
      <translation>Texternas språk</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Layer</source>
      <translation>Lager</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Layers added</source>
      <translation>Lager som lagts till</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Layers added: {added}. There already: {present}.</source>
      <translation>Tillagda lager: {added}. Fanns redan: {present}.</translation>
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
      <location filename="../../plugin/gui/options.py"/>
      <source>Layout template for summaries as PDF</source>
      <translation>Layoutmall för vägledning som PDF</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Layout template of the PDF (empty: the one in the options)</source>
      <translation>Layoutmall för PDF (tom: den i inställningarna)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/options.py"/>
      <source>Layout templates of QGIS</source>
      <translation>Layoutmallar från QGIS</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Leave the network alone, in all packages, until this is switched off</source>
      <translation>Lämna nätet i fred, för alla paket, tills det här stängs av</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Length of the summaries</source>
      <translation>Vägledningarnas längd</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Licence</source>
      <translation>Licens</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Lines found</source>
      <translation>Linjer som hittades</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/loadpackage.py"/>
      <source>Load regional package into the project</source>
      <translation>Ladda regionalt underlagspaket i projektet</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Looking for the colours of the picture</source>
      <translation>Letar efter bildens färger</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Looks a package over as “Validate regional package” does, and packs it into a zip file for others to use. Where anything is wrong, or a text is still to be written, all of it is listed and nothing is published.

The zip has the id of the package for its name, so that a new version takes the place of the old one; the old file stays until the new one is whole and has been read back. It holds the files that package.yaml names, the perspectives, texts (.md, .txt, and licences without an ending) and manifest.json with a checksum for each file. The texts are listed, and so is what is left out: look through the lists before you hand the zip out.

Raise version in package.yaml before you publish: you are warned where the contents differ from those of the zip that is there and the version does not. A zip with a later version, another package or something else in it is not written over.

Your folder stays as it is. If it has a manifest.json, that is made anew.</source>
      <translation>Granskar ett paket som ”Validera regionalt underlagspaket” gör, och packar det i en zip-fil för andra att använda. Finns det fel, eller är en text inte skriven än, räknas allt upp och ingenting ges ut.

Zip-filen heter som paketets id, så att en ny version tar den gamlas plats; den gamla filen finns kvar tills den nya är hel och har lästs tillbaka. I den ligger de filer som package.yaml nämner, perspektiven, texter (.md, .txt, och licenser utan filändelse) och manifest.json med en kontrollsumma för varje fil. Texterna räknas upp, och likaså det som inte kommer med: gå igenom listorna innan du lämnar zip-filen vidare.

Höj version i package.yaml innan du ger ut: du får en varning om innehållet skiljer sig från den zip-fil som finns där men versionen är densamma. En zip-fil med en senare version, ett annat paket eller något annat i sig skrivs inte över.

Din mapp blir kvar som den är. Finns det ett manifest.json i den görs det om.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Looks a regional package over: its texts, references and bands, its files against the manifest, its layers and expressions. Lists every fault with file, line, what is wrong and the nearest right word. A warning does not keep the package from being used. The list is in the log and, where you ask for it, in a table.

With “Try remote datasets”, every dataset on the network is tried against its live service: whether it answers, has the layer, the fields and the geometry that the package names, and finds its own features where it says they are. What was seen is remembered in the profile, so that the next run says what has changed.</source>
      <translation>Går igenom ett regionalt underlagspaket: texter, hänvisningar och gränser, filer mot manifestet, lager och villkor. Listar varje fel med fil, rad, vad som är fel och närmaste rätta ord. En varning hindrar inte att paketet används. Listan står i loggen och, om du ber om det, i en tabell.

Med ”Pröva fjärrunderlag” prövas varje underlag på nätet mot sin tjänst: om den svarar, har lagret, fälten och geometrin som paketet nämner, och hittar sina egna objekt där den säger att de finns. Det som sågs sparas i profilen, så att nästa körning kan säga vad som har ändrats.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Lower case a–z, figures, - and _. Checks refer to the dataset by it.</source>
      <translation>Små bokstäver a–z, siffror, - och _. Kontrollerna hänvisar till underlaget med det.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>Lower case a–z, figures, - and _. It tells the package from others and never changes between versions.</source>
      <translation>Små bokstäver a–z, siffror, - och _. Det skiljer paketet från andra och ändras aldrig mellan versioner.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Make a layer of polygons the active one in the Layers panel, then try again.</source>
      <translation>Gör ett lager med ytor aktivt i lagerpanelen och försök igen.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>Makes a regional package to begin with in an empty folder: package.yaml and a perspective, with comments that say what each part is for; the area of validity as a layer; folders for layers, pictures and styles; a README for those who look after it; and the descriptions that text editors check the files with.

The area of validity is where plan areas can be checked, as a rule the county: all polygons of the layer, or the selected ones, put together. The package can be used at once. It is marked DEMO until you change that in package.yaml.

Then add datasets with “Add dataset to the package”, write questions in the folder perspectives, and run “Validate regional package” often. Plandialog’s handbook for regional staff goes through all of it.</source>
      <translation>Gör ett regionalt underlagspaket att börja med i en tom mapp: package.yaml och ett perspektiv, med kommentarer som säger vad varje del är till för; paketets område som ett lager; mappar för lager, bilder och stilar; en README för dem som sköter paketet; och de beskrivningar som textredigerare kontrollerar filerna mot.

Paketets område är där planområden kan kontrolleras, i regel länet: alla ytor i lagret, eller de valda, sammanslagna. Paketet går att använda genast. Det är märkt DEMO tills du ändrar det i package.yaml.

Lägg sedan till underlag med ”Lägg till underlag i paketet”, skriv frågor i mappen perspectives, och kör ”Validera regionalt underlagspaket” ofta. Plandialogs handbok för regionen går igenom alltihop.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Making a print layout of the summary</source>
      <translation>Gör en utskriftslayout av vägledningen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/thumbnails.py"/>
      <source>Making thumbnails of the structure images</source>
      <translation>Gör miniatyrer av strukturbilderna</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Map (E, N)</source>
      <translation>Karta (Ö, N)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Method</source>
      <translation>Metod</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Name</source>
      <translation>Namn</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/place_box.py"/>
      <source>Name, or east and north</source>
      <translation>Namn, eller öst och nord</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Needs the network. Without it remote datasets are read as definitions only.</source>
      <translation>Kräver nätet. Utan det läses bara hur fjärrunderlagen är beskrivna.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>New folder for the copy of the package</source>
      <translation>Ny mapp för kopian av paketet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>New or empty folder for the package</source>
      <translation>Ny eller tom mapp för paketet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>New regional package</source>
      <translation>Nytt regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Next</source>
      <translation>Nästa</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>Next: add datasets with “Add dataset to the package”, then write questions in the folder perspectives.</source>
      <translation>Fortsätt så här: lägg till underlag med ”Lägg till underlag i paketet”, och skriv sedan frågor i mappen perspectives.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>No check of the package rests on this picture.</source>
      <translation>Ingen kontroll i paketet bygger på den här bilden.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>No copy is saved.</source>
      <translation>Ingen kopia är sparad.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>No copy was saved; what was saved before is still there.</source>
      <translation>Ingen kopia sparades; det som var sparat tidigare finns kvar.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>No dataset could be fetched; the reasons are listed above.</source>
      <translation>Inget underlag gick att hämta; skälen står ovan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>No dataset is overdue</source>
      <translation>Inget underlag väntar på översyn</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>No field that names a feature was chosen, so findings will say how much was found but not what. Fields with text in the layer: {fields}. If one of them holds names, add it to the dataset’s block in package.yaml, such as label: "{first}"</source>
      <translation>Inget fält med objektets namn är valt, så iakttagelserna kommer att säga hur mycket som hittades men inte vad. Textfält i lagret: {fields}. Håller något av dem namn, lägg till det i underlagets block i package.yaml, till exempel label: "{first}"</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/letter_dialog.py"/>
      <source>No mail program answered. The letter is on the clipboard: paste it where you write mail.</source>
      <translation>Inget e-postprogram svarade. Brevet ligger i urklipp: klistra in det där du skriver e-post.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>No place in the package is called “{text}”.</source>
      <translation>Ingen plats i paketet heter ”{text}”.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>No regional package is open.</source>
      <translation>Inget regionalt underlagspaket är öppet.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>No regional package is open. Choose one above.</source>
      <translation>Inget underlagspaket är öppet. Välj ett ovan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>No service of the package wants credentials</source>
      <translation>Ingen tjänst i paketet kräver inloggning</translation>
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
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Nothing was published. Errors in the package: {count}. They are listed above.</source>
      <translation>Ingenting gavs ut. Fel i paketet: {count}. De står här ovanför.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Nothing was saved: {reason}</source>
      <translation>Inget sparades: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Now choose the name of that place, or click the same place on the map. Esc starts it over.</source>
      <translation>Välj nu platsens namn, eller klicka på samma plats på kartan. Esc börjar om.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Now click the same place in the picture. Esc starts it over.</source>
      <translation>Klicka nu på samma plats i bilden. Esc börjar om.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Now click {name} in the picture. Esc starts it over.</source>
      <translation>Klicka nu på {name} i bilden. Esc börjar om.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Number of control points</source>
      <translation>Antal passpunkter</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Number of dwellings</source>
      <translation>Antal bostäder</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Number of errors</source>
      <translation>Antal fel</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Number of files</source>
      <translation>Antal filer</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Number of warnings</source>
      <translation>Antal varningar</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/crop_page.py"/>
      <source>One pixel of the picture is {metres} m on the ground.</source>
      <translation>En bildpunkt motsvarar {metres} m på marken.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Only saved copies are used.</source>
      <translation>Bara sparade kopior används.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/opening.py"/>
      <source>Opening the picture</source>
      <translation>Öppnar bilden</translation>
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
      <location filename="../../plugin/processing/base.py"/>
      <source>Packages to use beside the regional one, such as a national one: zip files, or the package.yaml of a folder. Their checks are asked too. One that cannot be used is named with the reason; the others go on.</source>
      <translation>Paket att använda vid sidan av det regionala, till exempel ett nationellt: zip-filer, eller package.yaml i en mapp. Deras kontroller görs också. Ett paket som inte går att använda nämns med orsak; de andra fortsätter.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Page of a PDF</source>
      <translation>Sida i en PDF</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>Pan to it</source>
      <translation>Panorera dit</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Picture (px)</source>
      <translation>Bild (px)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/picture_page.py"/>
      <source>Picture to bring in</source>
      <translation>Bild att ta in</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/picture_page.py"/>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Plan areas</source>
      <translation>Planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
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
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Points found</source>
      <translation>Punkter som hittades</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Polygons found</source>
      <translation>Ytor som hittades</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Positions may be off by (m; empty: unknown)</source>
      <translation>Lägesosäkerhet (m; tomt: okänd)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/crop_page.py"/>
      <source>Press at one corner of the map in the picture and drag to the opposite one. Esc gives up.</source>
      <translation>Tryck i ett hörn av kartan i bilden och dra till det motsatta. Esc avbryter.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/running.py"/>
      <source>Preview of a structure image</source>
      <translation>Förhandsvisning av en strukturbild</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/walk.py"/>
      <source>Preview shows the guidance summary in the web browser; Save as keeps it. It says what to bring up early, with whom, and how many of the checks were carried out.</source>
      <translation>Förhandsgranska visar vägledningen i webbläsaren och Spara som sparar den. Den säger vad som är bra att ta upp tidigt, med vem, och hur många av kontrollerna som genomfördes.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Producer: who stands for the data</source>
      <translation>Producent: vem som står för uppgifterna</translation>
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
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Proposals checked</source>
      <translation>Kontrollerade förslag</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Publish regional package</source>
      <translation>Ge ut regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Published package</source>
      <translation>Utgivet paket</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Puts a picture of the regional strategy on the map by control points and writes it as a GeoTIFF with overviews. The picture is a PNG, JPEG or TIFF file or a page of a PDF without a password.

The control points come from a file: either one saved by the georeferencer of QGIS (.points), or a CSV file with the columns column, row, x, y and, if wanted, name. Columns and rows are counted in pixels from the top left corner of the picture, a page of a PDF being drawn at the resolution given here. x and y are in the coordinate reference system given here, unless a .points file names its own.

The residual of a point is how far the fit made by the other points puts it from where it was set, and the RMSE is that of all points: state it as the accuracy of the structure image. A crop leaves out the legend and the title: a polygon as WKT in columns and rows, such as POLYGON((80 120, 1500 120, 1500 2000, 80 2000, 80 120)).

Where the points are too few for an RMSE the picture is written all the same, with a warning: its accuracy is unknown.</source>
      <translation>Lägger en bild ur den regionala utvecklingsstrategin på kartan med hjälp av passpunkter och skriver den som GeoTIFF med översiktsnivåer. Bilden är en fil i formatet PNG, JPEG eller TIFF, eller en sida i en PDF utan lösenord.

Passpunkterna läses från en fil: antingen en som är sparad av georefereraren i QGIS (.points), eller en CSV-fil med kolumnerna column, row, x, y och, om så önskas, name. Kolumner och rader räknas i bildpunkter från bildens övre vänstra hörn; en PDF-sida ritas med den upplösning som anges här. x och y är i det koordinatsystem som anges här, om inte en .points-fil anger sitt eget.

Avvikelsen för en punkt är hur långt från sin plats den hamnar när bara de andra punkterna bestämmer passningen, och medelfelet (RMSE) är beräknat på alla punkternas avvikelser: ange det som strukturbildens noggrannhet. Med en beskärning tas teckenförklaring och rubrik bort: en polygon som WKT i kolumner och rader, till exempel POLYGON((80 120, 1500 120, 1500 2000, 80 2000, 80 120)).

Är punkterna för få för ett medelfel skrivs bilden ändå, med en varning: dess lägesosäkerhet är okänd.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>RMSE (m)</source>
      <translation>Medelfel (m)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>RMSE {value}</source>
      <translation>Medelfel (RMSE) {value}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>RMSE: {rmse}</source>
      <translation>Medelfel (RMSE): {rmse}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Reading plan areas</source>
      <translation>Läser planområden</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Refresh the saved copy…</source>
      <translation>Förnya den sparade kopian…</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>Region in English (empty: the Swedish one)</source>
      <translation>Regionen på engelska (tomt: den svenska)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>Region in Swedish</source>
      <translation>Regionen på svenska</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>Regional package</source>
      <translation>Regionalt underlagspaket</translation>
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
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Remove</source>
      <translation>Ta bort</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Remove the saved copy…</source>
      <translation>Ta bort den sparade kopian…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Remove what is saved of the datasets of the network?</source>
      <translation>Ta bort det som är sparat av underlagen från nätet?</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Residual</source>
      <translation>Restfel</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Resolution of a PDF page (dots per inch)</source>
      <translation>Upplösning för en PDF-sida (punkter per tum)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/options.py"/>
      <source>Save a copy of the layout template</source>
      <translation>Spara en kopia av layoutmallen</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>Save data for the field or the meeting</source>
      <translation>Spara underlag för fältet eller mötet</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Save data for the field or the meeting…</source>
      <translation>Spara underlag för fältet eller mötet…</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Save it anyway</source>
      <translation>Spara ändå</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Save the guidance summary</source>
      <translation>Spara vägledningen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Saved copy: {datasets}, {size} MB, from {date} ({days} old).</source>
      <translation>Sparad kopia: {datasets}, {size} MB, från {date} (ålder: {days}).</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Saved {datasets}, {features}.</source>
      <translation>Sparade {datasets} med {features}.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Saved. Close the assistant, or change something and save again.</source>
      <translation>Sparat. Stäng assistenten, eller ändra något och spara igen.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Saved: {link}</source>
      <translation>Sparad: {link}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>Saves the datasets of a regional package that come from the network in this profile, so that plan areas can be checked without it. For the area of a layer, as far as the checks look around it, or for all of the package’s area. Features that cross the edge are kept whole. A dataset that cannot be fetched is named with the reason and keeps the copy that it has.</source>
      <translation>Sparar de underlag i ett regionalt underlagspaket som hämtas från nätet i den här profilen, så att planområden kan kontrolleras utan det. För ett lagers område, så långt runt det som kontrollerna ser, eller för hela paketets område. Objekt som korsar gränsen behålls hela. Ett underlag som inte går att hämta nämns med skälet och behåller den kopia det har.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Saves the datasets of the network, to check plan areas without it</source>
      <translation>Sparar underlagen från nätet, för att kontrollera planområden utan det</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Saving the datasets of the network</source>
      <translation>Sparar underlagen från nätet</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Saving the structure image</source>
      <translation>Sparar strukturbilden</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>Say what the picture is and where it goes, then press “Save structure image”.</source>
      <translation>Ange vad bilden är och var den ska sparas och tryck sedan på ”Spara strukturbilden”.</translation>
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
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Size (bytes)</source>
      <translation>Storlek (byte)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>Size of the copy (bytes)</source>
      <translation>Kopians storlek (byte)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/checkparameters.py"/>
      <source>Stage</source>
      <translation>Skede</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>Still missing:</source>
      <translation>Det här saknas:</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>Stop adding layers</source>
      <translation>Sluta lägga till lager</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Stop saving</source>
      <translation>Sluta spara</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>Structure image</source>
      <translation>Strukturbild</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Table of the faults</source>
      <translation>Tabell med felen</translation>
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
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Texts that anyone can read in the zip: {files}</source>
      <translation>Texter som vem som helst kan läsa i zip-filen: {files}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>That of a unit, not of a person: it outlives whoever has the task today.</source>
      <translation>Enhetens, inte en persons: den finns kvar när någon annan tar över.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The accuracy</source>
      <translation>Noggrannheten</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>The accuracy of the structure image is unknown: set more control points before it is used.</source>
      <translation>Strukturbildens lägesosäkerhet är okänd: sätt ut fler passpunkter innan den används.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/letter_dialog.py"/>
      <source>The addresses and the subject are too long for the mail program. All is on the clipboard.</source>
      <translation>Adresserna och ämnet är för långa för e-postprogrammet. Allt ligger i urklipp.</translation>
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
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The control points only agree within {least}. State less only if you know why.</source>
      <translation>Passpunkterna stämmer bara inom {least}. Ange ett lägre värde bara om du vet varför.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>The coordinate reference system {name} does not count in metres. Choose a projected one, such as EPSG:3006 (SWEREF 99 TM).</source>
      <translation>Koordinatsystemet {name} räknar inte i meter. Välj ett projicerat, till exempel EPSG:3006 (SWEREF 99 TM).</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>The copy could not be removed: {reason}</source>
      <translation>Kopian kunde inte tas bort: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>The copy of {date} is still there.</source>
      <translation>Kopian från {date} finns kvar.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>The copy would hold {count} features or more. That may take long and much room on the disk.</source>
      <translation>Kopian skulle innehålla minst {count} objekt. Det kan ta lång tid och mycket plats på disken.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/closing.py"/>
      <source>The crop and the legend can be kept for the next time you open the picture.</source>
      <translation>Beskärningen och teckenförklaringen kan finnas kvar till nästa gång du öppnar bilden.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>The crop “{text}” is no polygon in WKT. Write it in columns and rows, such as POLYGON((80 120, 1500 120, 1500 2000, 80 2000, 80 120)).</source>
      <translation>Beskärningen ”{text}” är ingen polygon i WKT. Skriv den i kolumner och rader, till exempel POLYGON((80 120, 1500 120, 1500 2000, 80 2000, 80 120)).</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The data describes, or was issued on (empty: today)</source>
      <translation>Dag som uppgifterna gäller eller gavs ut (tomt: i dag)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The dataset could not be added: {reason}</source>
      <translation>Underlaget kunde inte läggas till: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The dataset has the id {id}. Name it in a check to use it.</source>
      <translation>Underlaget har id {id}. Nämn det i en kontroll för att använda det.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The dataset was not added:</source>
      <translation>Underlaget lades inte till:</translation>
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
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The file to save</source>
      <translation>Filen att spara</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/letter_dialog.py"/>
      <source>The folder could not be opened: {folder}</source>
      <translation>Mappen kunde inte öppnas: {folder}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The folder of the copy</source>
      <translation>Kopians mapp</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The folder of the package cannot be written to; make a copy of it.</source>
      <translation>Det går inte att skriva i paketets mapp; gör en kopia av det.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>The folder that has package.yaml in it.</source>
      <translation>Mappen som package.yaml ligger i.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>The folder {folder} is not empty. Choose a new or an empty folder.</source>
      <translation>Mappen {folder} är inte tom. Välj en ny eller tom mapp.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The included demo package is not changed; make a copy of it.</source>
      <translation>Det medföljande demopaketet ändras inte; gör en kopia av det.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>The layer of this dataset is not in the project</source>
      <translation>Underlagets lager finns inte i projektet</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/saveofflinecopy.py"/>
      <source>The layer with the area holds nothing.</source>
      <translation>Lagret med området är tomt.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>The layer {name} cannot be moved to {crs}: {detail}</source>
      <translation>Lagret {name} kan inte räknas om till {crs}: {detail}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>The layer {name} has no coordinate system. Set it in the properties of the layer first.</source>
      <translation>Lagret {name} har inget koordinatsystem. Ställ in det i lagrets egenskaper först.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The layer {name} holds no points, lines or polygons, or several of them. Split it first.</source>
      <translation>Lagret {name} har inte punkter, linjer eller ytor, eller flera av dem. Dela upp det först.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>The layout is not complete. These layers could not be opened: {names}</source>
      <translation>Layouten är inte hel. De här lagren kunde inte öppnas: {names}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/letter_dialog.py"/>
      <source>The letter is on the clipboard.</source>
      <translation>Brevet ligger i urklipp.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The licence</source>
      <translation>Licensen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>The map</source>
      <translation>Kartan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>The map was empty. A background from the package is being added.</source>
      <translation>Kartan var tom. En bakgrund ur paketet läggs till.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/options.py"/>
      <source>The one that is included</source>
      <translation>Den som följer med</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The package already has a dataset “{id}”. Choose another id; or, to renew that one, write the layer over its file and change issued in package.yaml.</source>
      <translation>Paketet har redan ett underlag ”{id}”. Välj ett annat id; eller, för att förnya det, skriv lagret över dess fil och ändra issued i package.yaml.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The package already has a file {file}. Choose another id.</source>
      <translation>Paketet har redan en fil {file}. Välj ett annat id.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>The package can be used</source>
      <translation>Paketet går att använda</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>The package comes from a zip file, which is not changed; make a copy of it.</source>
      <translation>Paketet kommer från en zip-fil, som inte ändras; gör en kopia av det.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>The package could not be made in {folder}: {reason}</source>
      <translation>Paketet kunde inte göras i {folder}: {reason}</translation>
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
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>The package could not be published: {reason}</source>
      <translation>Paketet kunde inte ges ut: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>The package has faults. Mend them first:</source>
      <translation>Paketet har fel. Rätta dem först:</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>The package is in use already.</source>
      <translation>Paketet används redan.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>The package is in {folder}.</source>
      <translation>Paketet ligger i {folder}.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>The package was not made:</source>
      <translation>Paketet gjordes inte:</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>The package {name} could not be used:</source>
      <translation>Paketet {name} gick inte att använda:</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/stage.py"/>
      <source>The picture</source>
      <translation>Bilden</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/picture_page.py"/>
      <source>The picture does not say where it lies; that is what the next step is for.</source>
      <translation>Bilden anger inte var den ligger; det görs i nästa steg.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/crop_page.py"/>
      <source>The picture has no place on the map yet. Go back and set control points.</source>
      <translation>Bilden har ingen plats på kartan än. Gå tillbaka och sätt passpunkter.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/picture_page.py"/>
      <source>The picture says where it lies on the map.</source>
      <translation>Bilden anger var den ligger på kartan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/findings_step.py"/>
      <source>The plan area could not be checked; the reason is given above.</source>
      <translation>Planområdet kunde inte kontrolleras; orsaken står ovan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>The plan area could not be checked; the reason is given below.</source>
      <translation>Planområdet kunde inte kontrolleras; skälet står nedan.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>The points could not be saved: {reason}.</source>
      <translation>Punkterna kunde inte sparas: {reason}.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>The proposals could not be kept in the profile: {reason}. Save the project.</source>
      <translation>Planförslagen kunde inte sparas i profilen: {reason}. Spara projektet.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>The red lines on the map are the residuals, at the scale of the map.</source>
      <translation>De röda strecken på kartan är restfelen, i kartans skala.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>The red lines on the map are the residuals, drawn {times} times as long.</source>
      <translation>De röda strecken på kartan är restfelen, ritade {times} gånger så långa.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/closing.py"/>
      <source>The structure image is not saved in a package yet.</source>
      <translation>Strukturbilden är inte sparad i något paket än.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>The structure image is written as GeoTIFF: give {file} a name that ends in .tif.</source>
      <translation>Strukturbilden skrivs som GeoTIFF: ge {file} ett namn som slutar på .tif.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>The summary can be written when the check is done.</source>
      <translation>Vägledningen kan skrivas när kontrollen är klar.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/letter_dialog.py"/>
      <source>The text is too long for the mail program to take over. It is on the clipboard: paste it there.</source>
      <translation>Texten är för lång för att e-postprogrammet ska kunna ta över den. Den ligger i urklipp: klistra in den där.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/keeping.py"/>
      <source>The work could not be kept in the profile: {reason}.</source>
      <translation>Arbetet kunde inte sparas i profilen: {reason}.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>The writing was cancelled.</source>
      <translation>Skrivningen avbröts.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>There is no proposal yet.</source>
      <translation>Det finns inget planförslag än.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/login_dialog.py"/>
      <source>These services of “{name}” want credentials. Choose those that they are asked with.</source>
      <translation>De här tjänsterna i ”{name}” kräver inloggning. Välj den som de ska tillfrågas med.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>They go to those hosts only that the package says want credentials. Empty: those chosen in the dock.</source>
      <translation>Den skickas bara till de värdar som paketet säger kräver inloggning. Tomt: den som är vald i panelen.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/points_page.py"/>
      <source>Thin-plate spline: bend</source>
      <translation>Tunnplåtspline: böja</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>This picture knows its place. Press “Next” to cut away what is not map.</source>
      <translation>Bilden har redan en plats på kartan. Tryck på ”Nästa” för att skära bort det som inte är karta.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>This proposal</source>
      <translation>Det här planförslaget</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/closing.py"/>
      <source>Throw away</source>
      <translation>Kasta</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Title (English)</source>
      <translation>Namn (engelska)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Title (Swedish)</source>
      <translation>Namn (svenska)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Title in English (empty: the Swedish one)</source>
      <translation>Titel på engelska (tomt: den svenska)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Title in Swedish</source>
      <translation>Titel på svenska</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>To be reviewed after (empty: not stated)</source>
      <translation>Ska ses över efter (tomt: inte angivet)</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Try remote datasets against their live services</source>
      <translation>Pröva fjärrunderlag mot tjänsterna</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Undo</source>
      <translation>Ångra</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>Unknown</source>
      <translation>Okänd</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>Use only saved copies</source>
      <translation>Använd bara sparade kopior</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>Validate regional package</source>
      <translation>Validera regionalt underlagspaket</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>Version</source>
      <translation>Version</translation>
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
      <location filename="../../plugin/processing/validatepackage.py"/>
      <source>What was seen could not be kept for the next run: {reason}</source>
      <translation>Det som sågs kunde inte sparas till nästa gång: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>Which coordinate system is the file in?</source>
      <translation>Vilket koordinatsystem har filen?</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/save_page.py"/>
      <source>Who made the picture</source>
      <translation>Vem som har gjort bilden</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/legend_page.py"/>
      <source>Write what each class is called, and delete colours that stand for nothing.</source>
      <translation>Skriv vad varje klass heter och ta bort färger som inte betyder något.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Writing the summary</source>
      <translation>Skriver vägledningen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/guidance_step.py"/>
      <source>Writing the summary… {percent} %</source>
      <translation>Skriver vägledningen… {percent} %</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/closing.py"/>
      <source>Your point, the crop and the legend can be kept for the next time you open the picture.</source>
      <translation>Din punkt, beskärningen och teckenförklaringen kan finnas kvar till nästa gång du öppnar bilden.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/closing.py"/>
      <source>Your {count} points, the crop and the legend can be kept for the next time you open the picture.</source>
      <translation>Dina {count} punkter, beskärningen och teckenförklaringen kan finnas kvar till nästa gång du öppnar bilden.</translation>
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
      <location filename="../../plugin/gui/images_step.py"/>
      <source>against the map</source>
      <translation>mot kartan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>against {title}</source>
      <translation>mot {title}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>not shown in the map</source>
      <translation>visas inte på kartan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/proposal_step.py"/>
      <source>not stated</source>
      <translation>inte angivet</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/picture_page.py"/>
      <source>of {count}</source>
      <translation>av {count}</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>package.yaml</source>
      <translation>package.yaml</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/adddataset.py"/>
      <source>package.yaml was changed while the layer was being copied. Nothing was added; run again.</source>
      <translation>package.yaml ändrades medan lagret kopierades. Inget lades till; kör igen.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>planning,region,municipality,strategy,RUS,guidance,plan area</source>
      <translation>planering,region,kommun,strategi,RUS,vägledning,planområde</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/images_step.py"/>
      <source>shown in the map</source>
      <translation>visas på kartan</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/stage.py"/>
      <source>the wheel zooms, dragging moves</source>
      <translation>hjulet zoomar, dra flyttar</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/georeferencestructureimage.py"/>
      <source>unknown</source>
      <translation>okänd</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>{checks} on {datasets}</source>
      <translation>{checks} mot {datasets}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>{count} checks</source>
      <translation>{count} kontroller</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>{count} datasets</source>
      <translation>{count} underlag</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>{count} datasets are overdue for review</source>
      <translation>{count} underlag skulle ha setts över</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>{count} datasets come from the network.</source>
      <translation>{count} underlag hämtas från nätet.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>{count} days</source>
      <translation>{count} dagar</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/network_box.py"/>
      <source>{count} features</source>
      <translation>{count} objekt</translation>
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
      <location filename="../../plugin/processing/planareas.py"/>
      <source>{file} could not be written: {reason}</source>
      <translation>{file} kunde inte skrivas: {reason}</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/handbook.py"/>
      <source>{file} does not come along with the plugin.</source>
      <translation>{file} följer inte med tillägget.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/publishpackage.py"/>
      <source>{file}: version {version}, {files} files, {size} MB</source>
      <translation>{file}: version {version}, {files} filer, {size} MB</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/base.py"/>
      <source>{folder} cannot be worked on: it comes with the plugin or was unpacked from a zip file, and is replaced with the next one. Copy the package to a folder of your own first.</source>
      <translation>{folder} går inte att arbeta i: den följer med tillägget eller är uppackad ur en zip-fil, och byts ut mot nästa. Kopiera paketet till en egen mapp först.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/newpackage.py"/>
      <source>{folder} is a file. Choose a folder.</source>
      <translation>{folder} är en fil. Välj en mapp.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/login_dialog.py"/>
      <source>{host} (new)</source>
      <translation>{host} (ny)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/login_dialog.py"/>
      <source>{host} (not encrypted: no credentials are sent there)</source>
      <translation>{host} (inte krypterad: ingen inloggning skickas dit)</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>{name} could not be used; what it asks is not checked.</source>
      <translation>{name} gick inte att använda; det som paketet frågar om kontrolleras inte.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/workbench.py"/>
      <source>{name} now names {hosts}, which gets no credentials until you choose them again.</source>
      <translation>{name} nämner nu {hosts}, som inte får någon inloggning förrän du väljer den på nytt.</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/planareas.py"/>
      <source>{name}: {done} of 1 check carried out, {discuss} to bring up in the dialogue</source>
      <translation>{name}: {done} av 1 kontroll genomförd, {discuss} att ta upp i dialogen</translation>
    </message>
    <message>
      <location filename="../../plugin/processing/planareas.py"/>
      <source>{name}: {done} of {count} checks carried out, {discuss} to bring up in the dialogue</source>
      <translation>{name}: {done} av {count} kontroller genomförda, {discuss} att ta upp i dialogen</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/crop_page.py"/>
      <source>{share} of the picture is kept.</source>
      <translation>{share} av bilden behålls.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/picture_page.py"/>
      <source>{width} × {height} pixels.</source>
      <translation>{width} × {height} bildpunkter.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/package_step.py"/>
      <source>“Validate regional package” in the Processing toolbox lists everything.</source>
      <translation>”Validera regionalt underlagspaket” i verktygslådan listar allt.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>“{name}” is not checked against any more.</source>
      <translation>Förslagen kontrolleras inte längre mot ”{name}”.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/dock.py"/>
      <source>“{name}” was removed from Plandialog.</source>
      <translation>”{name}” togs bort från Plandialog.</translation>
    </message>
    <message>
      <location filename="../../plugin/gui/imaging/assistant.py"/>
      <source>“{title}” is saved in {link}.</source>
      <translation>”{title}” är sparad i {link}.</translation>
    </message>
  </context>
  <context>
    <name>PointsPanel</name>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Control points</source>
      <translation>Passpunkter</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Delete</source>
      <translation>Ta bort</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Delete the selected points (Del)</source>
      <translation>Ta bort de valda punkterna (Del)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Fit</source>
      <translation>Inpassning</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Forget the point that is being set (Esc)</source>
      <translation>Glöm punkten som håller på att sättas (Esc)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Load points</source>
      <translation>Läs in punkter</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Place by name, or coordinates</source>
      <translation>Plats med namn, eller koordinater</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Redo</source>
      <translation>Gör om</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Redo (Ctrl+Y)</source>
      <translation>Gör om (Ctrl+Y)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Save points</source>
      <translation>Spara punkter</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Save the points as a file of the Georeferencer of QGIS (.points)</source>
      <translation>Spara punkterna som en fil för QGIS georefererare (.points)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Start this point over</source>
      <translation>Börja om med punkten</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Take the points of a file of the Georeferencer of QGIS (.points)</source>
      <translation>Ta punkterna ur en fil från QGIS georefererare (.points)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Type a part of the name of a locality or municipality and press Enter. Coordinates are typed as east and north: 512140 6570693</source>
      <translation>Skriv en del av namnet på en ort eller kommun och tryck Enter. Koordinater skrivs som öst och nord: 512140 6570693</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Undo</source>
      <translation>Ångra</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_points.ui"/>
      <source>Undo (Ctrl+Z)</source>
      <translation>Ångra (Ctrl+Z)</translation>
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
  <context>
    <name>SaveCopyDialog</name>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>All municipalities that the proposal lies in, with their surroundings</source>
      <translation>Alla kommuner som planförslaget ligger i, med omgivningar</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>All of the package’s area</source>
      <translation>Hela paketets område</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>Around the current proposal</source>
      <translation>Runt det aktuella planförslaget</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>As far as the checks look, and half a kilometre more</source>
      <translation>Så långt kontrollerna ser, och en halv kilometer till</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>Choose or draw a proposal to save less than all of it.</source>
      <translation>Välj eller rita ett planförslag för att spara mindre än alltihop.</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>Everywhere the package is valid; this may take long</source>
      <translation>Överallt där paketet gäller; det kan ta lång tid</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>Save data for the field or the meeting</source>
      <translation>Spara underlag för fältet eller mötet</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>The datasets that come from the network are saved in your profile, so that plan areas can be checked without it. Features that cross the edge are kept whole.</source>
      <translation>De underlag som hämtas från nätet sparas i din profil, så att planområden kan kontrolleras utan det. Objekt som korsar gränsen behålls hela.</translation>
    </message>
    <message>
      <location filename="../../ui/save_copy.ui"/>
      <source>The municipality of the current proposal</source>
      <translation>Det aktuella planförslagets kommun</translation>
    </message>
  </context>
  <context>
    <name>SavePage</name>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>A GeoPackage with the area of each class, for work outside Plandialog</source>
      <translation>En GeoPackage med varje klass som yta, för arbete utanför Plandialog</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>A GeoTIFF with the class of each pixel, for work outside Plandialog</source>
      <translation>En GeoTIFF med klassen i varje bildpunkt, för arbete utanför Plandialog</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>A check on the picture in the perspective</source>
      <translation>En kontroll på bilden i perspektivet</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>About the picture</source>
      <translation>Om bilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Accuracy</source>
      <translation>Noggrannhet</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Along with it</source>
      <translation>Tillsammans med den</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Date of the picture</source>
      <translation>Bildens datum</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Folder of the copy</source>
      <translation>Kopians mapp</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>GeoTIFF file</source>
      <translation>GeoTIFF-fil</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>How far a place in the picture may be from where it is on the ground. Every finding states it.</source>
      <translation>Hur långt en plats i bilden kan ligga från där den är på marken. Varje iakttagelse anger det.</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Into a GeoTIFF file only</source>
      <translation>Bara i en GeoTIFF-fil</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Into a copy of the package in a folder</source>
      <translation>I en kopia av paketet i en mapp</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Into the package that is open</source>
      <translation>I paketet som är öppet</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Licence</source>
      <translation>Licens</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Page of the strategy</source>
      <translation>Sida i strategin</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Perspective</source>
      <translation>Perspektiv</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Producer (English)</source>
      <translation>Producent (engelska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Producer (Swedish)</source>
      <translation>Producent (svenska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Save structure image</source>
      <translation>Spara strukturbilden</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>So that proposals are compared with the picture at once. Its texts are neutral; change them in the package.</source>
      <translation>Så att planförslag jämförs med bilden direkt. Texterna är neutrala; ändra dem i paketet.</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>The classes as a raster</source>
      <translation>Klasserna som raster</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>The classes as simplified polygons</source>
      <translation>Klasserna som förenklade ytor</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Title (English)</source>
      <translation>Namn (engelska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Title (Swedish)</source>
      <translation>Namn (svenska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>What it shows (English)</source>
      <translation>Vad den visar (engelska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>What it shows (Swedish)</source>
      <translation>Vad den visar (svenska)</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>Where it goes</source>
      <translation>Var den sparas</translation>
    </message>
    <message>
      <location filename="../../ui/imaging_save.ui"/>
      <source>p. 46</source>
      <translation>s. 46</translation>
    </message>
  </context>
</TS>

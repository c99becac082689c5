// Streamlit speaks English by itself: this tells the browser that the page is German and puts its few words into German.
(() => {
  document.documentElement.lang = "de";
  if (window.kommunalprofilSpeaksGerman) return;
  window.kommunalprofilSpeaksGerman = true;
  const WORDS = new Map(Object.entries({
    "About": "Über diese Anwendung",
    "App pages": "Seiten",
    "Browse files": "Datei auswählen",
    "Cancel": "Abbrechen",
    "Choose an option": "Bitte wählen",
    "Choose date": "Tag wählen",
    "Choose or add an option": "Wählen oder neu eintippen",
    "Choose or add options": "Wählen oder neu eintippen",
    "Choose options": "Bitte wählen",
    "Clear all": "Alles entfernen",
    "Clear selection": "Auswahl aufheben",
    "Clear value": "Leeren",
    "Close": "Schließen",
    "Close fullscreen": "Vollbild beenden",
    "Connecting": "Verbindung wird hergestellt",
    "Connection error": "Verbindung unterbrochen",
    "Copy to clipboard": "In die Zwischenablage kopieren",
    "dd": "TT",
    "mm": "MM",
    "yyyy": "JJJJ",
    "Dataframe column menu": "Spaltenmenü",
    "Decrement": "Verringern",
    "Download as CSV": "Als CSV laden",
    "Download as PNG": "Als PNG laden",
    "Drag and drop file here": "Datei hierher ziehen",
    "Expand sidebar": "Menü öffnen",
    "Collapse sidebar": "Menü schließen",
    "Fullscreen": "Vollbild",
    "Increment": "Erhöhen",
    "Link to heading": "Verweis auf diese Überschrift",
    "Main menu": "Menü",
    "Navigate to home page": "Zur Startseite",
    "Next month": "Nächster Monat",
    "Next page": "Nächste Seite",
    "Next Result": "Nächster Treffer",
    "No data": "Keine Daten",
    "No options": "Keine Auswahl",
    "No results": "Kein Treffer",
    "Notifications": "Meldungen",
    "Open": "Öffnen",
    "Page not found": "Seite nicht gefunden",
    "The page that you have requested does not seem to exist. Running the app's main page.": "Diese Seite gibt es nicht. Sie sehen die Startseite.",
    "Please wait...": "Bitte warten …",
    "Press Enter to apply": "Eingabetaste übernimmt",
    "Previous month": "Voriger Monat",
    "Previous page": "Vorige Seite",
    "Previous Result": "Voriger Treffer",
    "Press Enter to submit form": "Eingabetaste schickt ab",
    "Press ⌘+Enter to apply": "⌘+Eingabetaste übernimmt",
    "Press Ctrl+Enter to apply": "Strg+Eingabetaste übernimmt",
    "Press ⌘+Enter to submit form": "⌘+Eingabetaste schickt ab",
    "Press Ctrl+Enter to submit form": "Strg+Eingabetaste schickt ab",
    "Add row": "Zeile hinzufügen",
    "Delete row(s)": "Zeilen entfernen",
    "Print": "Drucken",
    "Record screen": "Bildschirm aufnehmen",
    "Remove": "Entfernen",
    "Rerun": "Neu laden",
    "Running...": "Wird berechnet …",
    "Script execution error": "Fehler bei der Berechnung",
    "Search": "Suchen",
    "Select all": "Alle auswählen",
    "Selected values": "Ausgewählt",
    "Settings": "Einstellungen",
    "Show chart": "Bild zeigen",
    "Show data": "Zahlen zeigen",
    "Show/hide columns": "Spalten ein- und ausblenden",
    "Sidebar": "Menü",
    "Skip to main content": "Zum Inhalt springen",
    "Stop": "Anhalten",
    "Stop script": "Anhalten",
    "Theme": "Farben",
    "Toggle fullscreen": "Vollbild ein und aus",
    "Try again": "Noch einmal versuchen",
    "Upload": "Datei hochladen",
    "View less": "Weniger zeigen",
    "file upload": "Datei hochladen",
  }));
  const NAMES = ["aria-label", "placeholder", "title"];
  const PATTERNS = [
    [/^Add: (.+)$/, "Neu: $1"],
    [/^Choose date, (.+)$/, "Tag wählen, $1"],
    [/^Remove (.+)$/, "$1 entfernen"],
    [/^Help for (.+)$/, "Hilfe zu $1"],
    [/^(\d+) ?MB per file(?: • )?(.*)$/, "bis $1 MB je Datei $2"],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, "Mehr als $1 gehen nicht. Entfernen Sie erst etwas."],
  ];

  const inGerman = text => {
    if (!text) return null;
    const pattern = PATTERNS.find(([english]) => english.test(text));
    return WORDS.get(text) ?? (pattern ? text.replace(...pattern) : null);
  };
  const translateNames = element => {
    for (const name of NAMES) {
      const german = inGerman(element.getAttribute(name));
      if (german) element.setAttribute(name, german);
    }
  };
  const translateText = node => {
    const german = inGerman(node.data.trim());
    if (german) node.data = german;
  };
  const translateAll = root => {
    if (root.nodeType === Node.TEXT_NODE) translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    translateNames(root);
    root.querySelectorAll("[aria-label], [placeholder], [title]").forEach(translateNames);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translateText(texts.currentNode);
  };

  translateAll(document.body);
  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translateAll);
      else if (change.type === "attributes") translateNames(change.target);
      else translateText(change.target);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
})();

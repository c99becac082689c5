// The page of a phone: choose a language, then show by itself what the host put on stage.
(function () {
  "use strict";
  var kit = window.Mit, make = kit.make, memory = kit.memory, app = kit.app;
  var head = make("header"), status = make("p", { "class": "status", role: "status" }), main = make("main", { id: "main" });
  var mark = null, poll = 0, drawn = "", writing = false, thanks = "", choosing = false;

  kit.empty(app);
  [head, main, status].forEach(function (part) { app.appendChild(part); });

  function load(id) {
    var language = kit.languages.filter(function (one) { return one.id === id; })[0];
    if (!language) { choose(); return; }
    kit.ask("/mit/worte/" + id + "?v=" + language.mark, null, function (code, words) {
      if (code !== 200 || !words) { window.setTimeout(function () { load(id); }, 2000); return; }
      kit.words = words;
      choosing = false;
      document.documentElement.lang = words.lang;
      document.documentElement.dir = words.dir;
      if (memory.language !== id) { memory.language = id; memory.joined = false; kit.remember(); }
      draw(true);
      look();
      kit.box.send();
    });
  }

  function choose() {
    choosing = true;
    drawn = "";
    kit.empty(head);
    kit.empty(status);
    kit.empty(main).appendChild(make("h1", { "class": "languages" }, ["Sprache · Language · Мова · اللغة"]));
    kit.languages.forEach(function (one) {
      main.appendChild(make("button", { type: "button", "class": "option", lang: one.lang, dir: one.dir, click: function () { load(one.id); } }, [one.name]));
    });
  }

  function look() {
    window.clearTimeout(poll);
    kit.ask(kit.base + "/stand", null, function (code, told, newMark) {
      kit.box.offline = code === 0 || code >= 500;
      if (code === 200 && told) { mark = newMark; kit.told = told; }
      if (!kit.box.offline) kit.box.send();
      if (kit.told && kit.told.screen !== "warten" && kit.told.screen !== "ende") kit.box.join();
      draw();
      poll = window.setTimeout(look, (document.hidden ? 15000 : kit.box.offline ? 5000 : 2300) + Math.random() * 700);
    }, mark);
  }
  document.addEventListener("visibilitychange", function () { if (!document.hidden && kit.words) look(); });

  // A person who is writing is not interrupted; a line says that it goes on at the front.
  function busyWriting() { return Boolean(memory.draft.text && main.querySelector("#text")); }
  function typing() { return /^(TEXTAREA|INPUT|SELECT)$/.test((document.activeElement || {}).tagName || ""); }

  function draw(anew) {
    if (!kit.words || choosing) return;
    say();
    var told = kit.told;
    if (!told) return;
    var keep = busyWriting() && told.screen !== "ende" && told.screen !== "warten";
    if (keep) writing = true;
    else if (told.screen !== "schauen" && drawn && place() !== told.screen + told.scene) { writing = false; thanks = ""; }
    var print = [told.screen + told.scene, mark, memory.language, writing, thanks, states()].join("|");
    if (!anew && print === drawn) return;
    var moved = place() !== told.screen + told.scene;
    if (!anew && (keep || (!moved && typing()))) { news(told); return; }
    drawn = print;
    paint(told);
    if (moved && main.querySelector("h1")) main.querySelector("h1").focus();
  }

  function place() { return drawn.split("|")[0]; }
  function states() { return memory.ideas.map(function (idea) { return idea.state; }).join(","); }

  function paint(told, focus) {
    var last = focus || (document.activeElement || {}).id;
    header(told);
    kit.empty(main);
    screen(told).forEach(function (part) { if (part) main.appendChild(part); });
    var own = kit.ownIdeas();
    if (own) main.appendChild(own);
    var target = last && document.getElementById(last);
    if (target) target.focus();
    news(told);
  }

  function header(told) {
    kit.empty(head);
    head.appendChild(make("p", { "class": "event" }, [make("bdi", {}, [told.title])]));
    head.appendChild(kit.button(kit.words.name, choose, "language"));
    head.lastChild.setAttribute("aria-label", kit.word("language") + ": " + kit.words.name);
  }

  function title(text) { return make("h1", { tabindex: -1, dir: "auto" }, [text]); }
  function line(text) { return text ? make("p", { dir: "auto", "class": "text" }, [text]) : null; }

  function screen(told) {
    if (told.screen === "ende") return [title(kit.word("over")), line(kit.word("thanks"))];
    if (told.screen === "warten") return [title(kit.word("welcome")), line(told.welcome), line(kit.word("soon")), line(kit.word("nameless"))];
    if (thanks) return [title(kit.word("idea")), arrived(), goOn(told, "another")];
    if (writing || told.screen === "ideen") return [title(told.screen === "ideen" ? told.message : kit.word("write")), form(told)];
    var redraw = function (focus) { paint(told, focus); say(); };
    if (told.screen === "abstimmung") return [title(told.message), line(told.text), kit.voting(told, redraw), goOn(told, "write")];
    if (told.screen === "frage") return [title(told.message), line(told.text), kit.question(told, redraw), goOn(told, "write")];
    return [title(kit.word("look")), line(kit.word("look_more")), goOn(told, "write")];
  }

  function form(told) {
    return kit.ideaForm(told, function (idea) { thanks = idea.ticket; draw(true); window.scrollTo(0, 0); });
  }

  function arrived() {
    var idea = memory.ideas.filter(function (one) { return one.ticket === thanks; })[0] || {};
    var here = idea.state === "here", bad = idea.state === "refused";
    return make("p", { "class": "note " + (bad ? "bad" : here ? "good" : ""), role: "status" }, [here ? kit.word("arrived") : bad ? kit.reason(idea.reason) : kit.word("sending")]);
  }

  function goOn(told, word) {
    var text = memory.draft.text && !thanks ? kit.word("draft") : kit.word(word);
    return kit.button(text, function () { thanks = ""; writing = true; draw(true); var area = document.getElementById("text"); if (area) area.focus(); }, thanks ? "main" : "second");
  }

  // While an idea is being written and the host goes on.
  function news(told) {
    var old = document.getElementById("news");
    if (old) old.parentNode.removeChild(old);
    if (!writing || told.screen === "ideen" || told.screen === "schauen") return;
    main.insertBefore(make("div", { id: "news", "class": "note" }, [
      make("p", { role: "status" }, [kit.word("front")]),
      kit.button(kit.word("go"), function () { writing = false; thanks = ""; kit.empty(main); draw(true); })
    ]), main.firstChild);
  }

  function say() {
    var box = kit.box, text = "", kind = "";
    if (box.offline) { text = kit.word("offline"); kind = "bad"; }
    else if (kit.box.waiting()) text = kit.word("sending");
    else if (box.trouble) { text = kit.reason(box.trouble); kind = "bad"; }
    else if (Date.now() - box.doneAt < 6000) { text = kit.word("here"); kind = "good"; }
    if (status.textContent !== text) kit.empty(status).appendChild(document.createTextNode(text));
    status.className = "status " + kind;
  }

  kit.box.changed = function () { draw(); };
  if (memory.language) load(memory.language);
  else choose();
})();

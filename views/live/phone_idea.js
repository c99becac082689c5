// Writing an idea: the text, what it is about, for whom and where – the place from a map or a list.
(function () {
  "use strict";
  var kit = window.Mit, make = kit.make, memory = kit.memory, places = null, LONGEST = 2000;

  function choice(name, label, options) {
    var id = "choose-" + name, chosen = memory.draft[name] || "";
    var all = [["", kit.word("none")]].concat(options);
    return make("p", {}, [
      make("label", { "for": id }, [label]),
      make("select", { id: id, change: function () { keep(name, this.value); } }, all.map(function (option) {
        return make("option", { value: option[0], selected: option[0] === chosen, dir: "auto" }, [option[1]]);
      }))
    ]);
  }

  function keep(name, value) {
    memory.draft[name] = value;
    kit.remember();
  }

  function place() {
    var id = "choose-place", map = make("div", { "class": "map" });
    var list = make("select", { id: id, change: function () { choose(this.value); } });
    var paths = {};
    function choose(value) {
      keep("place", value);
      list.value = value;
      for (var one in paths) paths[one].setAttribute("class", one === value ? "on" : "");
      if (paths[value]) paths[value].parentNode.appendChild(paths[value]);
    }
    function fill() {
      kit.empty(list).appendChild(make("option", { value: "" }, [kit.word("none")]));
      var group = make("g", {});
      places.forEach(function (one) {
        list.appendChild(make("option", { value: one[0] }, [one[1]]));
        paths[one[0]] = group.appendChild(make("path", { d: one[2], click: function () { choose(one[0]); } }));
      });
      var drawing = make("svg", { "aria-hidden": "true", preserveAspectRatio: "xMidYMid meet" }, [group]);
      kit.empty(map).appendChild(drawing);
      choose(memory.draft.place || "");
      window.setTimeout(function () { frame(drawing, group); }, 0);
    }
    if (places) fill();
    else kit.ask(kit.base + "/orte", null, function (status, answer) { if (status === 200) { places = answer; fill(); } });
    return make("div", {}, [make("label", { "for": id }, [kit.word("place")]), make("p", { "class": "small" }, [kit.word("map")]), map, list]);
  }

  // The drawing fits the places of this event.
  function frame(drawing, group) {
    var box = group.getBBox(), edge = Math.max(box.width, box.height) / 40;
    if (!box.width) { window.setTimeout(function () { if (drawing.parentNode) frame(drawing, group); }, 300); return; }
    drawing.setAttribute("viewBox", [box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge].join(" "));
  }

  function more(told) {
    var bands = Object.keys(kit.words.bands).map(function (id) { return [id, kit.words.bands[id]]; });
    var table = make("input", { id: "table", maxlength: 40, value: memory.table, autocomplete: "off", dir: "auto", input: function () {
      memory.table = this.value;
      kit.remember();
    } });
    var inside = make("div", {});
    var open = make("details", { open: Boolean(memory.draft.open), toggle: function () {
      keep("open", this.open);
      if (this.open) fill();
    } }, [make("summary", {}, [kit.word("more")]), inside]);
    function fill() {
      if (inside.firstChild) return;
      [told.fields.length ? choice("field", kit.word("field"), told.fields) : null, choice("band", kit.word("band"), bands), place(),
        make("p", {}, [make("label", { "for": "table" }, [kit.word("table")]), table])
      ].forEach(function (part) { if (part) inside.appendChild(part); });
    }
    if (memory.draft.open) fill();
    return open;
  }

  // The form; handed(idea) is called once the idea lies in the outbox.
  kit.ideaForm = function (told, handed) {
    var left = make("p", { "class": "small", "aria-live": "polite" });
    var trouble = make("p", { "class": "note bad", role: "alert", hidden: true });
    var area = make("textarea", { id: "text", rows: 4, maxlength: LONGEST, dir: "auto", input: function () {
      keep("text", this.value);
      count();
    } });
    area.value = memory.draft.text || "";
    function count() {
      var free = LONGEST - area.value.length;
      kit.empty(left).appendChild(document.createTextNode(free < 300 ? kit.word("left", { n: free }) : ""));
    }
    function send() {
      if (!area.value.trim()) {
        kit.empty(trouble).appendChild(document.createTextNode(kit.reason("leer")));
        trouble.hidden = false;
        area.focus();
        return;
      }
      var draft = memory.draft, idea = {
        ticket: kit.secret(), text: area.value, field: draft.field || "", band: draft.band || "", place: draft.place || "",
        table: memory.table, scene: told.screen === "ideen" ? told.scene : ""
      };
      memory.ideas.push({ ticket: idea.ticket, text: idea.text, state: "", content: idea });
      memory.draft = { open: draft.open };
      kit.box.put("idea:" + idea.ticket, "/idee", idea);
      handed(idea);
    }
    count();
    return make("div", { "class": "form" }, [
      make("label", { "for": "text" }, [kit.word("idea")]), area, left, trouble, more(told), kit.button(kit.word("send"), send, "main")
    ]);
  };

  // What became of the ideas of this phone.
  kit.ownIdeas = function () {
    if (!memory.ideas.length) return null;
    var rows = memory.ideas.slice().reverse().map(function (idea) {
      var again = idea.state === "refused" && kit.button(kit.word("again"), function () {
        idea.state = "";
        kit.box.put("idea:" + idea.ticket, "/idee", idea.content);
      });
      return make("li", {}, [
        make("p", { dir: "auto", "class": "said" }, [idea.text]),
        make("p", { "class": "state " + ({ here: "good", refused: "bad" }[idea.state] || "") }, [kit.word(idea.state || "sending"), idea.state === "refused" ? " – " + kit.reason(idea.reason) : ""]), again || null
      ]);
    });
    return make("section", { "class": "own" }, [make("h2", {}, [kit.word("own")]), make("ul", {}, rows)]);
  };
})();

// Voting with dots and answering a question.
(function () {
  "use strict";
  var kit = window.Mit, make = kit.make, memory = kit.memory, timer = 0;

  function mine(scene) {
    if (!memory.dots[scene]) memory.dots[scene] = { now: {}, sure: {} };
    return memory.dots[scene];
  }

  function copy(values) { return JSON.parse(JSON.stringify(values)); }

  // Only dots on what is still offered count; the rest the host took off the list.
  function given(told) {
    var now = mine(told.scene).now, kept = {}, sum = 0;
    told.options.forEach(function (option) { kept[option[0]] = now[option[0]] || 0; sum += kept[option[0]]; });
    mine(told.scene).now = kept;
    return sum;
  }

  kit.voting = function (told, redraw) {
    if (!told.options.length) return make("p", {}, [kit.word("nothing")]);
    var left = told.dots - given(told), now = mine(told.scene).now;
    function move(id, step) {
      now[id] += step;
      kit.remember();
      redraw("dot-" + id + (step > 0 ? "+" : "-"));
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { kit.box.put("dots:" + told.scene, "/punkte", { scene: told.scene, dots: copy(now) }); }, 500);
    }
    function step(option, by, word, off) {
      return make("button", {
        type: "button", "class": "step", id: "dot-" + option[0] + (by > 0 ? "+" : "-"), "aria-disabled": off ? "true" : "false",
        "aria-label": kit.word(word, { what: option[1] }), click: function () { if (!off) move(option[0], by); }
      }, [by > 0 ? "+" : "−"]);
    }
    var rows = told.options.map(function (option) {
      var count = now[option[0]];
      return make("li", { "class": count ? "chosen" : "" }, [
        make("p", { dir: "auto", "class": "said" }, [option[1]]),
        make("div", { "class": "steps" }, [
          step(option, -1, "minus", !count),
          make("span", { "class": "count", "aria-label": kit.word("given", { n: count }) }, [count]),
          step(option, 1, "plus", left < 1)
        ])
      ]);
    });
    return make("div", {}, [
      make("p", {}, [kit.word("vote")]),
      make("p", { "class": "left", role: "status" }, [kit.word("dots", { n: left })]),
      make("ul", { "class": "votes" }, rows)
    ]);
  };

  kit.question = function (told, redraw) {
    var known = memory.answers[told.scene] || (memory.answers[told.scene] = { choice: "", text: "", sent: false });
    function send() {
      known.sent = true;
      kit.box.put("answer:" + told.scene, "/antwort", { scene: told.scene, choice: known.choice, text: known.text });
      redraw();
    }
    if (!told.options.length) return open(known, send);
    var options = told.options.map(function (option) {
      var on = known.choice === option[0];
      return make("button", { type: "button", dir: "auto", id: "answer-" + option[0], "class": "option" + (on ? " on" : ""), "aria-pressed": on ? "true" : "false", click: function () {
        known.choice = option[0];
        send();
        redraw("answer-" + option[0]);
      } }, [option[1]]);
    });
    return make("div", {}, [make("p", {}, [kit.word("tap")])].concat(options, [known.sent && make("p", { "class": "small" }, [kit.word("change")])]));
  };

  function open(known, send) {
    var area = make("textarea", { id: "answer", rows: 4, maxlength: 2000, dir: "auto", input: function () {
      known.text = this.value;
      kit.remember();
    } });
    area.value = known.text;
    return make("div", { "class": "form" }, [
      make("label", { "for": "answer" }, [kit.word("answer")]), area,
      kit.button(kit.word("send"), function () { if (area.value.trim()) send(); else area.focus(); }, "main"),
      known.sent && make("p", { "class": "small" }, [kit.word("change")])
    ]);
  }

  // The host's machine has spoken: keep what was taken, go back to it where it was refused.
  kit.box.settled = function (job, reason) {
    var parts = job.id.split(":"), own = parts[0] === "dots" && memory.dots[parts[1]];
    if (!own) return;
    if (reason) own.now = copy(own.sure);
    else own.sure = copy(job.content.dots);
  };
})();

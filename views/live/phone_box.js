// The outbox: what was handed in stays on the phone until the host's machine has confirmed it, over any number of attempts.
(function () {
  "use strict";
  var JOIN = "join", kit = window.Mit, memory = kit.memory, busy = false, timer = 0, fails = 0;
  var box = (kit.box = { offline: false, trouble: "", doneAt: 0, changed: function () {} });

  // Put something in; the same id again replaces what has not been confirmed.
  box.put = function (id, path, content) {
    var known = memory.queue.filter(function (job) { return job.id === id; })[0];
    if (known) { known.content = content; known.turn += 1; known.after = 0; }
    else memory.queue.push({ id: id, path: path, content: content, turn: 1, after: 0 });
    box.trouble = "";
    kit.remember();
    box.changed();
    box.send();
  };
  // Be counted as soon as the evening runs, also before anything is handed in.
  box.join = function () {
    if (!memory.joined && !box.trouble && !memory.queue.length) box.put(JOIN, "/dabei", {});
  };
  box.waiting = function () {
    return memory.queue.some(function (job) { return job.id !== JOIN; });
  };

  function later(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(box.send, seconds * 1000);
  }

  box.send = function () {
    if (busy || !memory.language || !memory.queue.length) return;
    var now = Date.now(), job = memory.queue.filter(function (one) { return one.after <= now; })[0];
    if (!job) { later(1); return; }
    var joining = !memory.joined || job.id === JOIN, turn = job.turn, sent = { token: memory.token }, name;
    if (joining) sent.language = memory.language;
    else for (name in job.content) sent[name] = job.content[name];
    busy = true;
    kit.ask(kit.base + (joining ? "/dabei" : job.path), sent, function (status, answer) {
      busy = false;
      box.offline = status === 0 || status >= 500;
      fails = box.offline ? fails + 1 : 0;
      if (box.offline) later(Math.min(30, Math.pow(2, fails - 1)) * (0.75 + Math.random() / 2));
      else if (status === 200 && answer && answer.arrived) arrived(job, turn, joining);
      else refused(job, turn, (answer && answer.reason) || "falsch", (answer && answer.seconds) || 0);
      kit.remember();
      box.changed();
    });
  };

  function arrived(job, turn, joining) {
    if (joining) {
      memory.joined = true;
      memory.queue = memory.queue.filter(function (one) { return one.id !== JOIN; });
    } else { settle(job, turn, ""); box.doneAt = Date.now(); }
    later(0.05);
  }

  function refused(job, turn, reason, seconds) {
    if (reason === "unbekannt") memory.joined = false;
    if (reason === "unbekannt" || reason === "wartet" || seconds > 0) {
      job.after = Date.now() + Math.max(1, seconds) * 1000;
      later(0.2);
      return;
    }
    box.trouble = reason;
    settle(job, turn, reason);
    later(0.05);
  }

  // Confirmed or refused for good; what was changed meanwhile is sent again.
  function settle(job, turn, reason) {
    memory.ideas.forEach(function (idea) {
      if ("idea:" + idea.ticket === job.id) { idea.state = reason ? "refused" : "here"; idea.reason = reason; }
    });
    if (job.turn === turn) memory.queue = memory.queue.filter(function (one) { return one !== job; });
    if (box.settled) box.settled(job, reason);
  }

  window.addEventListener("online", function () { fails = 0; later(0.1); });
  later(0.5);
})();

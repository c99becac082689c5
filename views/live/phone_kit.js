// Small things everything else stands on: memory of this phone, making elements, filling words in. Written for old browsers.
(function () {
  "use strict";
  var app = document.getElementById("app");
  var key = "mit-" + app.getAttribute("data-code");
  var kit = (window.Mit = {
    app: app,
    base: "/mit/" + encodeURIComponent(app.getAttribute("data-code")),
    languages: JSON.parse(app.getAttribute("data-languages")),
    words: null,
    told: null
  });

  // What this phone remembers. A browser that forbids remembering still works until the page is closed.
  kit.memory = { token: "", language: "", joined: false, table: "", draft: {}, ideas: [], dots: {}, answers: {}, queue: [] };
  try {
    var known = JSON.parse(window.localStorage.getItem(key) || "{}");
    for (var name in kit.memory) if (known[name] !== undefined) kit.memory[name] = known[name];
  } catch (error) { /* begin anew */ }
  kit.remember = function () {
    try { window.localStorage.setItem(key, JSON.stringify(kit.memory)); } catch (error) { /* full or forbidden */ }
  };

  kit.secret = function () {
    var made = "", bytes = window.crypto.getRandomValues(new Uint8Array(20)), i;
    for (i = 0; i < bytes.length; i++) made += (bytes[i] + 256).toString(16).slice(1);
    return made;
  };
  if (!kit.memory.token) { kit.memory.token = kit.secret(); kit.remember(); }

  // Make an element; texts become text and nothing else.
  kit.make = function (tag, attributes, children) {
    var drawn = /^(svg|path|g)$/.test(tag);
    var made = drawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (var name in attributes || {}) {
      var value = attributes[name];
      if (typeof value === "function") made.addEventListener(name, value);
      else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    (children || []).forEach(function (child) {
      if (child !== null && child !== undefined && child !== false)
        made.appendChild(typeof child === "object" ? child : document.createTextNode(String(child)));
    });
    return made;
  };
  kit.empty = function (element) { while (element.firstChild) element.removeChild(element.firstChild); return element; };
  kit.button = function (text, press, kind) { return kit.make("button", { type: "button", "class": kind || "", click: press }, [text]); };

  kit.word = function (name, values) {
    var text = kit.words[name] || "";
    for (var slot in values || {}) text = text.split("{" + slot + "}").join(values[slot]);
    return text;
  };
  kit.reason = function (name) { return kit.words.reasons[name] || kit.words.reasons.falsch; };

  // Ask or send; done(status, answer) – status 0 where nobody answered.
  kit.ask = function (path, content, done, mark) {
    var request = new XMLHttpRequest();
    request.open(content ? "POST" : "GET", path);
    request.timeout = 15000;
    if (content) request.setRequestHeader("Content-Type", "application/json");
    if (mark) request.setRequestHeader("If-None-Match", mark);
    request.onload = function () {
      var answer = null;
      try { answer = JSON.parse(request.responseText); } catch (error) { /* no answer of ours */ }
      done(request.status, answer, request.getResponseHeader("ETag"));
    };
    request.onerror = request.ontimeout = function () { done(0, null, null); };
    request.send(content ? JSON.stringify(content) : null);
  };
})();

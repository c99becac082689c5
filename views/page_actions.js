// Prints the page and copies its address. Without a secure connection browsers have no clipboard object: then a hidden field is copied.
(() => {
  if (window.kommunalprofilActions) return;
  window.kommunalprofilActions = true;

  const copyByField = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyByField(text);
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-kp]");
    if (!button) return;
    if (button.dataset.kp === "print") return window.print();
    const said = button.parentElement.querySelector(".kp-said");
    said.textContent = (await copy(location.href)) ? "Kopiert: Der Link öffnet genau diese Ansicht." : `Bitte selbst kopieren: ${location.href}`;
  });
})();

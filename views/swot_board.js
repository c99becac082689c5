// Shows the four panels and tells the page which button was pressed; cards that are unfolded stay so when something was saved.
export default ({ parentElement, data, setTriggerValue }) => {
  const host = parentElement.querySelector(".kp-block");
  if (host._shown !== data.markup) {
    const open = [...host.querySelectorAll("article details[open]")].map((one) => one.closest("article").id);
    host.innerHTML = data.markup;
    host._shown = data.markup;
    for (const id of open) {
      const details = id && host.querySelector(`#${CSS.escape(id)} > details`);
      if (details) details.open = true;
    }
  }
  host.onclick = (event) => {
    const button = event.target.closest("[data-do]");
    if (button) setTriggerValue("asked", { do: button.dataset.do, id: button.dataset.id });
  };
};

// The button that prints the cards.
document.getElementById("print").addEventListener("click", function () { window.print(); });

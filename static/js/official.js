// A button beside each text that is to be pasted elsewhere. Without this file the text is selected by
// hand: it stands in a field of its own.

for (const place of document.querySelectorAll("[data-pf-copy]")) {
  const text = document.getElementById(place.dataset.pfCopy);
  const button = place.querySelector("button");
  const said = place.querySelector("[role=status]");
  if (!text || !button || !navigator.clipboard) continue;
  place.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = "Copied.";
    } catch {
      // What is folded away cannot be selected.
      text.closest("details")?.setAttribute("open", "");
      text.focus();
      text.select();
      said.textContent = "Selected. Copy it with your keyboard.";
    }
  });
}

// What is under way says by itself how far it has come, while somebody looks at it and types nothing.
const again = document.querySelector("[data-pf-look-again]");
if (again) {
  setInterval(() => {
    const typing = document.activeElement?.matches("input, textarea, select");
    if (!document.hidden && !typing) location.replace(location.href);
  }, 10_000);
}

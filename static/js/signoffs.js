// The screen of one entry to decide on: single keys, the list of them, Undo for as long as it works.
// Every key presses a button or follows a link that is on the page; nothing here can do more.

const decide = document.querySelector("[data-pf-decide]");
const isTyping = (element) =>
  element.isContentEditable || ["TEXTAREA", "SELECT"].includes(element.tagName) ||
  (element.tagName === "INPUT" && !["button", "submit"].includes(element.type));

const undoing = () => document.querySelector(".nhsuk-notification-banner form[action$='/undoing'] button");

const openReturn = () => {
  const details = document.getElementById("return");
  if (!details) return;
  details.open = true;
  const first = document.getElementById("reason");
  first.focus();
  details.scrollIntoView({ block: "center" });
};

if (decide) {
  const dialog = document.getElementById("keys");
  // Chosen for the account, in the dialog or on the account page.
  const off = decide.dataset.pfKeys === "off";
  decide.querySelector("[data-pf-opens='keys']").addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-pf-closes='keys']").addEventListener("click", () => dialog.close());

  const back = decide.querySelector("[data-pf-key='r']");
  if (back) back.addEventListener("click", (event) => { event.preventDefault(); openReturn(); });

  document.addEventListener("keydown", (event) => {
    if (off || dialog.open || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const target = event.key === "u" ? undoing() : decide.querySelector(`[data-pf-key='${CSS.escape(event.key)}']`);
    if (!target) return;
    event.preventDefault();
    target.click();
  });

  // A second press while the first is on its way would only be answered with the same page.
  document.getElementById("sign")?.addEventListener("submit", () => {
    window.setTimeout(() => {
      for (const level of decide.querySelectorAll(".pf-level")) level.disabled = true;
    });
  });
}

// Undo works for ten seconds; a button that can only be refused is taken away.
const undo = document.querySelector(".nhsuk-notification-banner form[action$='/undoing']");
if (undo) window.setTimeout(() => { if (!undo.contains(document.activeElement)) undo.remove(); }, 10_000);

// What the house adds when a browser runs scripts. Every page works without this file: a file here
// may only save a step. build.rs joins the files of this folder, in the order of their names, after
// the NHS design system, which is the value `nhsuk`; each file has a scope of its own, and none may
// say `import` or `export`. The content policy allows no inline script, style or event attribute.

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
nhsuk.initAll();

// <button type="button" class="nhsuk-button pf-only-with-script" data-pf-print>Print this page</button>
for (const button of document.querySelectorAll("[data-pf-print]")) {
  button.addEventListener("click", () => window.print());
}

// What is folded away on the screen is not missing on paper.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});

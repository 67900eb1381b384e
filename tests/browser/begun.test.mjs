// An assessment begun by the assessor: from My trainees to the signature, and the trainee who reads it and answers.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

bothWays("a DOPS begun by the assessor", async (way) => {
  const house = await demo();
  const supervisor = await way.open(house, "/trainees", { as: "hamish.elderflower@demo.example" });
  await axe(supervisor);
  await noSidewaysScroll(supervisor);
  const form = await begins(supervisor, await whoHas(supervisor));
  assert.match(form, /Observed procedure/);
  await axe(supervisor);
  await noSidewaysScroll(supervisor);
  await supervisor.getByRole("button", { name: "Sign this assessment" }).click();
  await supervisor.getByRole("heading", { name: "There is a problem" }).waitFor();
  await axe(supervisor);
  await fills(supervisor);
  await supervisor.getByRole("button", { name: "Sign this assessment" }).click();
  await supervisor.getByText("Begun by").first().waitFor();
  assert.match(await supervisor.locator("main").textContent(), /Signed/);
  await axe(supervisor);
  await noSidewaysScroll(supervisor);
  const entry = new URL(supervisor.url()).pathname;
  assert.match(entry, /^\/entries\/[^/]+$/);

  // The trainee reads it and answers; what they say stands with the entry, for both.
  const trainee = await way.open(house, entry, { as: addressOf(form) });
  await trainee.getByRole("heading", { name: "Have you seen it?" }).waitFor();
  await trainee.getByText("Hamish Elderflower").first().waitFor();
  await axe(trainee);
  await noSidewaysScroll(trainee);
  await trainee.getByLabel("Your answer (optional)").fill("Next time I hold the probe lower.");
  await trainee.getByRole("button", { name: "I have seen it" }).click();
  await trainee.getByText("Noted that you have seen it.").waitFor();
  assert.equal(await trainee.getByRole("heading", { name: "Have you seen it?" }).count(), 0);
  await trainee.getByText("Next time I hold the probe lower.").first().waitFor();
  await axe(trainee);
  await noSidewaysScroll(trainee);
  await supervisor.goto(entry);
  await supervisor.getByText("Next time I hold the probe lower.").first().waitFor();
});

/// Of whom the heading of the form tells: everybody in the demo has an address made of their name.
function addressOf(heading) {
  const name = heading.replace(/\s+/g, " ").trim().split(" of ").pop();
  return `${name.toLowerCase().replaceAll(" ", ".")}@demo.example`;
}

/// The first trainee of the list who is on a programme with observed procedures.
async function whoHas(page) {
  const links = page.getByRole("link", { name: /^Begin an assessment/ });
  for (const path of await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))) {
    await page.goto(path);
    if (await page.getByRole("link", { name: /Observed procedure/ }).count()) return path;
  }
  assert.fail("nobody to assess");
}

/// Opens the form of an observed procedure.
async function begins(page, path) {
  await page.goto(path);
  await page.getByRole("link", { name: /Observed procedure/ }).click();
  await page.getByRole("heading", { level: 1, name: /Observed procedure/ }).waitFor();
  return page.locator("h1").textContent();
}

/// Answers whatever the form asks: the first choice of each question, a word in each line.
async function fills(page) {
  const form = page.locator("form[action='/assessments']");
  // Each that opens leaves the list.
  const folded = form.locator("details.nhsuk-expander:not([open]) > summary");
  while (await folded.count()) await folded.first().click();
  const names = await form.locator("input[type=radio]").evaluateAll((all) => [...new Set(all.map((one) => one.name))]);
  for (const name of names) {
    const first = form.locator(`input[name="${name}"]`).first();
    if (await first.isVisible()) await first.check({ force: true });
  }
  for (const list of await form.locator("select").all()) {
    if (await list.isVisible()) await list.selectOption({ index: 1 });
  }
  for (const line of await form.locator("input[type=text]").all()) {
    const named = await line.getAttribute("name");
    const whole = await line.inputValue();
    if (!(await line.isVisible()) || whole !== "" || /-(day|month|year|time|other)$/.test(named)) continue;
    await line.fill((await line.getAttribute("inputmode")) ? "1" : "Theatre 2");
  }
}

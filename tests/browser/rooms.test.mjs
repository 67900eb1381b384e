// The code of a room: a lead makes it, a supervisor scans it from the sheet with their own phone (signing in on the
// way, as the page for strangers offers) and begins an assessment, which says when it was scanned and proves nothing.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll, signIn } from "./kit.mjs";
import { scanned } from "./qr.mjs";

const SUPERVISOR = "hamish.elderflower@demo.example";

bothWays("the code of a room is scanned and stated", async (way) => {
  const house = await demo();
  const lead = await way.open(house, "/people", { as: "lead@demo.example" });
  await lead.getByRole("link", { name: "Codes of rooms in which people are assessed" }).click();
  await lead.getByRole("heading", { level: 1, name: "Codes of rooms" }).waitFor();
  await looksRight(lead);
  await lead.getByRole("button", { name: "Make this code" }).click();
  await lead.getByRole("heading", { name: "There is a problem" }).waitFor();
  await looksRight(lead);
  await lead.getByLabel("Name of the room").fill("Theatre 2");
  await lead.locator("input[name=over]").first().check();
  await lead.getByRole("button", { name: "Make this code" }).click();
  await lead.getByText("The code is made.").waitFor();
  await lead.getByRole("heading", { level: 1, name: /^Theatre 2, / }).waitFor();
  await looksRight(lead);
  const code = await scanned(lead);
  await lead.emulateMedia({ media: "print" });
  await lead.locator("svg.pf-qr").waitFor();
  assert.ok(!(await lead.getByRole("button", { name: "End this code" }).isVisible()), "the sheet prints clean");
  await lead.emulateMedia({ media: null });

  // A phone that is not signed in learns what to do with a trainee's link, and is led back to the code after sign-in.
  const phone = await way.open(house, new URL(code).pathname);
  await phone.getByRole("heading", { name: "You have a link from a trainee" }).waitFor();
  await looksRight(phone);
  await phone.getByRole("button", { name: "Sign in" }).click();
  await phone.waitForURL(/\/sign-in/);
  await signIn(phone, SUPERVISOR);
  const heading = phone.getByRole("heading", { level: 1, name: /^Code of Theatre 2, .+ scanned at \d\d:\d\d$/ });
  await heading.waitFor();
  const said = (await heading.textContent()).trim();
  await looksRight(phone);
  await phone.getByRole("button", { name: "Begin an assessment" }).click();
  await phone.waitForLoadState();
  await begins(phone);
  await phone.getByLabel(/^Say that the code of Theatre 2, .+ was scanned at/).waitFor({ state: "attached" });
  assert.ok(await phone.locator("#seen-scan").isChecked());
  await looksRight(phone);
  await fills(phone);
  await phone.getByRole("button", { name: "Sign this assessment" }).click();
  await phone.getByText("Begun by").first().waitFor();
  const sentence = `${said.charAt(0).toLowerCase()}${said.slice(1)}.`;
  await phone.getByText(sentence, { exact: false }).first().waitFor();
  await looksRight(phone);

  // Ended, the paper on the wall says so.
  await lead.getByRole("button", { name: "End this code" }).click();
  await lead.getByText("The code is ended.").waitFor();
  await phone.goto(new URL(code).pathname);
  await phone.getByText("This code is no longer in use.").waitFor();
  await axe(phone);
});

async function looksRight(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/// Opens the form of an observed procedure, for the first trainee of the list whose programme has one.
async function begins(page) {
  const links = page.getByRole("link", { name: /^Begin an assessment/ });
  for (const path of await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))) {
    await page.goto(path);
    const form = page.getByRole("link", { name: /Observed procedure/ });
    if (!(await form.count())) continue;
    await form.click();
    await page.getByRole("heading", { level: 1, name: /Observed procedure/ }).waitFor();
    // An older form of a procedure does not ask how it was seen: there it may be said, folded.
    if (await page.locator("input[name='seen-how']:not(details input)").count()) return;
  }
  assert.fail("nobody to assess");
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

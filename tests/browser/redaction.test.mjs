// Patient data found after sign-off: the trainee reports where it stands, the lead strikes it out, the entry
// comes back to the trainee, is written without it, and is signed again.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

bothWays("a reopened redaction", async (way) => {
  const house = await demo();
  const page = await way.open(house, "/portfolio?state=signed&kind=bypass-case", { as: "trainee@demo.example" });
  await page.locator("table a[href^='/entries/']").first().click();
  await page.getByText(/^Signed by/).first().waitFor();
  const entry = new URL(page.url()).pathname;

  await page.getByRole("link", { name: "Report patient data in this entry" }).click();
  await page.getByRole("heading", { level: 1, name: /Report patient data/ }).waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "Report it" }).click();
  await page.getByRole("alert").getByText("Choose where it stands.").waitFor();
  await axe(page);
  await page.locator("input[name=place][value='field:bypass-minutes']").check();
  await page.getByLabel(/^Details from which a patient could be recognised/).check();
  await page.getByRole("button", { name: "Report it" }).click();
  await page.getByText("To be struck out").waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  const incident = new URL(page.url()).pathname;
  assert.equal(await page.getByRole("link", { name: "Choose what is struck out" }).count(), 0, "never one’s own");

  const lead = await way.open(house, "/notices", { as: "lead@demo.example" });
  await lead.getByRole("link", { name: /may say who a patient is/ }).first().click();
  assert.equal(new URL(lead.url()).pathname, incident);
  await lead.getByRole("button", { name: "Choose what is struck out" }).click();
  await axe(lead);
  await noSidewaysScroll(lead);
  await lead.getByRole("button", { name: "Strike it out for good" }).click();
  await lead.getByRole("alert").getByText(/Say that you have looked/).waitFor();
  await lead.getByLabel("I have looked at what I chose, and it has to go").check();
  await lead.getByRole("button", { name: "Strike it out for good" }).click();
  await lead.getByText("It is struck out, in every version.").waitFor();
  await lead.getByText(/The entry went back and is assessed again/).waitFor();
  await axe(lead);
  await lead.getByLabel("Reference number").fill("IG-2026/118");
  await lead.getByRole("button", { name: "Save the reference" }).click();
  await lead.getByText("The reference is kept.").waitFor();
  await lead.getByLabel("Everything that was needed is done").check();
  await lead.getByRole("button", { name: "End it" }).click();
  await lead.getByText("The incident is over.").waitFor();

  await page.goto(entry);
  await page.getByText("Returned").first().waitFor();
  await page.getByText("Struck out").first().waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "Edit" }).click();
  await page.locator("input[name='f-bypass-minutes']").fill("91");
  const who = page.locator("select[name=ask]");
  const able = await who.locator("option").evaluateAll((all) => all.map((one) => [one.value, one.textContent]));
  const [marigold] = able.find(([, text]) => text.includes("Marigold Penhallow"));
  await who.selectOption(marigold);
  await page.getByRole("button", { name: /^Submit/ }).first().click();
  await page.waitForURL((url) => url.pathname === entry);
  await page.getByText("Submitted").first().waitFor();
  await page.getByText(/with Marigold Penhallow since/).first().waitFor();

  // It is assessed again: the supervisor sees that something was struck out, and signs what there is now.
  const supervisor = await way.open(house, entry, { as: "supervisor@demo.example" });
  await supervisor.getByText("Struck out").first().waitFor();
  const decide = { name: "Decide on this entry" };
  await supervisor.getByRole("link", decide).or(supervisor.getByRole("button", decide)).first().click();
  await supervisor.waitForURL((url) => url.pathname.startsWith("/inbox/"));
  await axe(supervisor);
  await noSidewaysScroll(supervisor);
  await supervisor.locator("[data-pf-decide] button[form=sign]").last().click();
  await supervisor.getByText(/^Signed:/).first().waitFor();

  await page.goto(entry);
  assert.equal(await page.locator("main .nhsuk-tag").first().innerText(), "Signed");
  await page.getByText(/^Signed by Marigold Penhallow/).first().waitFor();
  await page.getByText("nothing has been changed since").first().waitFor();
  await axe(page);
  await noSidewaysScroll(page);
});

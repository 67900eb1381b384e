// A review of a trainee: planned by the lead, prepared by both sides, frozen; what changes afterwards is not in the
// pack; the chair reads it and records the outcome; the trainee objects, and the lead answers.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

bothWays("a panel review with its frozen pack", async (way) => {
  const house = await demo();
  const lead = await way.open(house, "/board", { as: "lead@demo.example" });
  const trainee = await way.open(house, "/reviews", { as: "trainee@demo.example" });
  await looksRight(trainee);
  const name = await trainee.locator(".nhsuk-header__account-link").first().textContent();
  await opens(lead, name.trim());
  await lead.getByRole("link", { name: "Plan a review" }).click();
  await looksRight(lead);
  await lead.getByRole("button", { name: "Plan the review" }).click();
  await lead.getByRole("heading", { name: "There is a problem" }).waitFor();
  await looksRight(lead);
  const supervisor = await plans(lead);
  const path = new URL(lead.url()).pathname;
  await looksRight(lead);
  await lead.getByText("Collected from the portfolio").waitFor();

  await trainee.goto(path);
  await trainee.getByRole("button", { name: "Prepare your side" }).click();
  await looksRight(trainee);
  await answers(trainee, "I run planned operations alone.");
  await trainee.getByText("Saved. You can change it").waitFor();
  const chair = await way.open(house, path, { as: supervisor });
  await chair.getByRole("button", { name: "Prepare your side" }).click();
  await answers(chair, "Steady and careful.");

  await lead.goto(path);
  await lead.getByRole("button", { name: "Freeze what the panel reads" }).click();
  await lead.getByText(/^Frozen /).first().waitFor();
  await looksRight(lead);
  await lead.getByText("Steady and careful.").first().waitFor();
  const frozen = await hash(lead);

  // Something is withdrawn afterwards; the pack stays as it was.
  await withdraws(trainee);
  await chair.goto(`${path}/pack`);
  await chair.getByText(/Since then 1 entry changed/).waitFor();
  assert.equal(await hash(chair), frozen);
  assert.equal(await chair.getByText("Withdrawn").count(), 0, "what came later is not in the pack");
  await looksRight(chair);

  await chair.goto(`${path}/outcome`);
  await looksRight(chair);
  await chair.getByRole("button", { name: "Record the outcome" }).click();
  await chair.getByRole("heading", { name: "There is a problem" }).waitFor();
  await looksRight(chair);
  await chair.getByLabel("On course, with actions").check();
  await chair.getByLabel("Reasons").fill("Few operations were run alone.");
  await chair.getByLabel("Condition", { exact: true }).fill("Run five alone");
  await day(chair, "due-1", 60);
  await chair.getByRole("button", { name: "Record the outcome" }).click();
  await chair.getByText("The outcome is recorded").waitFor();

  await trainee.goto(path);
  await trainee.getByText("Few operations were run alone.").waitFor();
  await looksRight(trainee);
  await trainee.getByRole("link", { name: "Object to the outcome" }).click();
  await looksRight(trainee);
  await trainee.getByLabel("Why do you object?").fill("Seven were run alone; they are in the log.");
  await trainee.getByRole("button", { name: "Make this objection" }).click();
  await trainee.getByText("Your objection is made.").waitFor();

  await lead.goto(path);
  await lead.getByRole("button", { name: "Answer the objection" }).click();
  await looksRight(lead);
  await lead.getByLabel("The outcome changes").check();
  await lead.getByLabel("Reasons").fill("The log shows seven.");
  await lead.getByLabel("On course", { exact: true }).check();
  await lead.getByRole("button", { name: "Answer the objection" }).click();
  await lead.getByText("The objection is answered").waitFor();

  await trainee.goto(path);
  await trainee.getByText("Another outcome stands now.").waitFor();
  await trainee.getByText("The log shows seven.").first().waitFor();
  await looksRight(trainee);
});

async function looksRight(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/// The trainee's page, from the lead's list.
async function opens(lead, name) {
  await lead.goto("/board");
  const link = lead.locator("main a[href^='/trainees/']", { hasText: name }).first();
  await lead.goto(await link.getAttribute("href"));
}

/// Days from today in the three fields of a date.
async function day(page, field, ahead) {
  const at = new Date(Date.now() + ahead * 86_400_000);
  await page.locator(`[name=${field}-day]`).fill(String(at.getUTCDate()));
  await page.locator(`[name=${field}-month]`).fill(String(at.getUTCMonth() + 1));
  await page.locator(`[name=${field}-year]`).fill(String(at.getUTCFullYear()));
}

/// Chaired by whoever supervises the trainee; gives their address.
async function plans(lead) {
  await lead.getByLabel("Midterm", { exact: true }).check();
  await day(lead, "prepare", 7);
  await day(lead, "held", 14);
  await lead.getByLabel("Somebody else with an account here").fill("supervisor@demo.example");
  await lead.getByLabel("Who chairs?").selectOption("guest");
  await lead.getByRole("button", { name: "Plan the review" }).click();
  await lead.getByText("The review is planned.").waitFor();
  return "supervisor@demo.example";
}

async function answers(page, words) {
  for (const box of await page.locator("main textarea").all()) await box.fill(words);
  await page.getByRole("button", { name: "Save what I prepared" }).click();
}

/// The hash as the page shows it.
async function hash(page) {
  return page.locator("main code").first().textContent();
}

/// The newest case that waits is withdrawn.
async function withdraws(page) {
  await page.goto("/portfolio?state=submitted&kind=bypass-case");
  await page.locator("table a[href^='/entries/']").first().click();
  await page.getByRole("button", { name: "Withdraw this entry" }).click();
  await page.getByText("Withdrawn").first().waitFor();
}

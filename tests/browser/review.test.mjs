// A review of a trainee: planned by the lead, prepared by both sides, frozen; what changes afterwards is not in the
// pack; the chair, who is nothing else to the trainee, reads the pack and nothing besides it, and records the outcome;
// the trainee objects, and the lead answers.

import assert from "node:assert/strict";
import { axe, bothWays, demo, fillDay, inDays, noSidewaysScroll } from "./kit.mjs";

/// A quality reader of the institution: nothing to the trainee but by the seat.
const CHAIR = "reader@demo.example";

bothWays("a panel review with its frozen pack", async (way) => {
  const house = await demo();
  const lead = await way.open(house, "/board", { as: "lead@demo.example" });
  const trainee = await way.open(house, "/reviews", { as: "trainee@demo.example" });
  await looksRight(trainee);
  const name = await trainee.locator(".nhsuk-header__account-link").first().textContent();
  await opens(lead, name.trim());
  const record = new URL(lead.url()).pathname;
  await lead.getByRole("link", { name: "Plan a review" }).click();
  await looksRight(lead);
  await lead.getByRole("button", { name: "Plan the review" }).click();
  await lead.getByRole("heading", { name: "There is a problem" }).waitFor();
  await looksRight(lead);
  await plans(lead);
  const path = new URL(lead.url()).pathname;
  await looksRight(lead);
  await lead.getByText("Collected from the portfolio").waitFor();

  await trainee.goto(path);
  await trainee.getByRole("button", { name: "Prepare your side" }).click();
  await looksRight(trainee);
  await answers(trainee, "I run planned operations alone.");
  await trainee.getByText("Saved. You can change it").waitFor();
  const supervisor = await way.open(house, path, { as: "supervisor@demo.example" });
  await supervisor.getByRole("button", { name: "Prepare your side" }).click();
  await answers(supervisor, "Steady and careful.");
  // Until there is a pack the chair learns that they sit, and when.
  const chair = await way.open(house, "/reviews", { as: CHAIR });
  await chair.locator(`main a[href="${path}"]`).first().click();
  await chair.getByText("You sit on this review").first().waitFor();
  assert.equal(await chair.getByText("Collected from the portfolio").count(), 0);
  assert.equal(await chair.getByText("Steady and careful.").count(), 0);
  await looksRight(chair);

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
  await chair.getByText("Steady and careful.").first().waitFor();
  await looksRight(chair);
  // It is all that they read: of the portfolio itself there is nothing for them.
  assert.equal(await chair.locator("main a[href^='/entries/']").count(), 0, "the pack leads to no entry");
  for (const closed of [record, `${path}/preparation`, `${path}/plan`]) {
    const answer = await chair.request.get(closed);
    assert.ok([403, 404].includes(answer.status()), `${closed}: ${answer.status()}`);
  }

  // Patient data in it is reported from the pack itself, by its place and without a word: in an entry, and in what both
  // sides wrote.
  for (const report of ["main a[href*='/pack/'][href$='/report']", `main a[href='${path}/report']`]) {
    await chair.goto(`${path}/pack`);
    await chair.goto(await chair.locator(report).first().getAttribute("href"));
    await chair.getByRole("heading", { name: "Report patient data" }).waitFor();
    await looksRight(chair);
  }

  await chair.goto(`${path}/outcome`);
  await looksRight(chair);
  await chair.getByRole("button", { name: "Record the outcome" }).click();
  await chair.getByRole("heading", { name: "There is a problem" }).waitFor();
  await looksRight(chair);
  await chair.getByLabel(/^Record it before/).check();
  await chair.getByLabel("On course, with actions").check();
  await chair.getByLabel("Reasons").fill("Few operations were run alone.");
  await chair.getByLabel("Condition", { exact: true }).fill("Run five alone");
  await fillDay(chair, "due-1", inDays(60));
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

/// Chaired by somebody of the house who neither supervises nor leads the trainee.
async function plans(lead) {
  await lead.getByLabel("Midterm", { exact: true }).check();
  await fillDay(lead, "prepare", inDays(7));
  await fillDay(lead, "held", inDays(14));
  await lead.getByLabel("Somebody else with an account here").fill(CHAIR);
  await lead.getByLabel("Who chairs?").selectOption("guest");
  await lead.getByRole("button", { name: "Plan the review" }).click();
  await lead.getByText("The review is planned.").waitFor();
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

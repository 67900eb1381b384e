// A session written once for everybody who was there; and a meeting that opens with what there is to talk about, whose
// agreed actions the trainee can make goals of.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

const SUPERVISOR = { as: "hamish.elderflower@demo.example" };

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/// Chooses an answer by its code, however the form shows the question.
async function answers(page, name, code) {
  const list = page.locator(`select[name="${name}"]`);
  if (await list.count()) return list.selectOption(code);
  return page.locator(`input[name="${name}"][value="${code}"]`).check({ force: true });
}

/// Opens whatever is folded: each that opens leaves the list.
async function unfolds(page) {
  const folded = page.locator("main details.nhsuk-expander:not([open]) > summary");
  while (await folded.count()) await folded.first().click();
}

/// The lines of a long answer, in whichever of these fields the form has first.
async function writes(page, names, words) {
  await unfolds(page);
  for (const name of names) {
    const area = page.locator(`textarea[name="${name}"]`);
    if (await area.count()) return area.fill(words);
  }
  return assert.fail(`no field of ${names.join(", ")}`);
}

/// The form of a meeting for several.
async function opensMeeting(way) {
  const house = await demo();
  const page = await way.open(house, "/trainees", SUPERVISOR);
  await page.getByRole("link", { name: "Record a session for several" }).click();
  await page.waitForLoadState();
  // Where there is one sort only, its form opens at once.
  const meeting = page.locator('main a[href$="kind=meeting"]');
  if (await meeting.count()) {
    await look(page);
    assert.doesNotMatch(await page.locator("main").innerText(), /Reflection|Feedback round|Self-assessment/);
    await meeting.click();
  }
  await page.getByRole("heading", { level: 1, name: "Meeting for several" }).waitFor();
  return page;
}

/// Signs it for up to three people; gives for how many.
async function signsForSeveral(page, words) {
  const people = page.locator('input[type="checkbox"][name="who"]');
  const count = Math.min(3, await people.count());
  assert.ok(count > 0, "somebody to record it for");
  for (let at = 0; at < count; at += 1) await people.nth(at).check({ force: true });
  await unfolds(page);
  await answers(page, "f-sort", "audit");
  await writes(page, ["f-agreed"], words);
  await page.getByRole("button", { name: "Sign it for everybody chosen" }).click();
  await page.getByText(count === 1 ? "1 person has the entry now" : `${count} people have the entry now`).waitFor();
  return count;
}

bothWays("a session is recorded once for several", async (way) => {
  const page = await opensMeeting(way);
  await look(page);
  await page.getByRole("button", { name: "Sign it for everybody chosen" }).click();
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  await page.getByText("Choose who was there.").first().waitFor();
  await look(page);
  await signsForSeveral(page, "Two cases of the month were talked over.");
  await look(page);
});

bothWays("a session is undone for everybody at once", async (way) => {
  const page = await opensMeeting(way);
  const count = await signsForSeveral(page, "Signed too early.");
  // Within ten seconds: it is looked at afterwards.
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText(count === 1 ? /^Undone: .* does not have it/ : `Undone: none of the ${count} people has it`).waitFor();
  await look(page);
});

bothWays("a meeting opens filled, and what was agreed can become a goal", async (way) => {
  const house = await demo();
  const page = await way.open(house, "/trainees", SUPERVISOR);
  const begin = page.getByRole("link", { name: /^Begin an assessment/ }).first();
  await page.goto(`${await begin.getAttribute("href")}&kind=meeting`);
  const heading = (await page.locator("h1").innerText()).replace(/\s+/g, " ").trim();
  assert.match(heading, /^Meeting with /);
  assert.match(await page.locator("main").innerText(), /Since the last meeting on|What there is so far/);
  await look(page);
  await writes(page, ["f-actions", "f-agreed"], "Scan one child a week");
  await page.getByRole("button", { name: "Sign this meeting" }).click();
  await page.getByText("Begun by").first().waitFor();
  await look(page);
  const trainee = `${heading.split(" with ").pop().toLowerCase().replaceAll(" ", ".")}@demo.example`;
  const theirs = await way.open(house, new URL(page.url()).pathname, { as: trainee });
  await theirs.getByRole("button", { name: /Make it a goal: Scan one child a week/ }).waitFor();
  await look(theirs);
});

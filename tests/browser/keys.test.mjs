// The inbox by keyboard alone: open, look at the next, sign, undo, return with a reason; by single keys where there are
// scripts, and by Tab, Enter and Space alone with and without them. No mouse is touched; and a key that is part of a word
// does nothing else (WCAG 2.1.4).

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, bothWays, demo, open } from "./kit.mjs";

const SUPERVISOR = { as: "supervisor@demo.example", width: 1280 };

/** Tab until something fits; the number of presses tells how far it is. */
async function tabTo(page, fits, most = 60) {
  for (let turn = 1; turn <= most; turn += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(fits)) return turn;
  }
  throw new Error(`not reached with ${most} times Tab`);
}

const heading = async (page) => (await page.locator("h1").innerText()).replace(/\s+/g, " ");
const waiting = async (page) => Number((await page.locator("nav[aria-label=Menu]").innerText()).match(/Inbox \((\d+)/)?.[1] ?? 0);

/** Presses a key that leads to another page. */
async function leads(page, key) {
  await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press(key)]);
  await page.waitForLoadState();
}

test("the inbox is worked through with the keyboard alone", async () => {
  const house = await demo();
  const page = await open(house, "/inbox", SUPERVISOR);
  const before = await waiting(page);
  assert.ok(before > 4, `${before} wait`);

  // From the top of the page to the one big button.
  await tabTo(page, () => document.activeElement.textContent.trim() === "Start the inbox");
  await leads(page, "Enter");
  const first = await heading(page);

  // Next and back.
  await leads(page, "j");
  assert.notEqual(await heading(page), first);
  await leads(page, "k");
  assert.equal(await heading(page), first);

  // The list of keys.
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await axe(page);
  await page.keyboard.press("3");
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  assert.equal(await heading(page), first, "a key in the dialog decides nothing");

  // While one types, keys are letters.
  await tabTo(page, () => document.activeElement.id === "comment");
  await page.keyboard.type("3 good returns, just keep going?");
  assert.equal(await page.locator("#comment").inputValue(), "3 good returns, just keep going?");
  assert.equal(await heading(page), first);
  await page.locator("#comment").fill("");
  await page.evaluate(() => document.activeElement.blur());

  // Sign at a level: the next one is there, and one fewer waits.
  await leads(page, "3");
  await page.getByText(/Signed/).first().waitFor();
  assert.notEqual(await heading(page), first);
  assert.equal(await waiting(page), before - 1);

  // Undo, by its key.
  await leads(page, "u");
  assert.equal(await waiting(page), before);

  // Sign again, and undo by Tab and Enter, as without any script.
  await page.goto("/inbox");
  await tabTo(page, () => document.activeElement.textContent.trim() === "Start the inbox");
  await leads(page, "Enter");
  await leads(page, "4");
  assert.equal(await waiting(page), before - 1);
  await tabTo(page, () => document.activeElement.textContent.trim() === "Undo");
  await leads(page, "Enter");
  assert.equal(await waiting(page), before);

  // Return with a reason and words.
  await page.goto("/inbox");
  await tabTo(page, () => document.activeElement.textContent.trim() === "Start the inbox");
  await leads(page, "Enter");
  await page.keyboard.press("r");
  assert.equal(await page.evaluate(() => document.activeElement.name), "reason");
  const reason = await page.evaluate(() => document.activeElement.textContent.trim());
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "words");
  await page.keyboard.type("Which cardioplegia?");
  await page.keyboard.press("Tab");
  await leads(page, "Enter");
  await page.getByText(/Returned/).first().waitFor();
  assert.equal(await waiting(page), before - 1);

  // What the trainee reads are two sentences.
  await page.goto("/signed");
  await page.locator("main td a, main th a").first().click();
  await page.getByText(`${reason}. Which cardioplegia?`).first().waitFor();
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

bothWays("signed, undone and returned with a reason by Tab, Enter and Space alone", async (way) => {
  const house = await demo();
  const page = await way.open(house, "/inbox", { as: SUPERVISOR.as });
  const before = await waiting(page);
  assert.ok(before > 2, `${before} wait`);
  const MOST = 100;
  let tabs = await tabTo(page, () => document.activeElement.textContent.trim() === "Start the inbox");
  await leads(page, "Enter");
  const first = await heading(page);

  // Space presses a button as Enter does.
  tabs += await tabTo(page, () => document.activeElement.closest("[data-pf-decide]") && document.activeElement.matches("button[form=sign]"), MOST);
  await leads(page, "Space");
  await page.getByText(/^(Signed|Confirmed)/).first().waitFor();
  assert.equal(await waiting(page), before - 1);
  assert.notEqual(await heading(page), first);
  tabs += await tabTo(page, () => document.activeElement.textContent.trim() === "Undo");
  await leads(page, "Space");
  assert.equal(await waiting(page), before);

  // The fold of the return opens, its words are typed, and its first reason sends them.
  await page.goto("/inbox");
  tabs += await tabTo(page, () => document.activeElement.textContent.trim() === "Start the inbox");
  await leads(page, "Enter");
  tabs += await tabTo(page, () => document.activeElement.matches("details#return > summary"), MOST);
  await page.keyboard.press("Space");
  await page.locator("details#return[open]").waitFor();
  tabs += await tabTo(page, () => document.activeElement.id === "words");
  await page.keyboard.type("Which cardioplegia?");
  tabs += await tabTo(page, () => document.activeElement.name === "reason");
  const reason = await page.evaluate(() => document.activeElement.textContent.trim());
  await leads(page, "Enter");
  await page.getByText(/^Returned:/).first().waitFor();
  assert.equal(await waiting(page), before - 1);
  console.log(`one signed, undone, one returned: ${tabs} times Tab and 6 other keys besides the words`);
  await page.goto("/signed");
  await page.goto(await page.locator("main td a, main th a").first().getAttribute("href"));
  await page.getByText(`${reason}. Which cardioplegia?`).first().waitFor();
});

test("single keys are switched off for the account, in every browser, and on again", async () => {
  const house = await demo();
  const page = await open(house, "/inbox", SUPERVISOR);
  await page.getByRole("button", { name: "Start the inbox" }).click();
  // A key pressed before the scripts are there is nobody's.
  await page.waitForLoadState();
  const first = await heading(page);
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Switch single keys off" }).click();
  await page.getByText("Single keys are off.").waitFor();
  await page.waitForLoadState();
  assert.equal(await heading(page), first);

  const elsewhere = await open(house, new URL(page.url()).pathname, { ...SUPERVISOR, width: 375 });
  for (const one of [page, elsewhere]) {
    for (const key of ["3", "j", "r", "?"]) await one.keyboard.press(key);
    await one.waitForTimeout(300);
    assert.equal(await heading(one), first, "no key does anything");
    assert.equal(await one.locator("dialog[open], details#return[open]").count(), 0);
  }
  await elsewhere.goto("/account");
  await axe(elsewhere);
  await elsewhere.getByRole("button", { name: "Switch single keys on" }).click();
  await page.reload();
  await leads(page, "j");
  assert.notEqual(await heading(page), first);
  await page.context().close();
  await elsewhere.context().close();
});

// The queue measured in seconds: twenty items by keyboard alone, one key each, and without scripts Tab to a button and one
// key on it, each counted; several alike signed together after a look at one that chance chose; and a returned item that comes back and is
// signed. The last two are done by touch or mouse.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

const SUPERVISOR = { as: "supervisor@demo.example" };
const TRAINEE = { as: "trainee@demo.example" };

const heading = async (page) => (await page.locator("h1").innerText()).replace(/\s+/g, " ");
const waiting = async (page) => Number((await page.locator("nav[aria-label=Menu]").innerText()).match(/Inbox \((\d+)/)?.[1] ?? 0);

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/** One press, of a key or a button, that leads to another page. */
async function leads(page, press) {
  await Promise.all([page.waitForEvent("framenavigated"), press()]);
  await page.waitForLoadState();
}

/** The key that signs what is on the screen: a level of the scale, or s where there is none. */
const signs = (page) => page.evaluate(() => {
  const keys = [...document.querySelectorAll("[data-pf-decide] [data-pf-key]")].map((one) => one.dataset.pfKey);
  return keys.includes("3") ? "3" : "s";
});

/** The trainee submits so many more cases, through the form and as themselves. */
async function submitsMore(page, count) {
  for (let turn = 0; turn < count; turn += 1) {
    await page.goto("/entries/new?kind=bypass-case");
    await page.evaluate(async (minutes) => {
      const form = document.querySelector("form[data-pf-log]");
      const data = new FormData(form);
      const words = { when: "today", "f-procedure": "cabg", "f-urgency": "elective", "f-patient-group": "adult", "f-bypass-minutes": minutes, double: "yes", do: "submit" };
      for (const [name, word] of Object.entries(words)) data.set(name, word);
      const reply = await fetch(form.action, { method: "POST", body: data });
      if (!/\/entries\/[^/]+$/.test(new URL(reply.url).pathname)) throw new Error(`not submitted: ${reply.status} ${reply.url}`);
    }, String(60 + turn));
  }
}

/** The keyboard of a page, and every key that was pressed on it. */
function keyboard(page) {
  const pressed = [];
  const press = (key) => {
    pressed.push(key);
    return page.keyboard.press(key);
  };
  return { pressed, press };
}

/** Tab until something has the focus; no mouse is touched. */
async function tabTo(page, keys, fits) {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await page.evaluate(fits)) return;
    await keys.press("Tab");
  }
  assert.fail(`not reached with the Tab key: ${fits}`);
}

/** From the list to the first item. */
async function starts(page, keys) {
  await tabTo(page, keys, () => document.activeElement.textContent.trim() === "Start the inbox");
  return leads(page, () => keys.press("Enter"));
}

/** Signs what is on the screen, with one key, or by Tab to its button and `on` there: the third level, or the one way there is. */
async function signsOne(page, keys, hasKeys, on) {
  if (hasKeys) {
    const key = await signs(page);
    return leads(page, () => keys.press(key));
  }
  await tabTo(page, keys, () => {
    const buttons = [...document.querySelectorAll("[data-pf-decide] button[form=sign]")];
    return document.activeElement === buttons[buttons.length > 2 ? 2 : 0];
  });
  return leads(page, () => keys.press(on));
}

/** Without scripts Tab walks over what stands before the buttons: the menu, Undo, the evidence, the comment. */
const MOST_TABS = 60;

bothWays("twenty items from the queue by keyboard alone, one key or one press of a button each", async (way) => {
  const house = await demo();
  const page = await way.open(house, "/inbox", SUPERVISOR);
  const wanted = 20;
  const trainee = await way.open(house, "/home", { ...TRAINEE, javascript: true });
  await submitsMore(trainee, Math.max(0, wanted - (await waiting(page))));
  await page.goto("/inbox");
  const before = await waiting(page);
  assert.ok(before >= wanted, `${before} items wait`);
  const keys = keyboard(page);
  await starts(page, keys);
  await look(page);
  keys.pressed.length = 0;
  const seen = new Set();
  for (let turn = 0; turn < wanted; turn += 1) {
    const at = new URL(page.url()).pathname;
    assert.ok(!seen.has(at), "the next one is another one");
    seen.add(at);
    await signsOne(page, keys, way.javascript, turn % 2 ? "Space" : "Enter");
    await page.getByText(/^(Signed|Confirmed)/).first().waitFor();
  }
  const tabs = keys.pressed.filter((key) => key === "Tab").length;
  const others = keys.pressed.length - tabs;
  console.log(`twenty items: ${others} keys and ${tabs} times Tab after opening the queue`);
  assert.equal(others, wanted, "one for each clean item");
  if (way.javascript) assert.equal(tabs, 0, "single keys need no way to a button");
  else {
    assert.deepEqual([...new Set(keys.pressed)].sort(), ["Enter", "Space", "Tab"]);
    assert.ok(tabs <= wanted * MOST_TABS, `${tabs} times Tab for ${wanted} items`);
  }
  assert.equal(await waiting(page), before - wanted);
});

bothWays("several alike entries are signed together after a look at one of them", async (way) => {
  const house = await demo();
  const page = await way.open(house, "/inbox", SUPERVISOR);
  const before = await waiting(page);
  await page.getByRole("link", { name: "Sign several alike entries together" }).click();
  await look(page);
  await page.locator("main li a").first().click();
  await page.getByRole("button", { name: "Show me one of these" }).waitFor();
  const boxes = page.locator('input[name="entry"]');
  const count = Math.min(4, await boxes.count());
  for (let at = 0; at < (await boxes.count()); at += 1) {
    if (at >= count) await boxes.nth(at).uncheck({ force: true });
  }
  await look(page);
  await page.getByRole("button", { name: "Show me one of these" }).click();
  await page.getByText(`one of ${count}, chosen by chance`).waitFor();
  await look(page);

  // Loading it again, leaving it, and choosing again show the same one.
  const drawn = await heading(page);
  const version = () => page.locator('input[name="version"]').first().getAttribute("value");
  const shown = await version();
  await page.reload();
  assert.equal(await version(), shown);
  await page.getByRole("button", { name: "Leave them, sign nothing" }).click();
  await page.getByText("Left. Nothing was signed").waitFor();
  assert.equal(await waiting(page), before);
  await page.goto("/together");
  await page.locator("main li a").first().click();
  const again = page.locator('input[name="entry"]');
  for (let at = count; at < (await again.count()); at += 1) await again.nth(at).uncheck({ force: true });
  await page.getByRole("button", { name: "Show me one of these" }).click();
  await page.getByText(`one of ${count}, chosen by chance`).waitFor();
  assert.equal(await version(), shown, `${drawn} is shown again`);

  // One comment, one level, all of them; undone as a whole, and signed.
  await page.getByLabel("One comment for all of them").fill("A steady week.");
  const levels = page.locator('input[name="level"]');
  if (await levels.count()) await levels.nth(2).check({ force: true });
  await page.getByRole("button", { name: `Sign all ${count}` }).click();
  await page.getByText(`Signed together: ${count} entries, one viewed.`).waitFor();
  assert.equal(await waiting(page), before - count);
  await page.locator(".nhsuk-notification-banner").getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone. All of them wait for you as before").waitFor();
  assert.equal(await waiting(page), before);
  assert.equal(await version(), shown);
  if (await levels.count()) await levels.nth(2).check({ force: true });
  await page.getByRole("button", { name: `Sign all ${count}` }).click();
  await page.getByText(`Signed together: ${count} entries, one viewed.`).waitFor();
  await look(page);
  await page.goto("/signed");
  await page.locator("main th a").first().click();
  await page.getByText(`Signed in a batch of ${count}, one viewed:`).first().waitFor();
  await look(page);
});

bothWays("an item is returned with one tap, comes back, and is signed", async (way) => {
  const house = await demo();
  const trainee = await way.open(house, "/account", TRAINEE);
  const name = await trainee.getByLabel("Name", { exact: true }).inputValue();
  const supervisor = await way.open(house, "/inbox", SUPERVISOR);
  await supervisor.locator("main tbody th a", { hasText: name }).first().click();
  await supervisor.waitForLoadState();
  const item = supervisor.url();
  await supervisor.locator("summary", { hasText: "Return it with a reason" }).click();
  await look(supervisor);
  await supervisor.getByRole("button", { name: "A detail is missing" }).click();
  await supervisor.getByText(/^Returned:/).first().waitFor();
  await supervisor.goto("/signed");
  const entry = await supervisor.locator("main th a").first().getAttribute("href");

  await trainee.goto(entry);
  await trainee.getByText("A detail is missing").first().waitFor();
  await look(trainee);
  await trainee.getByRole("button", { name: "Edit", exact: true }).first().click();
  await trainee.waitForLoadState();
  await trainee.locator("main details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
  const minutes = trainee.locator('[name="f-bypass-minutes"]');
  if (await minutes.count()) await minutes.fill("77");
  await trainee.getByRole("button", { name: /^Submit/ }).first().click();
  await trainee.waitForLoadState();
  await trainee.goto(entry);
  assert.equal(await trainee.locator("main .nhsuk-tag").first().innerText(), "Submitted");

  await supervisor.goto(entry);
  await supervisor.getByRole("link", { name: "Decide on this entry" }).or(supervisor.getByRole("button", { name: "Decide on this entry" })).first().click();
  await supervisor.waitForLoadState();
  assert.notEqual(supervisor.url(), item, "it waits under a request of its own");
  await supervisor.getByText("Changed: version 2").first().waitFor();
  await look(supervisor);
  await supervisor.locator("[data-pf-decide] button[form=sign]").last().click();
  await supervisor.getByText(/^Signed:/).first().waitFor();
  await trainee.goto(entry);
  assert.equal(await trainee.locator("main .nhsuk-tag").first().innerText(), "Signed");
});

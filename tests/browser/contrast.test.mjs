// Two ways of looking that take colour away: forced colours, where the system's own few replace ours, and
// paper. What colour told beside a word, a shape or a border must still be told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, demo, open } from "./kit.mjs";

const house = await demo();
const FORCED = { forcedColors: "active" };

/** What is painted where the centre of an element is, and whether anything tells it from the page. */
const look = (locator) => locator.evaluate((one) => {
  const style = getComputedStyle(one);
  return {
    border: Number.parseFloat(style.borderTopWidth), borderColour: style.borderTopColor, colour: style.color,
    ground: style.backgroundColor, outline: style.outlineStyle === "none" ? 0 : Number.parseFloat(style.outlineWidth),
    page: getComputedStyle(document.body).backgroundColor,
  };
});

async function inForcedColours(path, as, width = 1280) {
  const page = await open(house, path, { as, width, ...FORCED });
  assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
  return page;
}

test("in forced colours buttons have an edge and what is chosen is told from what is not", async () => {
  const page = await inForcedColours("/entries/new?kind=bypass-case", "trainee@demo.example");
  for (const name of ["Save as draft", "Submit and log another"]) {
    const button = await look(page.getByRole("button", { name }));
    assert.ok(button.border >= 1 && button.borderColour !== button.page, `${name}: ${JSON.stringify(button)}`);
  }
  const submit = await look(page.locator("button[data-pf-submit]"));
  assert.ok(submit.border >= 1 && submit.borderColour !== submit.page, JSON.stringify(submit));
  for (const [chosen, not, what] of [
    [".pf-choice:has(:checked)", ".pf-choice:not(:has(:checked))", "a card"],
    [".pf-chip:has([value=elective])", ".pf-chip:has([value=salvage])", "a chip"],
  ]) {
    if (what === "a chip") await page.locator(chosen).click();
    await page.evaluate(() => document.activeElement.blur());
    const [yes, no] = [await look(page.locator(chosen).first()), await look(page.locator(not).first())];
    assert.ok(yes.border > no.border, `${what} that is chosen has a heavier edge: ${yes.border}, ${no.border}`);
  }
  await page.context().close();
});

test("in forced colours the levels are buttons with an edge, and focus is seen on each", async () => {
  const page = await inForcedColours("/inbox", "supervisor@demo.example", 375);
  await page.getByRole("button", { name: "Start the inbox" }).click();
  await page.locator(".pf-level").first().waitFor();
  await page.waitForLoadState();
  const levels = page.locator(".pf-level");
  for (let at = 0; at < (await levels.count()); at += 1) {
    const level = await look(levels.nth(at));
    assert.ok(level.border >= 2 && level.borderColour !== level.page, JSON.stringify(level));
    await levels.nth(at).focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    const focused = await look(levels.nth(at));
    assert.ok(focused.outline >= 2, `focus on level ${at + 1} is seen: ${JSON.stringify(focused)}`);
    const { width, height } = await levels.nth(at).boundingBox();
    assert.ok(width >= 44 && height >= 44, `level ${at + 1} is ${width} by ${height}`);
  }
  // No word of a level is broken inside.
  const broken = await levels.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent.trim()));
  assert.deepEqual(broken, []);
  await page.context().close();
});

test("in forced colours a bar keeps its parts: solid, striped, empty, and today's line", async () => {
  const page = await inForcedColours("/home", "trainee@demo.example");
  const paint = (what) => page.locator(`.pf-progress__bar ${what}`).first().evaluate((one) => {
    const style = getComputedStyle(one);
    return { fill: style.fill, stroke: style.stroke, dashes: style.strokeDasharray, width: Number.parseFloat(style.strokeWidth) };
  });
  const [room, signed, submitted, today] = await Promise.all(
    [".pf-progress__room", ".pf-progress__signed", ".pf-progress__submitted", ".pf-progress__today"].map(paint),
  );
  assert.notEqual(signed.fill, room.fill, "signed is told from what is to go");
  assert.notEqual(submitted.dashes, "none", "submitted is striped");
  assert.notEqual(submitted.stroke, room.fill);
  assert.ok(today.width >= 3 && today.stroke !== room.fill && today.stroke !== signed.fill, JSON.stringify(today));
  const said = await page.locator(".pf-progress__bar").first().getAttribute("aria-label");
  assert.match(said, /\d+ of \d+ signed/);
  // Tags are words with an edge.
  const tag = await look(page.locator("main .nhsuk-tag").first());
  assert.ok(tag.border >= 1, JSON.stringify(tag));
  await page.context().close();
});

test("in forced colours the main pages have nothing that axe complains about", async () => {
  for (const [as, path] of [["trainee@demo.example", "/home"], ["supervisor@demo.example", "/inbox"], ["lead@demo.example", "/board"]]) {
    const page = await inForcedColours(path, as);
    await axe(page);
    await page.context().close();
  }
});

test("a trainee's page prints whole and clean", async () => {
  const page = await open(house, "/board", { as: "lead@demo.example", width: 1280 });
  await page.goto(await page.locator("tbody th a").first().getAttribute("href"));
  const name = await page.locator("h1").innerText();
  await page.emulateMedia({ media: "print" });
  const seen = (selector) => page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
  for (const gone of [".nhsuk-header", ".nhsuk-footer", ".nhsuk-back-link", ".nhsuk-skip-link", "main a.nhsuk-button", "form button"]) {
    assert.equal(await seen(gone), 0, `${gone} is not for paper`);
  }
  assert.equal(await seen("h1"), 1);
  assert.ok((await seen(".pf-progress__bar")) > 0, "the bar is printed");
  assert.equal(await page.locator(".pf-progress__signed").first().evaluate((one) => getComputedStyle(one.closest("svg")).printColorAdjust), "exact");
  const ends = await page.locator("main a").evaluateAll((all) => all.map((one) => getComputedStyle(one, "::after").content).filter((text) => /Link|href|http|"\//.test(text)));
  assert.deepEqual(ends, [], "no address is printed behind a link");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgba(0, 0, 0, 0)");
  const requirements = await seen(".nhsuk-task-list__item, .pf-line");
  assert.ok(requirements > 5, `${requirements} requirements are printed`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > 1280), false);
  const paper = (await page.pdf({ format: "A4" })).toString("latin1");
  const pages = (paper.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  assert.ok(pages >= 1 && pages <= 4, `${name} takes ${pages} sheets`);
  await page.context().close();
});

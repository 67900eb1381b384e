// Pages that few people come to and no journey passes: each reached from where its link stands, by whose page it is.

import assert from "node:assert/strict";
import { bothWays, axe, demo, noSidewaysScroll } from "./kit.mjs";

const house = await demo();
const LEAD = { as: "lead@demo.example" };
const SCIENCE = { as: "science.lead@demo.example" };

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/** Follows the first link whose address is like this, and looks. */
async function on(page, like) {
  const all = await page.locator("main a[href]").evaluateAll((links) => links.map((one) => one.getAttribute("href")));
  const href = all.find((one) => like.test(one));
  assert.ok(href, `${new URL(page.url()).pathname} has no link like ${like}: ${[...new Set(all)].join(" ")}`);
  const reply = await page.goto(href);
  assert.equal(reply.status(), 200, href);
  await look(page);
}

bothWays("somebody's absence and handing over, from their own page", async (way) => {
  const page = await way.open(house, "/people", LEAD);
  await page.getByRole("link", { name: "Marigold Penhallow" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Marigold Penhallow" }).waitFor();
  const person = new URL(page.url()).pathname;
  await on(page, /\/away$/);
  await page.goto(person);
  await on(page, /\/handover$/);
});

bothWays("a draft of a programme, page by page", async (way) => {
  const page = await way.open(house, "/programmes", SCIENCE);
  await page.getByRole("link", { name: "ECG on the wards" }).click();
  await on(page, /\/drafts\/\d+$/);
  const draft = new URL(page.url()).pathname;
  await on(page, /\/drafts\/\d+\/requirements$/);
  for (const name of ["head", "text", "saves", "publication"]) {
    await page.goto(draft);
    await on(page, new RegExp(`/drafts/\\d+/${name}$`));
  }
  await page.goto(draft);
  await on(page, /\/requirements\/[^/]+$/);
  await on(page, /\/requirements\/[^/]+\/text$/);
});

bothWays("what an institution adds to a programme", async (way) => {
  const page = await way.open(house, "/programmes/cardiographer/versions/2026/layer", SCIENCE);
  await look(page);
  await on(page, /\/layer\/requirements\/[^/]+$/);
});

bothWays("the next version of a form", async (way) => {
  const page = await way.open(house, "/forms", LEAD);
  await page.getByRole("link", { name: way.javascript ? "Absence" : "Case discussion (CBD)" }).click();
  await page.getByRole("button", { name: "Write the next version" }).click();
  await page.waitForURL(/\/draft/);
  await look(page);
});

bothWays("what happened to an enrolment is taken back, after a look", async (way) => {
  const page = await way.open(house, "/board?q=winifred", SCIENCE);
  await page.getByRole("link", { name: "Winifred Hartnell" }).first().click();
  await on(page, /\/life$/);
  await on(page, /\/life\/[^/]+\/end$/);
});

bothWays("earlier learning that was accepted, from its own page", async (way) => {
  const owner = await way.open(house, "/earlier", { as: "zinnia.copperfield@demo.example" });
  await on(owner, /^\/earlier\/0/);
  const page = await way.open(house, new URL(owner.url()).pathname, SCIENCE);
  await look(page);
  await on(page, /^\/earlier\/acceptances\//);
});

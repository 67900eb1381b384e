import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, bothWays, demo, empty, firstViewBudget, noSidewaysScroll, PASSWORD, signIn } from "./kit.mjs";

const house = await demo();

test("the house says how it is", async () => {
  const reply = await fetch(`${house.url}/healthz`);
  const said = await reply.json();
  assert.equal(reply.status, 200);
  assert.deepEqual({ status: said.status, database: said.database }, { status: "ok", database: "sqlite" });
  assert.match(said.version, /^\d+\.\d+\.\d+/);
});

bothWays("the sign-in page is for everyone", async (way) => {
  const page = await way.open(house, "/sign-in");
  const scripts = await page.evaluate(() => document.body.classList.contains("js-enabled"));
  assert.equal(scripts, way.javascript, "whether the page's own script ran");
  await axe(page);
  await noSidewaysScroll(page);
});

bothWays("a trainee signs in", async (way) => {
  const page = await way.open(house, "/sign-in");
  await signIn(page, "trainee@demo.example", PASSWORD);
  assert.notEqual(new URL(page.url()).pathname, "/sign-in");
  await page.getByRole("heading", { level: 1 }).first().waitFor();
});

test("the first view fits a phone's budget", async () => {
  await firstViewBudget(house, "/sign-in");
  await firstViewBudget(house, "/", { as: "trainee@demo.example" });
});

test("an empty house prints the link that sets it up, and stops when asked", async () => {
  const fresh = await empty();
  assert.ok(fresh.setUpLink, `no link in:\n${fresh.lines.join("\n")}`);
  assert.equal((await fetch(fresh.setUpLink)).status, 200);
  assert.equal(await fresh.end(), 0);
});

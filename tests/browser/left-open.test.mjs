import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, bothWays, demo, noSidewaysScroll, open, PASSWORD, signIn } from "./kit.mjs";

const house = await demo();
const TRAINEE = "trainee@demo.example";

/** The session ends elsewhere: the browser keeps its page and knows nothing of it. */
async function sessionEnds(page) {
  await page.context().clearCookies();
}

const comesBack = (page) => page.evaluate(() => window.dispatchEvent(new Event("focus")));

test("a page left open leads away once its session has ended", async () => {
  const page = await open(house, "/portfolio", { as: TRAINEE, javascript: true, width: 375 });
  await comesBack(page);
  await page.waitForTimeout(300);
  assert.equal(new URL(page.url()).pathname, "/portfolio", "while it runs nothing happens");
  await sessionEnds(page);
  await page.waitForTimeout(2100);
  await comesBack(page);
  await page.waitForURL((url) => url.pathname === "/sign-in");
  assert.equal(new URL(page.url()).searchParams.get("next"), "/portfolio");
  await page.context().close();
});

test("words that were typed and not sent are not thrown away", async () => {
  const page = await open(house, "/account", { as: TRAINEE, javascript: true, width: 375 });
  await page.getByLabel("Name", { exact: true }).fill("Ann Half-Typed");
  await sessionEnds(page);
  await comesBack(page);
  await page.getByText("Your session has ended.").waitFor();
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Ann Half-Typed");
  await axe(page);
  await page.context().close();
});

test("a number is hinted at beside the field while one types", async () => {
  const page = await open(house, "/entries/new?kind=cpd-activity", { as: TRAINEE, javascript: true, width: 375 });
  const field = page.locator("input[type=text][name^='f-'], textarea[name^='f-']").first();
  await field.fill("Talk about 943 476 5919");
  const hint = page.locator("[data-pf-hint]").first();
  await hint.getByText("looks like an NHS number").waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  await field.fill("Talk about flow");
  await page.waitForFunction(() => document.querySelector("[data-pf-hint]").textContent === "");
  await page.context().close();
});

bothWays("other browsers are signed out by who knows the password", async (way) => {
  const [other, page] = [await way.open(house, "/sign-in"), await way.open(house, "/sign-in")];
  for (const one of [other, page]) {
    await signIn(one, "supervisor@demo.example", PASSWORD);
    await one.goto(`${house.url}/account`);
  }
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByRole("link", { name: "Enter your password." }).waitFor();
  await page.getByRole("textbox", { name: "Your password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByText("You are signed out everywhere else.").waitFor();
  await other.reload();
  await other.getByRole("button", { name: "Sign in" }).waitFor();
});

bothWays("what is recorded is looked at before it is filed under another programme", async (way) => {
  const page = await way.open(house, "/portfolio", { as: TRAINEE });
  const link = page.locator("#too ~ ul a");
  assert.ok((await link.count()) > 0, "the demo's trainee is on two programmes");
  await link.last().click();
  await page.getByRole("heading", { level: 1, name: /Count what is recorded/ }).waitFor();
  await axe(page);
  await noSidewaysScroll(page);
});

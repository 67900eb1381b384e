// A lead writes the next version of a programme: copies the version of today, changes a target and sees the
// sentence, compares, works out whom it would touch, publishes, and enrols somebody on it. An admin gives the
// programme to the institution first.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

bothWays("a lead copies a version, changes a target, compares, simulates, publishes and enrols", async (way) => {
  const house = await demo();
  const admin = await way.open(house, "/programmes/perfusion-msc/owner", { as: "admin@demo.example" });
  await look(admin);
  await admin.getByLabel("Institution").selectOption({ label: "Larkmoor University Hospitals (demo)" });
  await admin.getByRole("button", { name: "Give it to this institution" }).click();
  await admin.waitForURL("**/programmes");

  const page = await way.open(house, "/programmes/perfusion-msc/drafts", { as: "lead@demo.example" });
  await look(page);
  await page.getByLabel("A copy of version 2025").check();
  await page.getByLabel("Name of the new version").fill("2031");
  await page.getByRole("button", { name: "Begin the draft" }).click();
  await page.waitForURL("**/drafts/1");
  await look(page);

  await page.getByRole("link", { name: "Supervised bypass cases", exact: true }).click();
  await page.waitForURL("**/requirements/bypass-150");
  await look(page);
  await page.getByLabel("At least", { exact: true }).first().fill("160");
  if (!way.javascript) await page.getByRole("button", { name: "Show it in words" }).click();
  await page.getByText("At least 160", { exact: false }).first().waitFor();
  await look(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL("**/drafts/1");

  await page.getByRole("link", { name: "Title, cohort, kinds and sections" }).click();
  await look(page);
  const from = page.getByRole("group", { name: "People belong to this version who start on or after" });
  await from.getByLabel("Day").fill("1");
  await from.getByLabel("Month").fill("8");
  await from.getByLabel("Year").fill("2031");
  const until = page.getByRole("group", { name: "And until" });
  await until.getByLabel("Day").fill("31");
  await until.getByLabel("Month").fill("7");
  await until.getByLabel("Year").fill("2032");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/drafts/1");

  await page.getByRole("link", { name: "What this draft changes" }).click();
  await page.getByText("target 150 → 160", { exact: false }).first().waitFor();
  await look(page);
  await page.goBack();
  await page.getByRole("link", { name: "Every save, and going back to one" }).click();
  await look(page);
  await page.goBack();
  await page.getByRole("link", { name: "The whole text" }).click();
  await look(page);
  await page.goBack();

  await page.getByRole("link", { name: "Whom it would touch" }).click();
  await look(page);
  await page.getByRole("button", { name: "Work it out" }).click();
  await page.getByText(/Nothing turns for anybody|Something turns for/).waitFor();
  await look(page);
  await page.getByRole("link", { name: "Back to the draft" }).click();

  await page.getByRole("button", { name: "Publish this version" }).click();
  await look(page);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.waitForURL("**/versions/2031");
  await page.getByText("At least 160", { exact: false }).first().waitFor();

  await page.goto(`${house.url}/people/trainees/new`);
  await page.getByLabel("Name", { exact: true }).fill("Nora New");
  await page.getByLabel("Email address").fill("nora.new@demo.example");
  await page.getByLabel(/version 2031/).check();
  await page.getByRole("radio", { name: /,/ }).last().check();
  const day = page.getByRole("group", { name: "First day" });
  await day.getByLabel("Day").fill("1");
  await day.getByLabel("Month").fill("9");
  await day.getByLabel("Year").fill("2026");
  await page.getByRole("button", { name: "Invite this trainee" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/new"));
  assert.ok(!new URL(page.url()).pathname.endsWith("/new"));
});

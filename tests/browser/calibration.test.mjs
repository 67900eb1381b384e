// How people decide, from the day on which the house shows it: announced first, then one's own figures, and the patterns
// of others for a lead two weeks after those knew of them.

import assert from "node:assert/strict";
import { axe, bothWays, daysLater, demo, inDays, noSidewaysScroll } from "./kit.mjs";

/// The house asks for fourteen days; one more, so that midnight may pass while this is typed.
const NOTICE_DAYS = 15;
const SUPERVISOR = { as: "supervisor@demo.example" };
const LEAD = { as: "lead@demo.example" };

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

bothWays("how people decide is announced, shown to oneself, and to a lead after that", async (way) => {
  let house = await demo();
  const before = await way.open(house, "/figures", SUPERVISOR);
  assert.equal(await before.getByRole("table").count(), 0, "it is off until the house turns it on");
  await look(before);
  const hidden = await way.open(house, "/", LEAD);
  assert.equal((await hidden.goto("/waiting/patterns")).status(), 404);

  const admin = await way.open(house, "/settings/calibration", { as: "admin@demo.example" });
  await admin.getByRole("radio", { name: /^Yes|from a day/i }).check();
  const { day, month, year } = inDays(NOTICE_DAYS);
  await admin.getByLabel("Day", { exact: true }).fill(day);
  await admin.getByLabel("Month", { exact: true }).fill(month);
  await admin.getByLabel("Year", { exact: true }).fill(year);
  await admin.getByRole("button", { name: "Save this" }).click();
  await admin.getByText("The setting is saved.").waitFor();
  await look(admin);
  const told = await way.open(house, "/figures", SUPERVISOR);
  assert.match(await told.locator("main").innerText(), new RegExp(year), "from which day on it is shown");
  assert.equal(await told.getByRole("table").count(), 0);

  house = await daysLater(house, NOTICE_DAYS + 1);
  const own = await way.open(house, "/figures", SUPERVISOR);
  await own.getByRole("table", { name: "How you decide" }).waitFor();
  await look(own);
  const lead = await way.open(house, "/waiting/patterns", LEAD);
  await lead.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await lead.getByRole("heading", { name: "Page not found" }).count(), 0);
  await look(lead);
});

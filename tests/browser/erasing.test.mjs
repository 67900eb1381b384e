// A person whose record the trust no longer keeps: information governance proposes it, an admin reads what goes and what
// stays, and agrees; and a report that opened an incident stands on the list of incidents.

import assert from "node:assert/strict";
import { axe, bothWays, demo, inDays, noSidewaysScroll } from "./kit.mjs";

const GOVERNOR = { as: "reader@demo.example" };

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

async function appointsGovernor(way, house) {
  const admin = await way.open(house, "/settings/staff", { as: "admin@demo.example" });
  await admin.getByLabel("Name", { exact: true }).fill("Clementine Oakhurst");
  await admin.getByLabel("Email address").fill(GOVERNOR.as);
  await admin.getByLabel("Information governance", { exact: true }).check();
  await admin.getByRole("button", { name: "Appoint this person" }).click();
  await admin.getByRole("alert").first().waitFor();
  return admin;
}

bothWays("a person is proposed, read through by a second person, and erased", async (way) => {
  const house = await demo();
  const admin = await appointsGovernor(way, house);
  const lead = await way.open(house, "/board", { as: "lead@demo.example" });
  await lead.getByRole("link", { name: "Wilhelmina Tarn" }).first().click();
  await lead.getByRole("link", { name: "Targets, due days and the end" }).click();
  // A day that is over: the demo is made for today, whichever that is.
  const last = inDays(-21);
  for (const part of ["day", "month", "year"]) await lead.locator(`input[name$="-${part}"]`).first().fill(last[part]);
  await lead.getByRole("button", { name: "Set the last day" }).click();
  await lead.getByRole("alert").first().waitFor();
  const governor = await way.open(house, "/erasures", GOVERNOR);
  await look(governor);
  await governor.getByRole("button", { name: "Propose to erase somebody" }).click();
  await governor.getByLabel("Name or email address").fill("Wilhelmina");
  await governor.getByRole("button", { name: "Search" }).click();
  await look(governor);
  await governor.getByRole("link", { name: "Wilhelmina Tarn" }).click();
  await governor.getByRole("heading", { level: 1, name: /Wilhelmina Tarn/ }).waitFor();
  await look(governor);
  await governor.getByRole("button", { name: "Propose to erase this person" }).click();
  await governor.getByRole("heading", { name: "There is a problem" }).waitFor();
  await look(governor);
  await governor.getByLabel("The trust’s reference number").fill("IG-2026-14");
  await governor.locator("input[name=why][value=asked]").check({ force: true });
  const early = governor.locator("input[name=early]");
  if (await early.count()) await early.check({ force: true });
  await governor.getByRole("button", { name: "Propose to erase this person" }).click();
  await governor.waitForURL(/\/erasures\/[0-9a-z]{20,}$/);
  await look(governor);
  assert.equal(await governor.getByRole("button", { name: /^Erase this person/ }).count(), 0, "nobody agrees with themself");

  await admin.goto(new URL(governor.url()).pathname);
  await look(admin);
  await admin.getByRole("button", { name: "Erase this person for good" }).click();
  await admin.getByRole("heading", { name: "There is a problem" }).waitFor();
  await admin.locator("input[name=sure]").check({ force: true });
  await admin.getByRole("button", { name: "Erase this person for good" }).click();
  await admin.getByRole("alert").first().waitFor();
  await lead.goto("/board");
  for (const until = Date.now() + 60_000; await lead.getByText("Wilhelmina Tarn").count(); ) {
    assert.ok(Date.now() < until, "gone within a minute");
    await lead.waitForTimeout(500);
    await lead.goto("/board");
  }
  await admin.goto("/erasures");
  assert.equal(await admin.getByText("Wilhelmina").count(), 0, "what tells of an erasure tells nothing of the person");
  await look(admin);
});

bothWays("what was reported stands on the list of incidents until it ends", async (way) => {
  const house = await demo();
  await appointsGovernor(way, house);
  const supervisor = await way.open(house, "/signed", { as: "supervisor@demo.example" });
  await supervisor.locator("main a[href^='/entries/']").first().click();
  await supervisor.getByRole("link", { name: "Report patient data in this entry" }).click();
  await supervisor.locator("input[name=place]").first().check({ force: true });
  await supervisor.locator("input[name=sort]").first().check({ force: true });
  await supervisor.getByRole("button", { name: "Report it" }).click();
  await supervisor.getByText("It is reported.").first().waitFor();
  const governor = await way.open(house, "/incidents", GOVERNOR);
  await look(governor);
  await governor.locator("main a[href^='/incidents/']").first().click();
  await governor.waitForURL(/\/incidents\/[0-9a-z]{20,}$/);
  await look(governor);
});

// Quality assurance: a lead draws a sample, a quality reader judges it without knowing what was decided, by whom or for
// whom; the lead is told no figure below ten pairs, and notes what follows, in words that name no patient.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { axe, bothWays, demo, fillDay, inDays, noSidewaysScroll } from "./kit.mjs";

bothWays("a sample is drawn, read blind and followed up", async (way) => {
  const house = await demo();
  const lead = await way.open(house, "/quality", { as: "lead@demo.example" });
  await lead.getByRole("button", { name: "Draw a sample" }).click();
  await lead.getByRole("heading", { level: 1, name: "Draw a sample" }).waitFor();
  await looksRight(lead);
  await lead.getByRole("button", { name: "Draw the sample" }).click();
  await lead.getByRole("heading", { name: "There is a problem" }).waitFor();
  await looksRight(lead);
  await draws(lead);
  const path = new URL(lead.url()).pathname;
  await lead.getByText("0 of 3 read").waitFor();
  await lead.getByText("To be read until").waitFor();
  await lead.getByText("0 pairs to compare: fewer than 10 say nothing, so no figure is shown.").waitFor();
  await looksRight(lead);
  const signers = await names(lead);
  assert.ok(signers.length > 0, "the lead sees who decided");

  // The same seed draws the same decisions.
  await lead.getByRole("link", { name: "Draw it again from its seed" }).click();
  await lead.getByText("The same decisions come out, in the same order.").waitFor();
  await looksRight(lead);
  // The table of what was drawn from is saved, and its first rows are the sample.
  const [saved] = await Promise.all([
    lead.waitForEvent("download"),
    lead.getByRole("link", { name: "All decisions that were drawn from (CSV)" }).click(),
  ]);
  const rows = (await readFile(await saved.path(), "utf8")).split("\r\n").slice(1, 4);
  const drawn = await lead.locator("main ol code").allTextContents();
  assert.deepEqual(rows.map((row) => row.split(",")[0]), drawn);
  await lead.getByText("A program that does it").click();
  await looksRight(lead);

  // The newest sample stands first.
  const reader = await way.open(house, "/second-readings", { as: "reader@demo.example" });
  await looksRight(reader);
  const first = reader.locator("main ul").first().getByRole("link").first();
  await reader.goto(await first.getAttribute("href"));
  for (let nth = 1; nth <= 3; nth += 1) {
    await reader.getByText(`${nth} of 3`, { exact: true }).waitFor();
    await blind(reader, signers);
    if (nth === 1) {
      await looksRight(reader);
      await reader.getByLabel("I would return it").check();
      await keeps(reader);
      await reader.getByRole("heading", { name: "There is a problem" }).waitFor();
      await looksRight(reader);
      await reader.locator("input[name=reason]").first().check();
    } else {
      await reader.getByLabel("I would sign it").check();
      for (const asked of ["level", "outcome"]) {
        const choice = reader.locator(`input[name=${asked}]`).first();
        if (await choice.count()) await choice.check();
      }
    }
    await keeps(reader);
  }
  await reader.getByRole("heading", { level: 1, name: "Second readings" }).waitFor();
  await reader.getByText("3 of 3 read.").first().waitFor();
  await looksRight(reader);
  // What the lead follows up is nothing of the reader's.
  assert.equal((await reader.goto(path)).status(), 404);

  await lead.goto(path);
  await lead.getByText("3 of 3 read").waitFor();
  await lead.getByText("3 pairs to compare: fewer than 10 say nothing, so no figure is shown.").waitFor();
  const said = await lead.locator("main").textContent();
  assert.doesNotMatch(said, /\d %|kappa/, "no figure below ten pairs");
  // Whether any of three differs is chance: what was judged stands there, or that nothing differs.
  await lead.getByRole("heading", { name: "Differences" }).waitFor();
  await looksRight(lead);

  // What follows from it is noted once it names no patient, and done.
  await lead.getByLabel("What is to be done?").fill("Ask the ward about Mrs Jones");
  await lead.getByLabel("Who does it?").fill("Lena Hart");
  await fillDay(lead, "due", inDays(30));
  await lead.getByLabel("About which decision?").selectOption({ index: 1 });
  await notes(lead);
  await lead.getByRole("heading", { name: "There is a problem" }).waitFor();
  await lead.getByLabel("I have looked: no patient is named in my words").waitFor({ state: "attached" });
  await looksRight(lead);
  assert.equal(await lead.getByLabel("Who does it?").inputValue(), "Lena Hart");
  await lead.getByLabel("What is to be done?").fill("Talk about what evidence is asked for");
  await notes(lead);
  await lead.getByText("The action is noted.").waitFor();
  await lead.getByText(/Talk about what evidence is asked for \(decision \d\): Lena Hart, until/).waitFor();
  await looksRight(lead);
  await lead.getByRole("button", { name: /^Done ?: Talk about what evidence is asked for/ }).click();
  await lead.getByText(/Lena Hart, until .*\. Done on /).waitFor();

  // Closed, nothing of it is shown to its reader any more.
  await lead.getByRole("button", { name: "Close this sample" }).click();
  await lead.getByText("The sample is closed").waitFor();
  await looksRight(lead);
  await reader.goto("/second-readings");
  assert.equal(await reader.getByText("3 of 3 read.").count(), 0);
});

async function looksRight(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/// A sample of three of the last half year, in the first place of the lead's in which something was decided and the
/// reader is appointed.
async function draws(lead) {
  const places = lead.locator("select[name=over] option[value^='department:']");
  for (const place of await places.evaluateAll((all) => all.map((one) => one.value))) {
    await lead.goto("/quality/new");
    await lead.locator("select[name=over]").selectOption(place);
    await fillDay(lead, "from", inDays(-180));
    await fillDay(lead, "until", inDays(0));
    await lead.getByLabel("How many decisions?").fill("3");
    await lead.locator("input[name=reader]").first().check();
    await lead.getByRole("button", { name: "Draw the sample" }).click();
    await lead.waitForLoadState();
    if (/\/quality\/samples\//.test(lead.url())) return;
  }
  assert.fail("nothing could be drawn anywhere");
}

/// Who decided, as the lead reads it.
async function names(lead) {
  const all = await lead.locator("td[data-label=By]").allTextContents();
  return [...new Set(all.map((one) => one.trim()).filter((one) => one !== ""))];
}

/// Nothing on the page says who decided, or what.
async function blind(page, signers) {
  const said = await page.locator("main").textContent();
  for (const name of signers) assert.ok(!said.includes(name), `${name} stands on a page that is to be blind`);
  assert.equal(await page.locator("main a[href^='/entries/']").count(), 0, "nothing leads to the entry itself");
}

async function keeps(page) {
  await page.getByRole("button", { name: "Save this judgement" }).click();
  await page.waitForLoadState();
}

async function notes(page) {
  await page.getByRole("button", { name: "Note this action" }).click();
  await page.waitForLoadState();
}

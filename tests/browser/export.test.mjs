// A small portfolio as CSV is what the press on the button gives: a file, at once, and the form stays for
// the next one.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { axe, bothWays, demo } from "./kit.mjs";

const house = await demo();

bothWays("a portfolio as CSV is saved at once, and the same form gives another report after it", async (way) => {
  const page = await way.open(house, "/exports/new", { as: "trainee@demo.example" });
  // Two programmes: there is something to choose.
  await axe(page);
  await page.getByRole("link", { name: /^Export my portfolio: MSc/ }).click();
  await page.waitForLoadState();
  await page.getByLabel("CSV").check();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export this portfolio" }).click(),
  ]);
  assert.match(saved.suggestedFilename(), /^perfolio-[a-z-]+-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await saved.path(), "utf8");
  assert.ok(text.startsWith("\ufeffTable,") && text.includes("\r\nRequirements,"), text.slice(0, 80));
  assert.equal(new URL(page.url()).pathname, "/exports/new");

  await page.getByLabel("Excel").check();
  await page.waitForTimeout(1100);
  await page.getByRole("button", { name: "Export this portfolio" }).click();
  await page.getByText("Your report is being made").first().waitFor();
  await page.getByRole("link", { name: /^Download the CSV file/ }).first().waitFor();
});

bothWays("a supervisor without a word in the address chooses among their trainees", async (way) => {
  const page = await way.open(house, "/exports/new", { as: "supervisor@demo.example" });
  await axe(page);
  await page.getByLabel("Export a trainee’s portfolio").selectOption({ index: 3 });
  await page.getByRole("button", { name: "Choose this trainee" }).click();
  await page.getByRole("heading", { name: /^Export the portfolio of / }).waitFor();
});

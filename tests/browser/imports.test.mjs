// A lead brings people in from a file: pasted or uploaded, its columns, what would happen, what happened, undone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

const house = await demo();

bothWays("a file of people is read in after a look at each row, and undone", async (way) => {
  const tag = way.javascript ? "a" : "b";
  const page = await way.open(house, "/people", { as: "lead@demo.example" });
  await page.getByRole("link", { name: /^Import people/ }).click();
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("link", { name: "People", exact: true }).last().click();
  await axe(page);
  await noSidewaysScroll(page);
  const csv = `Full name;E-mail;Student ID\r\nCy Dale;cy-${tag}@demo.example;N-${tag}\r\nDi Fox;di at demo;\r\n`;
  await page.getByLabel("CSV file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: "Go on to the columns" }).click();

  await page.getByRole("heading", { name: /Which column holds what/ }).waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "Show what would happen" }).click();
  // The second time, the house remembers which university it was.
  if (way.javascript) {
    await page.getByRole("alert").waitFor();
    await axe(page);
    await page.getByLabel("Which university are the student numbers of?").fill("University of Bristol");
    await page.getByRole("button", { name: "Show what would happen" }).click();
  }

  await page.getByText("1 new, 0 changed, 0 with nothing to do, 1 row with a fault").waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the rows with faults (CSV)" }).click(),
  ]);
  const text = await readFile(await saved.path(), "utf8");
  assert.match(text, /Column “E-mail”: “di at demo” is not an email address/);
  await page.getByLabel("The 1 row without a fault").check();
  await page.getByRole("button", { name: "Import" }).click();

  await page.getByRole("heading", { name: /What was imported/ }).waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByText("Undone on").first().waitFor();
  await axe(page);
});

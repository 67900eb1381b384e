// A logbook from elsewhere: sent, mapped, looked at, brought in, asked about and accepted; and the requirement
// says so.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

const LOG = (year) => `Date;Operation;Part played;Supervision;Supervisor;Hospital;Urgency;Patient group;Bypass time;Hosp No
3/11/${year};CABG x3;Ran it;Beside me;Dr Moss;Northgate;Planned;Adult;1:35;RXH123456
14/11/${year};AVR;Ran it;In theatre;Dr Moss;Northgate;Urgent;Adult;88 min;RXH123457
31/2/${year};AVR;Ran it;In theatre;Dr Moss;Northgate;Urgent;Adult;88;RXH123459
`;

bothWays("a logbook from elsewhere is brought in, accepted, and counts as such", async (way) => {
  const house = await demo();
  const page = await way.open(house, "/portfolio", { as: "trainee@demo.example" });
  await page.getByRole("link", { name: "Earlier records" }).click();
  await page.waitForLoadState();
  await axe(page);
  await page.getByRole("button", { name: "Bring in a logbook" }).click();
  await page.waitForLoadState();
  await axe(page);
  await page.getByLabel("What is in it?").selectOption("bypass-case");
  await page.getByLabel("Where is the logbook from?").fill("Northgate, paper log 2019");
  const file = { name: "log.csv", mimeType: "text/csv", buffer: Buffer.from(LOG(2019)) };
  await page.getByLabel("The logbook", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("heading", { name: /^Which column is what\?/ }).waitFor();
  await page.getByText("so they are not offered and not kept: Hosp No").waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByLabel("“AVR” (2 times)").selectOption("valve");
  await page.getByLabel("“CABG x3”").selectOption("cabg");
  await page.getByRole("button", { name: "Go on to the lines" }).click();
  await page.getByRole("heading", { name: /^What comes in\?/ }).waitFor();
  await page.getByText("cannot be read as a date").waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "Bring in 2 lines as one set" }).click();
  await page.getByText("0 of 2 lines are accepted").waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  const set = page.url();
  await page.getByLabel("Who has seen the original, or can?").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Ask them to accept it" }).click();
  await page.getByText(/Earlier record with .+ since/).waitFor();

  const lead = await way.open(house, new URL(set).pathname, { as: "lead@demo.example" });
  await lead.getByRole("heading", { name: "2 lines to compare" }).waitFor();
  await axe(lead);
  await noSidewaysScroll(lead);
  await lead.getByLabel("All lines that are not accepted yet").check();
  await lead.getByLabel("What did you compare it with?").fill("Both lines with the signed paper log.");
  await lead.getByRole("button", { name: "Accept these lines" }).click();
  await lead.getByText(/^2 lines: accepted from an earlier record by/).waitFor();

  await page.goto(new URL("/requirements", set).href);
  await page.getByRole("link", { name: "Supervised bypass cases" }).first().click();
  await page.getByRole("link", { name: "I have done this before" }).waitFor();
  const counted = page.getByText(/^The \d+ that count$/);
  if (await page.getByText(/accepted from an earlier record by/).first().isHidden()) await counted.click();
  await page.getByText(/accepted from an earlier record by .+ on /).first().waitFor();
  await page.getByRole("link", { name: "I have done this before" }).click();
  await page.getByRole("heading", { name: /^I have done this before/ }).waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  assert.match(page.url(), /earlier\/claims\/new/);
});

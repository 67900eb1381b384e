// What is signed here and has to be in another system too: the text is copied, the entry marked as
// entered, and both facts stand side by side. Then a file of progress from there.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";
import { moveTo, publish } from "./versions.mjs";

bothWays("what is signed here is entered there", async (way) => {
  const house = await demo();
  await publish(way, house);
  const page = await way.open(house, "/account", { as: "trainee@demo.example" });
  const name = (await page.locator(".nhsuk-header__account-link").first().textContent()).trim();
  const lead = await way.open(house, "/board", { as: "lead@demo.example" });
  await moveTo(lead, name);

  await page.goto("/home");
  await page.getByRole("link", { name: "To enter in OneFile" }).click();
  await page.getByRole("heading", { level: 1, name: /To enter in OneFile/ }).waitFor();
  await axe(page);
  await noSidewaysScroll(page);
  const text = page.getByLabel(/^Text to paste/).first();
  assert.equal(await text.isVisible(), false, "each text is folded away");
  assert.match(await text.inputValue(), /Signed in Perfolio by/);
  const copies = page.getByRole("button", { name: /^Copy the text/ });
  if (way.javascript) {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await copies.first().click();
    await page.getByText(/^(Copied|Selected)/).first().waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await text.inputValue());
  } else {
    assert.equal(await copies.filter({ visible: true }).count(), 0, "a button that does nothing");
  }
  await page.locator("details summary").first().click();
  assert.equal(await text.isVisible(), true);
  await axe(page);
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "Mark as entered" }).click();
  await page.getByRole("alert").getByText("Tick at least one item").waitFor();
  await axe(page);
  await page.locator("input[name=item]").first().check();
  await page.getByRole("button", { name: "Mark as entered" }).click();
  await page.getByText("Marked as entered.").waitFor();
  await page.getByText(/^Entered in OneFile on|Entered in OneFile on/).first().waitFor();
  await axe(page);

  await page.getByRole("link", { name: "Take in a progress file from OneFile" }).click();
  await axe(page);
  const file = { name: "progress.csv", mimeType: "text/csv", buffer: Buffer.from("Code,Status,Date\nvalve,Complete,1/1/2001\nother,Complete,1/1/2026\n") };
  await page.getByLabel("The file").setInputFiles(file);
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByText("“other” is no item of this programme.").waitFor();
  await axe(page);
  await noSidewaysScroll(page);
});

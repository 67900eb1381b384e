// A sign-off on paper: a lead marks it, somebody who holds the paper asks about its number, and once the trainee goes
// on from what was signed, and says why, the same number is told that it holds no more.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

bothWays("a certificate is made, checked, and gone with the version it was for", async (way) => {
  const house = await demo();
  const trainee = await way.open(house, "/portfolio?state=signed&kind=bypass-case", { as: "trainee@demo.example" });
  await trainee.locator("table a[href^='/entries/']").first().click();
  await trainee.getByText(/^Signed by/).first().waitFor();
  const entry = new URL(trainee.url()).pathname;

  const lead = await way.open(house, entry, { as: "lead@demo.example" });
  await lead.getByRole("link", { name: "Certificate of this sign-off" }).click();
  await lead.getByRole("button", { name: "Make the certificate" }).waitFor();
  await looksRight(lead);
  await lead.getByRole("button", { name: "Make the certificate" }).click();
  await lead.getByText("The certificate is made.").waitFor();
  await lead.locator("svg.pf-qr").waitFor();
  await looksRight(lead);
  const said = async (name) => {
    const row = lead.locator(".nhsuk-summary-list__row", { has: lead.getByText(name, { exact: true }) });
    return (await row.locator("dd").first().innerText()).trim();
  };
  const [number, holder] = [await said("Number"), await said("Holder")];
  assert.match(number, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/);
  const surname = holder.split(" ").at(-1);

  const anybody = await way.open(house, `/certificates?number=${number}`);
  const asks = async (name) => {
    await anybody.goto(`${house.url}/certificates?number=${number}`);
    await anybody.getByLabel("Surname of its holder").fill(name);
    await anybody.getByRole("button", { name: "Check it" }).click();
    await anybody.getByRole("link", { name: "Check another one" }).waitFor();
  };
  await looksRight(anybody);
  await asks("Nobody");
  await anybody.getByText("There is no certificate with this number and this surname.").waitFor();
  await asks(surname);
  await anybody.getByText("This certificate holds today.").waitFor();
  await looksRight(anybody);

  // What was signed is changed only with a reason, and takes the paper with it.
  await trainee.goto(`${house.url}${entry}`);
  await trainee.getByRole("button", { name: "Edit", exact: true }).first().click();
  await trainee.getByLabel("Why do you change what was signed?").waitFor();
  await trainee.locator("input[name='f-bypass-minutes']").fill("93");
  await trainee.getByRole("button", { name: /^Submit/ }).first().click();
  await trainee.getByRole("alert").getByText("Say why you change what was signed.").waitFor();
  await looksRight(trainee);
  await trainee.getByLabel("Why do you change what was signed?").fill("The clock was read wrongly.");
  await trainee.getByRole("button", { name: /^Submit/ }).first().click();
  await trainee.waitForURL((url) => url.pathname === entry);
  await trainee.getByText("The clock was read wrongly.").first().waitFor();
  await looksRight(trainee);
  await asks(surname);
  await anybody.getByText("This certificate was withdrawn.").waitFor();
  assert.equal(await anybody.getByText("Bypass").count(), 0, "nothing of it is said any more");
  await looksRight(anybody);
});

async function looksRight(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

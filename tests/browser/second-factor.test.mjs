// The second factor: the first admin of a house is led to it, sets it up with a phone, signs in with a code
// and with a recovery code, and sees how each session began. A trainee takes it by choice.

import assert from "node:assert/strict";
import { axe, bothWays, demo, empty, noSidewaysScroll, signIn } from "./kit.mjs";
import { codeOf, enterCode, setUpSecondFactor } from "./totp.mjs";

const ADMIN = "ada@example.org";
const PASSWORD = "copper-lantern-47-meadow";

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

bothWays("the first admin sets up a second factor, and signs in with a code and a recovery code", async (way) => {
  const house = await empty();
  const page = await way.open(house, new URL(house.setUpLink).pathname);
  await page.getByLabel("Your name").fill("Ada Byron");
  await page.getByLabel("Email address").fill(ADMIN);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set up Perfolio" }).click();
  await page.waitForURL("**/account/second-factor");

  // Nothing else opens until it is done.
  await page.goto("/settings/institutions");
  assert.equal(new URL(page.url()).pathname, "/account/second-factor");
  const { secret, codes } = await setUpSecondFactor(page, { look });
  assert.equal(codes.length, 10);
  assert.equal(new Set(codes).size, 10);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as a text file" }).click(),
  ]);
  assert.equal(file.suggestedFilename(), "perfolio-recovery-codes.txt");
  await page.goto("/settings/second-factor");
  await look(page);
  await page.goto("/lost-second-factors");
  await look(page);

  // With a code. One step ahead, since the step of the set-up is used.
  const other = await way.open(house, "/sign-in?next=%2Fsettings%2Fstaff");
  await signIn(other, ADMIN, PASSWORD);
  assert.equal(new URL(other.url()).pathname, "/sign-in/code");
  await look(other);
  await other.getByLabel("Code from your app").fill(codeOf(secret) === "000000" ? "111111" : "000000");
  await other.getByRole("button", { name: "Go on" }).click();
  await other.getByRole("alert").getByText("This code is not right").waitFor();
  await look(other);
  await enterCode(other, codeOf(secret, 1));
  assert.equal(new URL(other.url()).pathname, "/settings/staff");

  // With a recovery code, once.
  const third = await way.open(house, "/sign-in");
  await signIn(third, ADMIN, PASSWORD);
  await third.getByRole("link", { name: "I do not have my phone" }).click();
  await look(third);
  await third.getByRole("link", { name: /^I have neither/ }).click();
  await look(third);
  await third.getByRole("link", { name: "Use a recovery code" }).click();
  await third.getByLabel("Recovery code").fill(codes[4].toUpperCase());
  await third.getByRole("button", { name: "Go on" }).click();
  await third.waitForURL("**/account/second-factor");
  await third.getByText("You have 9 recovery codes left").waitFor();
  await look(third);
  await third.goto("/account");
  await third.getByText("with a password and a recovery code").first().waitFor();
  await third.getByText("with a password and a code").first().waitFor();
  await look(third);

  const fourth = await way.open(house, "/sign-in");
  await signIn(fourth, ADMIN, PASSWORD);
  await fourth.goto("/sign-in/recovery-code");
  await fourth.getByLabel("Recovery code").fill(codes[4]);
  await fourth.getByRole("button", { name: "Go on" }).click();
  await fourth.getByRole("alert").getByText("not one of your unused").waitFor();
});

bothWays("the demo house signs its people in with a password and says so", async (way) => {
  const house = await demo();
  for (const [as, path] of [["lead@demo.example", "/board"], ["admin@demo.example", "/settings"]]) {
    const page = await way.open(house, path, { as });
    assert.equal(new URL(page.url()).pathname, path);
  }
  const admin = await way.open(house, "/settings/second-factor", { as: "admin@demo.example" });
  assert.equal(await admin.locator("input[value=offered]:checked").count(), 4);
  await look(admin);
  const lead = await way.open(house, "/account/second-factor", { as: "lead@demo.example" });
  await look(lead);
});

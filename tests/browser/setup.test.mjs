// An empty house: from the printed link to a first admin, and a password that is forgotten.

import assert from "node:assert/strict";
import { axe, bothWays, empty, noSidewaysScroll, postOffice, signIn } from "./kit.mjs";

const ADMIN = "ada@example.org";
const PASSWORD = "copper-lantern-47-meadow";

async function setUp(way, house) {
  const page = await way.open(house, new URL(house.setUpLink).pathname);
  await page.getByLabel("Your name").fill("Ada Byron");
  await page.getByLabel("Email address").fill(ADMIN);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set up Perfolio" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/set-up"));
  return page;
}

bothWays("an empty house is set up by the link that it printed, once", async (way) => {
  const house = await empty();
  const first = await way.open(house, new URL(house.setUpLink).pathname);
  await axe(first);
  await noSidewaysScroll(first);
  await first.getByRole("button", { name: "Set up Perfolio" }).click();
  await first.getByRole("alert").waitFor();
  await axe(first);

  const page = await setUp(way, house);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const again = await way.open(house, new URL(house.setUpLink).pathname);
  assert.equal(await again.getByLabel("Your name").count(), 0, "the link worked twice");
});

bothWays("a forgotten password comes back by post", async (way) => {
  const post = await postOffice();
  try {
    const house = await empty({ env: { PERFOLIO_SMTP_URL: post.url } });
    await setUp(way, house);
    const page = await way.open(house, "/sign-in");
    await page.getByRole("link", { name: "I do not know my password" }).click();
    await axe(page);
    await page.getByLabel("Email address").fill(ADMIN);
    await page.locator("main form button").click();

    const mail = await post.waitFor((mail) => mail.to.includes(ADMIN), 60);
    const link = mail.links.find((link) => link.startsWith(`${house.url}/`) && new URL(link).pathname.length > 1);
    assert.ok(mail.subject && mail.text && link, `no link in:\n${mail.text}`);
    await page.goto(new URL(link).pathname);
    await axe(page);
    await page.locator("input[type=password]").first().fill(`${PASSWORD}-again`);
    await page.locator("main form button[type=submit]").first().click();
    await page.waitForURL((url) => url.pathname !== new URL(link).pathname);

    const other = await way.open(house, "/sign-in");
    await signIn(other, ADMIN, `${PASSWORD}-again`);
    const wrong = await way.open(house, "/sign-in");
    await wrong.getByLabel("Email address").fill(ADMIN);
    await wrong.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await wrong.getByRole("button", { name: "Sign in" }).click();
    // Where the old password still works, this never comes.
    await wrong.getByText("The email address or the password is not right.").first().waitFor();
    await axe(wrong);
  } finally {
    await post.close();
  }
});

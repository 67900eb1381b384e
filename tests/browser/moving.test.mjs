// A lead moves a trainee to another version: both versions side by side, the person before and after, the
// move, and Undo. The trainee reads on their home what changed.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";
import { moveTo, publish } from "./versions.mjs";

bothWays("a trainee is moved to another version and back", async (way) => {
  const house = await demo();
  await publish(way, house);
  const lead = await way.open(house, "/programmes/perfusion-msc/moves/new", { as: "lead@demo.example" });
  await axe(lead);
  const trainee = await way.open(house, "/account", { as: "trainee@demo.example" });
  const name = (await trainee.locator(".nhsuk-header__account-link").first().textContent()).trim();
  await moveTo(lead, name, async (page) => {
    await axe(page);
    await noSidewaysScroll(page);
  });

  await trainee.goto("/home");
  await trainee.getByText("You were moved from version").waitFor();
  await axe(trainee);
  await trainee.getByRole("link", { name: "What changed" }).first().click();
  await trainee.getByRole("heading", { name: "What changed" }).waitFor();
  await axe(trainee);
  await noSidewaysScroll(trainee);
  assert.equal(await trainee.getByRole("button", { name: "Undo this move" }).count(), 0, "a trainee could undo it");

  await lead.getByRole("link", { name: new RegExp(`^${name}`) }).click();
  await lead.getByRole("button", { name: "Undo this move" }).click();
  await lead.getByText("The move is undone.").waitFor();
  await trainee.goto("/home");
  assert.equal(await trainee.getByText("You were moved from version").count(), 0, "the home still says so");
});

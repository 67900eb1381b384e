// What was filed as the wrong type is filed anew in one step: its answers go over to the right form, which the trainee
// checks and submits; the old entry keeps its page and says where the new one is.

import assert from "node:assert/strict";
import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

// The first in this list that could have been filed as another type; it is open then.
async function refilable(trainee) {
  const paths = await trainee.locator("main a[href^='/entries/0']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  for (const path of new Set(paths)) {
    await trainee.goto(path);
    if (await trainee.getByText("Filed as the wrong type?").count()) {
      return path;
    }
  }
  assert.fail("the demo has something that could have been filed as another type");
}

bothWays("an entry of the wrong type takes its answers over to the right one", async (way) => {
  const house = await demo();
  const trainee = await way.open(house, "/portfolio?state=submitted", { as: "minerva.starling@demo.example" });
  await refilable(trainee);
  const title = (await trainee.locator("h1").innerText()).split("\n")[0].trim();
  const fold = trainee.getByText("Filed as the wrong type?");
  await fold.click();
  await look(trainee);
  await trainee.getByRole("button", { name: "File it as this type" }).click();
  await trainee.getByRole("heading", { name: "There is a problem" }).waitFor();
  await look(trainee);
  const types = trainee.getByLabel("What it should have been");
  await types.selectOption({ index: 1 });
  await trainee.getByRole("button", { name: "File it as this type" }).click();
  await trainee.waitForURL(/\/drafts\//);
  await look(trainee);
  assert.ok((await trainee.locator("main").innerHTML()).includes(title), "the answers went over");
});

bothWays("what was signed is filed as another type with a reason", async (way) => {
  const house = await demo();
  const trainee = await way.open(house, "/portfolio?state=signed", { as: "minerva.starling@demo.example" });
  await refilable(trainee);
  await trainee.getByText("Filed as the wrong type?").click();
  await trainee.getByLabel("What it should have been").selectOption({ index: 1 });
  await trainee.getByRole("button", { name: "File it as this type" }).click();
  await trainee.waitForURL(/\/drafts\//);
  await trainee.getByLabel("Why do you file what was signed as another type?").waitFor();
  await look(trainee);
  await trainee.locator("button[name=do][value=submit]").click();
  await trainee.getByRole("link", { name: "Say why you change what was signed." }).waitFor();
  await look(trainee);
});

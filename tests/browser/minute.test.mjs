// The one-minute case, as it happens in a corridor: a phone, one hand, a photograph of the chart. What is
// counted is what a person does: every press, every page that loads.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, demo, open } from "./kit.mjs";

const MOST_CLICKS = 6;
const MOST_LOADS = 2;

const house = await demo();

/** A real photograph, as a camera would give it. */
async function photograph(page) {
  const address = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    canvas.getContext("2d").fillRect(80, 60, 320, 240);
    return canvas.toDataURL("image/jpeg");
  });
  return { name: "chart.jpg", mimeType: "image/jpeg", buffer: Buffer.from(address.split(",")[1], "base64") };
}

test("a case with a photograph, from home to submitted: at most 6 clicks and 2 page loads", async () => {
  const page = await open(house, "/home", { as: "trainee@demo.example", width: 375, hasTouch: true });
  const photo = await photograph(page);
  const done = [];
  let loads = 0;
  page.on("response", (reply) => {
    const request = reply.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame() && reply.status() < 300) loads += 1;
  });
  const press = async (what, target) => {
    done.push(what);
    await target.click();
  };

  // What was done is one of those that were done lately: it begins the form.
  const lately = page.locator("#again + .pf-chips a").first();
  const procedure = (await lately.innerText()).replace(/^Log: /, "").trim();
  await press(`Log: ${procedure}`, lately);
  await page.locator("form[data-pf-log]").waitFor();
  await page.waitForLoadState();

  // As last time: how one works and with whom. Never: what tells of this patient.
  for (const name of ["f-part-played", "f-supervision"]) {
    assert.equal(await page.locator(`[name="${name}"]:checked`).count(), 1, `${name} is as last time`);
  }
  for (const name of ["f-urgency", "f-patient-group", "f-age-band", "f-redo"]) {
    assert.equal(await page.locator(`[name="${name}"]:checked`).count(), 0, `${name} is this patient's`);
  }
  assert.equal(await page.locator("details.nhsuk-expander").first().evaluate((one) => one.open), false, "the rest stays folded");

  await press("Planned", page.locator('.pf-chip:has([name="f-urgency"][value="elective"])'));
  await press("Adult", page.locator('.pf-chip:has([name="f-patient-group"][value="adult"])'));
  await press("Bypass time", page.locator('[name="f-bypass-minutes"]'));
  await page.keyboard.type("92");
  const chooser = page.waitForEvent("filechooser");
  await press("Take a picture", page.locator("#camera"));
  await (await chooser).setFiles(photo);
  await page.locator("[data-pf-files] img").waitFor();
  await press("Submit", page.locator("button[data-pf-submit]"));
  await page.waitForURL((url) => /^\/entries\/0/.test(url.pathname));
  await page.getByText("chart.jpg").first().waitFor();

  assert.equal(await page.locator("main .nhsuk-tag").first().innerText(), "Submitted");
  await page.locator("h1", { hasText: procedure }).waitFor();
  console.log(`one-minute case: ${done.length} clicks (${done.join(" · ")}), ${loads} page loads`);
  assert.ok(done.length <= MOST_CLICKS, `${done.length} clicks: ${done.join(", ")}`);
  assert.ok(loads <= MOST_LOADS, `${loads} page loads`);
  assert.deepEqual(page.troubles, []);
  await axe(page);
  await page.context().close();
});

test("on a phone the bar of the log form is two rows, and what it says does not move it", async () => {
  const page = await open(house, "/entries/new?kind=bypass-case", { as: "trainee@demo.example", width: 375 });
  const bar = page.locator("form[data-pf-log] .pf-actions");
  const height = async () => Math.round((await bar.boundingBox()).height);
  const before = await height();
  assert.ok(before <= 150, `the bar takes ${before} of 812 px`);
  await page.locator('[name="f-incidents"]').fill("None.");
  await page.getByText(/^Draft saved \d\d:\d\d$/).waitFor();
  assert.equal(await height(), before);
  await page.context().close();
});

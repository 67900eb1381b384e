// From each person's first page along every link, to one page of each route that nobody before has come to: axe and no
// sideways scroll. A link to an address that the house does not have, or that does not open for this person, fails.
// `WALK=FOLDER` keeps a picture of each at both widths, of each person.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { axe, demo, noSidewaysScroll, open } from "./kit.mjs";
import { pages, routeOf } from "./routes.mjs";

const PEOPLE = process.env.WALK_AS?.split(",") ?? [
  "trainee", "supervisor", "lead", "admin", "science.lead", "tutor", "coordinator", "reader", "university",
  "hester.applegarth", "minerva.starling", "leander.foxglove", "briony.calloway", "zinnia.copperfield",
  "ambrose.tidewell", "quilla.fernleigh", "winifred.hartnell", "lorcan.emberly",
];
/** Answers that are no page: files, pictures, and where somebody is only sent on. */
const NO_PAGE = /\.(csv|json|txt|toml|pdf)$|\/thumb$|\/pdf$|^\/evidence\/|^\/sign-out|^\/exports\/[^/]+$|\/files\/[^/]+$|^\/static\//;
const walk = process.env.WALK;

const house = await demo();
const routes = await pages();
/** What somebody has come to already: looked at once, but each person's links are followed from it. */
const seen = new Set();

for (const person of PEOPLE) {
  test(`every page that ${person} comes to`, { timeout: 600_000 }, async () => {
    const page = await open(house, "/", { as: `${person}@demo.example` });
    const own = new Set();
    const queue = [new URL(page.url()).pathname];
    const asked = new Set(queue);
    if (walk) await mkdir(join(walk, person), { recursive: true });
    for (let at = queue.shift(); at; at = queue.shift()) {
      const route = routeOf(routes, new URL(at, house.url).pathname);
      assert.ok(route, `${at} is linked for ${person}, and no page of the house`);
      if (own.has(route)) continue;
      const reply = await page.goto(at);
      assert.equal(reply.status(), 200, `${at} is linked for ${person}`);
      if (!(reply.headers()["content-type"] ?? "").startsWith("text/html")) continue;
      own.add(route);
      if (walk || !seen.has(route)) await axe(page);
      if (walk || !seen.has(route)) await noSidewaysScroll(page);
      seen.add(route);
      if (walk) await picture(page, person, route);
      const links = await page.locator("a[href^='/'], form[method=get][action^='/']").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("action")));
      for (const link of links) {
        const path = link.split("#")[0];
        if (asked.has(path) || NO_PAGE.test(path.split("?")[0])) continue;
        asked.add(path);
        queue.push(path);
      }
    }
    await page.context().close();
  });
}

async function picture(page, person, route) {
  const name = route.replaceAll("/", "_").replaceAll(/[{}]/g, "");
  for (const width of [375, 1280]) {
    await page.setViewportSize({ width, height: width < 700 ? 812 : 900 });
    await page.waitForTimeout(100);
    await page.screenshot({ path: join(walk, person, `${name}-${width}.png`), fullPage: true, animations: "disabled" });
  }
  await page.setViewportSize({ width: 375, height: 812 });
}

// The kit of the browser tests. A test file is `NAME.test.mjs`; a journey reads like this:
//
//   import assert from "node:assert/strict";
//   import { axe, bothWays, demo, noSidewaysScroll } from "./kit.mjs";
//
//   const house = await demo();                       // the binary with demo data, its own copy and port
//
//   bothWays("a trainee logs a case", async (way) => {
//     const page = await way.open(house, "/", { as: "trainee@demo.example" });   // signed in already
//     await page.getByRole("link", { name: "Log a case" }).click();
//     if (way.javascript) { .. }                       // what scripts add; everything else must work without
//     await axe(page);
//     await noSidewaysScroll(page);
//   });
//
// bothWays(name, fn)  makes two tests: with JavaScript at 375 px, and without at 1280 px. Both meet the same
//                     house unless `fn` starts its own, so what a journey writes must not trip its twin.
//                     A failed one leaves a picture and the page's HTML in tests/browser/failures/. A script
//                     error, a refused script or style (CSP) or an answer of 500 fails it too.
// way.open(house, path, { as, width, .. })   a page of a new person; several people may be open in one journey.
// open(house, path, { javascript, width, .. })   the same outside a journey.
// demo({ env })       `perfolio demo`; its data is made once a run and copied, so a house of one's own is cheap.
// empty({ env })      `perfolio serve` on an empty folder; `house.setUpLink` is the link that it printed.
// house.url, .folder, .lines (what it printed), .end() (answers the exit code; done by itself at the end).
// postOffice()        an SMTP server: `const post = await postOffice();
//                     const house = await empty({ env: { PERFOLIO_SMTP_URL: post.url } });
//                     const mail = await post.waitFor((mail) => mail.to.includes("ann@example.org"));`
// letterBox(house)    the same for a demo house, which writes its letters into its folder.
// daysLater(house, 15)            the same demo house as it will stand then; the one before is ended.
// inDays(15), fillDay(page, "from", inDays(15))   a day as the house counts, and typed into the fields of a date.
// signIn(page, email, password)   through the form, as a person does; `as:` uses it once and keeps the cookie.
// axe(page)           no violation of WCAG 2.2 A and AA or best practice; a readable list otherwise.
// noSidewaysScroll(page)          at 320 and 375 px.
// firstViewBudget(house, path, { as })   at most 100 KB compressed, 8 requests, no other host, nothing cached.
//
// Run all: cargo xtask test --only browser. One file: cargo xtask test --only browser -- smoke.test.mjs, or,
// when the binary is built and `npm ci` was done here: node run.mjs smoke.test.mjs.
// KIT_SLOW=600 makes every answer up to so many milliseconds late: a journey that forgot to wait for its page fails.
// KIT_PICTURES=FOLDER keeps a picture of every page that axe stood on; axe also fails where something lies over the middle of what can be pressed.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { after, test } from "node:test";
import { closeBrowser, open } from "./browser.mjs";
import { endHouses } from "./house.mjs";

export { axe, firstViewBudget, noSidewaysScroll, open, PASSWORD, signIn } from "./browser.mjs";
export { fillDay, inDays } from "./days.mjs";
export { daysLater, demo, empty } from "./house.mjs";
export { letterBox, postOffice } from "./post.mjs";

const FAILURES = new URL("failures/", import.meta.url);
/** Files run beside each other and keep their pictures in one folder. */
const FILE = basename(process.argv[1] ?? "").split(".")[0];

after(async () => {
  await closeBrowser();
  await endHouses();
});

export function bothWays(name, fn) {
  for (const [how, settings] of [
    ["with JavaScript, 375 px", { javascript: true, width: 375 }],
    ["without JavaScript, 1280 px", { javascript: false, width: 1280 }],
  ]) {
    test(`${name} (${how})`, async () => {
      const pages = [];
      const way = {
        ...settings,
        open: (house, path, more = {}) => {
          return open(house, path, { ...settings, ...more, begun: (page) => pages.push(page) });
        },
      };
      try {
        await within(300, fn(way));
        for (const page of pages) assert.deepEqual(page.troubles, [], "what the browser complained about");
      } catch (why) {
        why.stack = `${why.stack}${await keep(pages, `${FILE} ${settings.javascript ? "with" : "without"} ${name}`)}`;
        throw why;
      } finally {
        await Promise.all(pages.map((page) => page.context().close()));
      }
    });
  }
}

/** A journey that hangs fails while its pages can still be looked at. */
async function within(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function keep(pages, name) {
  const kept = [];
  await mkdir(FAILURES, { recursive: true });
  for (const [index, page] of pages.entries()) {
    if (page.isClosed()) continue;
    const file = new URL(`${name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}-${index}`, FAILURES).pathname;
    const picture = page.screenshot({ path: `${file}.png`, fullPage: true, timeout: 15_000 }).catch(() => {});
    await Promise.all([picture, page.content().then((html) => writeFile(`${file}.html`, html)).catch(() => {})]);
    kept.push(`\n  person ${index} was at ${page.url()}, kept as ${file}.png and .html`);
  }
  return kept.join("");
}

/** A PDF of one page with these words. */
export function paper(words) {
  const content = `BT /F1 12 Tf 10 100 Td (${words}) Tj ET`;
  return [
    "%PDF-1.4",
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj",
    `4 0 obj<</Length ${content.length}>>stream`,
    content,
    "endstream endobj",
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj",
    "trailer<</Root 1 0 R>>",
    "%%EOF",
    "",
  ].join("\n");
}

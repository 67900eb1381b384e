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
// signIn(page, email, password)   through the form, as a person does; `as:` uses it once and keeps the cookie.
// axe(page)           no violation of WCAG 2.2 A and AA or best practice; a readable list otherwise.
// noSidewaysScroll(page)          at 320 and 375 px.
// firstViewBudget(house, path, { as })   at most 100 KB compressed, 8 requests, no other host, nothing cached.
//
// Run all: cargo xtask test --only browser. One file: cargo xtask test --only browser -- smoke.test.mjs, or,
// when the binary is built and `npm ci` was done here: node run.mjs smoke.test.mjs.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { endHouses } from "./house.mjs";

export { demo, empty } from "./house.mjs";
export { postOffice } from "./post.mjs";

export const PASSWORD = "perfolio-demo";
const FAILURES = new URL("failures/", import.meta.url);
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
  "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"];

let browser;
let axeSource;

after(async () => {
  if (browser) await (await browser).close();
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
        await within(120, fn(way));
        for (const page of pages) assert.deepEqual(page.troubles, [], "what the browser complained about");
      } catch (why) {
        why.stack = `${why.stack}${await keep(pages, `${name} ${how}`)}`;
        throw why;
      } finally {
        await Promise.all(pages.map((page) => page.context().close()));
      }
    });
  }
}

/** A page of a person of their own (new context); `as` is an e-mail address that signs in first. */
export async function open(house, path = "/", { javascript = true, width = 375, height, as, password, begun, ...more } = {}) {
  browser ??= launch();
  const context = await (await browser).newContext({
    baseURL: house.url,
    viewport: { width, height: height ?? (width < 700 ? 812 : 900) },
    locale: "en-GB",
    timezoneId: "Europe/London",
    storageState: as ? await stateOf(house, as, password) : undefined,
    ...more,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  begun?.(page);
  if (!javascript) await withoutScripts(page);
  listen(page);
  await page.goto(path);
  return page;
}

/** Fills in the sign-in form and waits until it is behind us. */
export async function signIn(page, email, password = PASSWORD) {
  if (new URL(page.url()).pathname !== "/sign-in") await page.goto("/sign-in");
  const form = page.locator("main form").filter({ has: page.locator("input[type=password]") });
  await form.locator("input[type=email], input[autocomplete~=username]").first().fill(email);
  await form.locator("input[type=password]").fill(password);
  await form.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

export async function axe(page) {
  axeSource ??= await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // axe waits for timers, which stand still without scripts; the page's own scripts stay unrun.
  await page.withScripts?.(true);
  await page.evaluate(axeSource);
  const { passes, violations } = await page.evaluate((tags) => {
    return window.axe.run(document, { runOnly: { type: "tag", values: tags } });
  }, AXE_TAGS);
  await page.withScripts?.(false);
  assert.ok(passes.length > 5, "axe looked at nothing");
  const said = violations.map(({ id, impact, help, helpUrl, nodes }) => {
    const where = nodes.slice(0, 5).map((node) => `    ${node.target.join(" ")}\n      ${node.html.slice(0, 160)}`);
    return `  ${id} (${impact}), ${nodes.length} times: ${help}\n    ${helpUrl}\n${where.join("\n")}`;
  });
  assert.ok(!said.length, `axe on ${new URL(page.url()).pathname}:\n${said.join("\n")}`);
}

export async function noSidewaysScroll(page, widths = [320, 375]) {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 700 });
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const over = [...document.body.querySelectorAll("*")].filter((one) => {
        return one.getBoundingClientRect().right > room + 1 || one.scrollWidth > Math.max(one.clientWidth, room) + 1;
      });
      const names = over.slice(-5).map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`);
      return [`scroll width ${document.documentElement.scrollWidth}`, ...names];
    });
    assert.deepEqual(wide, [], `${new URL(page.url()).pathname} scrolls sideways at ${width} px`);
  }
  await page.setViewportSize(before);
}

export async function firstViewBudget(house, path, { as, bytes = 100_000, requests = 8 } = {}) {
  const page = await open(house, "about:blank", { as });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  const seen = new Map();
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (!/^(data|about|blob):/.test(request.url)) seen.set(requestId, { url: request.url, bytes: 0 });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (seen.has(requestId)) seen.get(requestId).bytes = encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await page.context().close();
  const all = [...seen.values()];
  const sent = all.reduce((sum, one) => sum + one.bytes, 0);
  const list = all.map((one) => `  ${one.bytes} ${one.url}`).join("\n");
  assert.ok(all.length > 0 && sent > 0, `nothing was sent for ${path}`);
  assert.deepEqual(all.filter((one) => new URL(one.url).origin !== house.url), [], `${path} asks another host`);
  assert.ok(all.length <= requests, `${path} makes ${all.length} requests, allowed are ${requests}:\n${list}`);
  assert.ok(sent <= bytes, `${path} sends ${sent} bytes, allowed are ${bytes}:\n${list}`);
  return { bytes: sent, requests: all.length };
}

function launch() {
  const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = process.env.CHROMIUM ?? known.find((path) => existsSync(path));
  if (!executablePath) throw new Error("Chromium is missing; install with `sudo apt-get install chromium fonts-liberation`");
  return chromium.launch({ executablePath, args: FLAGS });
}

async function stateOf(house, email, password) {
  if (!house.states.has(email)) {
    const page = await open(house, "/sign-in", { width: 1280 });
    await signIn(page, email, password);
    house.states.set(email, await page.context().storageState());
    await page.context().close();
  }
  return house.states.get(email);
}

/** Not by the context's own switch, because that cannot be turned back for axe. */
async function withoutScripts(page) {
  const cdp = await page.context().newCDPSession(page);
  page.withScripts = (run) => cdp.send("Emulation.setScriptExecutionDisabled", { value: !run });
  await page.withScripts(false);
}

/** What a person would not see but a developer must: script errors, CSP refusals, failed answers. */
function listen(page) {
  page.troubles = [];
  page.on("pageerror", (why) => page.troubles.push(`script error: ${why.message}`));
  page.on("console", (said) => {
    if (said.type() === "error" && !said.text().startsWith("Failed to load resource")) {
      page.troubles.push(`console: ${said.text()}`);
    }
  });
  page.on("response", (reply) => {
    const document = reply.request().resourceType() === "document";
    if (reply.status() >= 500 || (reply.status() >= 400 && !document)) {
      page.troubles.push(`${reply.status()} ${reply.request().method()} ${reply.url()}`);
    }
  });
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
    const picture = page.screenshot({ path: `${file}.png`, fullPage: true, timeout: 5000 }).catch(() => {});
    await Promise.all([picture, page.content().then((html) => writeFile(`${file}.html`, html)).catch(() => {})]);
    kept.push(`\n  person ${index} was at ${page.url()}, kept as ${file}.png and .html`);
  }
  return kept.join("");
}

// People at their browsers: pages in Debian's Chromium, signed in or not, with scripts or without, and
// what may be asked of a page.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";
import { looked } from "./routes.mjs";

export const PASSWORD = "perfolio-demo";
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
  "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"];

/** `KIT_SLOW=800`: every answer comes up to so many milliseconds late, as on a busy machine. What a journey forgot to
 * wait for fails then. */
const SLOW = Number(process.env.KIT_SLOW ?? 0);

let browser;
let axeSource;

export async function closeBrowser() {
  if (browser) await (await browser).close();
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
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  begun?.(page);
  if (!javascript) await withoutScripts(page);
  if (SLOW) await late(page);
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
  await loaded(page);
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
  await nothingCovered(page);
  // A page that is not there, or that is refused, is no look at the page of that address.
  if (page.answered === undefined || page.answered < 400 || page.answered === 422) await looked(new URL(page.url()).pathname);
  await picture(page);
}

/** What can be pressed is what a finger on its middle hits, and not something that lies over it. */
async function nothingCovered(page) {
  const covered = await page.evaluate(() => {
    const name = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""} “${(one.textContent || one.name || "").trim().slice(0, 60)}”`;
    const hidden = (one) => {
      for (let up = one; up; up = up.parentElement) if (getComputedStyle(up).clipPath !== "none") return true;
      return !one.checkVisibility({ visibilityProperty: true });
    };
    const before = [scrollX, scrollY];
    const dialog = document.querySelector("dialog:modal");
    const found = [];
    for (const one of (dialog ?? document).querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
      if (hidden(one)) continue;
      one.scrollIntoView({ block: "center", behavior: "instant" });
      const box = [...one.getClientRects()].find(({ width, height }) => width > 1 && height > 1);
      if (!box) continue;
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (hit && (one.contains(hit) || hit.contains(one) || hit.closest("label")?.control === one)) continue;
      found.push(`${name(one)} lies under ${hit ? name(hit) : "nothing"}`);
    }
    scrollTo({ left: before[0], top: before[1], behavior: "instant" });
    return found;
  });
  assert.deepEqual(covered, [], `${new URL(page.url()).pathname}: what cannot be pressed`);
}

let pictures = 0;

/** `KIT_PICTURES=FOLDER` keeps a picture of every page that axe stood on, in the state in which a journey left it. */
async function picture(page) {
  if (!process.env.KIT_PICTURES) return;
  const { width } = page.viewportSize();
  const name = new URL(page.url()).pathname.split("/").map((part) => (part.length > 24 ? "-" : part)).join("_");
  const file = basename(process.argv[1] ?? "").split(".")[0];
  pictures += 1;
  const path = join(process.env.KIT_PICTURES, `${file}-${width}-${String(pictures).padStart(3, "0")}${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
}

/** A heading can be there before the styles are: without scripts nothing else holds a page back until they are. */
async function loaded(page) {
  await page.waitForLoadState("load");
}

export async function noSidewaysScroll(page, widths = [320, 375]) {
  const before = page.viewportSize();
  await loaded(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 700 });
    // The frontend's menu folds by a script, some time after the window became narrower.
    if (!page.withScripts) await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth, null, { timeout: 10_000 }).catch(() => {});
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
  // Where axe runs while the next page comes in, that page must not run its own.
  await page.route((url) => url.pathname.endsWith(".js"), (route) => route.abort());
  const cdp = await page.context().newCDPSession(page);
  page.withScripts = (run) => cdp.send("Emulation.setScriptExecutionDisabled", { value: !run });
  await page.withScripts(false);
}

async function late(page) {
  await page.route("**/*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * SLOW));
    await route.fallback().catch(() => {});
  });
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
    if (document && reply.frame() === page.mainFrame()) page.answered = reply.status();
    if (reply.status() >= 500 || (reply.status() >= 400 && !document)) {
      page.troubles.push(`${reply.status()} ${reply.request().method()} ${reply.url()}`);
    }
  });
}

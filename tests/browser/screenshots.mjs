// The pictures of the README, from a demo house as a new user meets it: `cargo xtask screenshots`.
// They stay beside this script, in screens/, and are never part of the binary.

import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeBrowser, open } from "./browser.mjs";
import { demo, endHouses } from "./house.mjs";

const SCREENS = new URL("screens/", import.meta.url).pathname;
const PHONE = { width: 375, height: 812 };
const DESK = { width: 1280, height: 900 };
const TRAINEE = { as: "trainee@demo.example" };

await mkdir(SCREENS, { recursive: true });
try {
  const house = await demo();
  await picture(house, "home", "/home", { ...DESK, ...TRAINEE });
  await picture(house, "home-phone", "/home", { ...PHONE, ...TRAINEE });
  await picture(house, "log-phone", "/entries/new?kind=bypass-case", { ...PHONE, ...TRAINEE });
  await picture(house, "inbox", "/inbox", { ...DESK, as: "supervisor@demo.example" });
  await picture(house, "board", "/board", { ...DESK, as: "lead@demo.example" });
  await report(house);
} finally {
  await closeBrowser();
  await endHouses();
}

async function picture(house, name, path, more) {
  const page = await open(house, path, more);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: "disabled" });
  await page.context().close();
  console.log(`${name}.png  ${page.url().slice(house.url.length)}`);
}

/** Asks for the portfolio as PDF as a trainee does, and draws its first pages. */
async function report(house) {
  const page = await open(house, "/exports", { ...DESK, ...TRAINEE });
  await page.locator("main a[href*=\"/exports/new?enrolment\"]").first().click();
  await page.getByLabel("PDF").check();
  await page.getByRole("button", { name: "Export this portfolio" }).click();
  const ready = page.getByRole("link", { name: /^Download the PDF file/ }).first();
  for (const until = Date.now() + 120_000; !(await ready.count()); ) {
    if (Date.now() > until) throw new Error("the report was not made within two minutes");
    await page.waitForTimeout(1000);
    await page.goto("/exports");
  }
  const reply = await page.request.get(await ready.getAttribute("href"));
  const folder = await mkdtemp(join(tmpdir(), "perfolio-report-"));
  await writeFile(join(folder, "report.pdf"), await reply.body());
  const pages = ["-png", "-r", "60", "-f", "1", "-l", "4", join(folder, "report.pdf"), join(SCREENS, "report")];
  execFileSync("pdftoppm", pages);
  await rm(folder, { recursive: true });
  await page.context().close();
  console.log("report-*.png, the first pages of the PDF");
}

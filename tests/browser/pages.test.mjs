// Every page of the demo house, as the person whose page it is: nothing that axe complains about, nothing
// that scrolls sideways on a phone, and a first view within the budget. Pages under an id are reached by
// the first link to one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, bothWays, demo, firstViewBudget, noSidewaysScroll } from "./kit.mjs";

const house = await demo();

const PAGES = {
  "trainee@demo.example": [
    "/home", "/portfolio", "/requirements", "/entries/new?kind=bypass-case", "/entries/new?kind=cpd-activity",
    "/exports", "/exports/new", "/reviews", "/registrations", "/account", "/account/second-factor", "/programmes",
  ],
  "supervisor@demo.example": ["/inbox", "/trainees", "/signed", "/reviews", "/exports/new", "/account"],
  "lead@demo.example": [
    "/board", "/board?state=behind", "/waiting", "/reviews", "/people", "/people/trainees/new", "/people/supervisors/new", "/results",
    "/reports", "/exports/new", "/lost-second-factors", "/registered-people", "/quality", "/quality/new", "/people/rooms",
  ],
  "leander.foxglove@demo.example": ["/requirements"],
  "science.lead@demo.example": ["/approvals"],
  "tutor@demo.example": ["/registered-staff", "/attendance", "/attendance/new"],
  "coordinator@demo.example": ["/consortium"],
  "reader@demo.example": ["/second-readings"],
  "admin@demo.example": [
    "/settings", "/settings/institutions", "/settings/staff", "/settings/accounts", "/settings/rules", "/settings/jobs",
    "/settings/health", "/settings/second-factor", "/settings/feedback",
  ],
};

// Where to begin, and the beginning of the address that is followed from there.
const UNDER = {
  "trainee@demo.example": [
    ["/portfolio", "/entries/"], ["/home", "/requirements/"], ["/exports", "/exports/new?"], ["/programmes", "/programmes/"],
    ["/portfolio", "/history/"], ["/home", "/entries/new?kind=bypass-case&procedure="],
  ],
  "supervisor@demo.example": [["/inbox", "/inbox/"], ["/trainees", "/trainees/"], ["", "/history/"], ["/signed", "/entries/"], ["/reviews", "/reviews/"]],
  "lead@demo.example": [["/board", "/trainees/"], ["/reviews", "/reviews/"], ["/people", "/people/0"], ["/results", "/results?"], ["/board", "/exports/new?"], ["/quality", "/quality/samples/"], ["", "/quality/samples/"]],
  "leander.foxglove@demo.example": [["/requirements", "/enrolments/"]],
  "science.lead@demo.example": [["/approvals", "/nominations/"], ["/approvals", "/enrolments/"], ["/approvals", "/approvals/"]],
  "tutor@demo.example": [["/registered-staff", "/overseen/"]],
  "coordinator@demo.example": [["/consortium", "/overseen/"]],
  "reader@demo.example": [["/second-readings", "/second-readings/"]],
  "admin@demo.example": [["/settings/institutions", "/settings/institutions/"], ["/settings/accounts", "/settings/accounts/"]],
};

for (const [person, paths] of Object.entries(PAGES)) {
  bothWays(`the pages of ${person}`, async (way) => {
    const page = await way.open(house, paths[0], { as: person });
    for (const path of paths) {
      const reply = await page.goto(path);
      assert.equal(reply.status(), 200, path);
      await axe(page);
      if (way.javascript) await noSidewaysScroll(page);
    }
    for (const [from, begins] of UNDER[person]) {
      // From the page that was reached last, where none is named.
      if (from) await page.goto(from);
      const link = page.locator(`main a[href^="${begins}"]:not([href*="/new"]), main a[href^="${begins}"][href*="new?"]`).first();
      const reply = await page.goto(await link.getAttribute("href"));
      assert.equal(reply.status(), 200, page.url());
      await axe(page);
      if (way.javascript) await noSidewaysScroll(page);
    }
  });
}

test("the first view of each main page fits a phone's budget", async () => {
  for (const [person, paths] of Object.entries(PAGES)) {
    for (const path of paths.slice(0, 4)) await firstViewBudget(house, path, { as: person });
  }
});

// The main job in an empty house, from the printed link to the report: an admin makes the institution and
// a training lead, the lead invites a supervisor and a trainee by letter, the trainee logs, the supervisor
// signs, all see it, and the trainee takes the report away. Letters go through a real SMTP conversation.

import assert from "node:assert/strict";
import { axe, bothWays, empty, noSidewaysScroll, paper, postOffice } from "./kit.mjs";
import { setUpSecondFactor } from "./totp.mjs";

const PASSWORD = "oxbow lantern crisp";

/** The link in the newest letter to this address whose path begins so. */
async function linkTo(post, address, begins) {
  const mail = await post.waitFor((one) => one.to.includes(address) && one.text.includes(begins));
  return mail.text.match(/https?:\/\/\S+/g).find((link) => new URL(link).pathname.startsWith(begins));
}

async function fillDay(page, name, [day, month, year]) {
  await page.locator(`[name="${name}-day"]`).fill(String(day));
  await page.locator(`[name="${name}-month"]`).fill(String(month));
  await page.locator(`[name="${name}-year"]`).fill(String(year));
}

async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForLoadState();
}

/** A link, also where it looks like a button. */
async function follow(page, name) {
  await page.locator("main a", { hasText: name }).first().click();
  await page.waitForLoadState();
}

async function lookAt(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

async function joins(way, house, post, address, name) {
  const page = await way.open(house, await linkTo(post, address, "/invitations/"));
  await lookAt(page);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Choose this password");
  return page;
}

bothWays("an empty house does its main job", async (way) => {
  const post = await postOffice();
  const house = await empty({ env: { PERFOLIO_SMTP_URL: post.url } });
  const year = new Date().getFullYear();
  try {
    // The first admin.
    const admin = await way.open(house, house.setUpLink);
    await lookAt(admin);
    await admin.getByLabel("Your name").fill("Ada Moore");
    await admin.getByLabel("Email address").fill("ada@house.example");
    await admin.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await press(admin, "Set up Perfolio");
    await setUpSecondFactor(admin, { look: lookAt });
    await admin.goto("/settings");
    await lookAt(admin);
    await admin.goto("/settings/institutions");
    await lookAt(admin);
    await admin.getByLabel("Name", { exact: true }).fill("Northgate Hospital");
    await press(admin, "Add this institution");
    if (!(await admin.getByLabel("Name of a new department").count())) {
      await admin.getByRole("link", { name: "Northgate Hospital" }).first().click();
    }
    await lookAt(admin);
    await admin.getByLabel("Name of a new department").fill("Perfusion");
    await press(admin, "Add this department");
    await admin.getByLabel("Name of a new site").fill("Northgate Heart Centre");
    await fillDay(admin, "accredited-from", [1, 1, 2020]);
    await press(admin, "Add this site");
    await admin.goto("/settings/staff");
    await lookAt(admin);
    await admin.getByLabel("Name", { exact: true }).fill("Lena Hart");
    await admin.getByLabel("Email address").fill("lena@house.example");
    await admin.getByLabel("Training lead").check();
    await admin.getByLabel("Northgate Hospital").first().check();
    await fillDay(admin, "from", [1, 9, year - 1]);
    await press(admin, "Appoint this person");

    // The training lead joins and invites.
    const lead = await joins(way, house, post, "lena@house.example", "Lena Hart");
    await setUpSecondFactor(lead);
    await lead.goto("/people");
    await lookAt(lead);
    await follow(lead, "Invite a supervisor");
    await lookAt(lead);
    await lead.getByLabel("Name", { exact: true }).fill("Sue Carter");
    await lead.getByLabel("Email address").fill("sue@house.example");
    await lead.getByLabel("Perfusion").first().check();
    await fillDay(lead, "from", [1, 9, year - 1]);
    await press(lead, "Invite this person");
    await lead.goto("/people/trainees/new");
    await lookAt(lead);
    await lead.getByLabel("Name", { exact: true }).fill("Ann Field");
    await lead.getByLabel("Email address").fill("ann@house.example");
    await lead.locator("summary", { hasText: /^Perfusion/ }).click();
    await lead.getByLabel(/^MSc Clinical Perfusion Science, version 2025/).check();
    await lead.locator('input[name="department"]').first().check();
    await fillDay(lead, "from", [1, 9, year - 1]);
    await press(lead, "Invite this trainee");
    const supervisor = await joins(way, house, post, "sue@house.example", "Sue Carter");

    // A link works once.
    const used = (await post.mails()).find((one) => one.to.includes("sue@house.example"));
    const again = await way.open(house, used.text.match(/https?:\/\/\S+\/invitations\/\S+/)[0]);
    assert.equal(await again.getByLabel("Password", { exact: true }).count(), 0, "a used link asks for nothing");

    // The trainee logs a case.
    const trainee = await joins(way, house, post, "ann@house.example", "Ann Field");
    await trainee.goto("/home");
    await lookAt(trainee);
    await trainee.goto("/entries/new?kind=bypass-case");
    await lookAt(trainee);
    await trainee.getByLabel(/^Today/).check();
    await trainee.locator('[name="f-procedure"][value="cabg"]').check({ force: true });
    await trainee.locator('[name="f-part-played"][value="ran-it"]').check({ force: true });
    await trainee.locator('[name="f-supervision"][value="in-theatre"]').check({ force: true });
    await trainee.locator('[name="f-urgency"][value="elective"]').check({ force: true });
    await trainee.locator('[name="f-patient-group"][value="adult"]').check({ force: true });
    await trainee.locator('select[name="f-supervisor"]').selectOption({ label: "Sue Carter" });
    await trainee.locator('select[name="f-site"]').selectOption({ label: "Northgate Heart Centre" });
    await trainee.locator('[name="f-bypass-minutes"]').fill("92");
    await trainee.locator('[name="evidence"]').first().setInputFiles({
      name: "chart.pdf", mimeType: "application/pdf", buffer: Buffer.from(paper("A trace without any names")),
    });
    if (way.javascript) await trainee.getByText("chart.pdf").first().waitFor();
    await press(trainee, "Submit to Sue Carter");
    await trainee.getByText("Submitted").first().waitFor();
    await lookAt(trainee);

    // What may name a patient stays with its owner, who says what it is, or corrects it.
    async function logsAnother(words, file) {
      await trainee.goto("/portfolio");
      await trainee.locator("main a", { hasText: "Coronary artery" }).first().click();
      await trainee.waitForLoadState();
      await follow(trainee, "Log another like this");
      await trainee.getByLabel(/^Today/).check();
      await trainee.locator('[name="f-urgency"][value="elective"]').check({ force: true });
      await trainee.locator('[name="f-patient-group"][value="adult"]').check({ force: true });
      await trainee.locator('[name="f-bypass-minutes"]').fill("75");
      await trainee.locator('[name="f-incidents"]').evaluate((one) => one.closest("details")?.setAttribute("open", ""));
      await trainee.locator('[name="f-incidents"]').fill(words);
      if (file) {
        await trainee.locator('[name="evidence"]').first().setInputFiles({
          name: "letter.pdf", mimeType: "application/pdf", buffer: Buffer.from(paper(file)),
        });
        if (way.javascript) await trainee.getByText("letter.pdf").first().waitFor();
      }
      await submitsAnother();
    }
    async function submitsAnother() {
      await press(trainee, "Submit to Sue Carter");
      if (await trainee.locator('[name="double"]').count()) {
        await trainee.locator('[name="double"]').check();
        await press(trainee, "Submit to Sue Carter");
      }
    }
    await logsAnother("Mr Thorne closed the chest.");
    await trainee.getByRole("heading", { name: /Held with you/ }).waitFor();
    await lookAt(trainee);
    await press(trainee, "It names no patient: submit it");
    await trainee.getByText("Correct it in the entry, or say what it is.").first().waitFor();
    await lookAt(trainee);
    await trainee.getByLabel(/a colleague/).first().check();
    await press(trainee, "It names no patient: submit it");
    await trainee.getByText("Submitted").first().waitFor();
    await logsAnother("Uneventful.", "Seen with NHS number 943 476 5919");
    await trainee.getByRole("heading", { name: /Held with you/ }).waitFor();
    await trainee.getByText("943 476 5919").waitFor();
    await trainee.goto("/portfolio");
    await trainee.getByText("Held", { exact: true }).first().waitFor();
    await lookAt(trainee);
    await trainee.getByText("Held", { exact: true }).first().locator("xpath=..").locator("a").first().click();
    await follow(trainee, "Correct the entry");
    await press(trainee, "Remove letter.pdf");
    await submitsAnother();
    await trainee.getByText("Submitted").first().waitFor();

    // The supervisor signs it, undoes it, and signs again.
    await linkTo(post, "sue@house.example", "/inbox/");
    await supervisor.goto("/inbox");
    await lookAt(supervisor);
    await supervisor.getByText("Ann Field").first().waitFor();
    await follow(supervisor, "Start the inbox");
    await lookAt(supervisor);
    await supervisor.getByRole("button", { name: /^(Sign|Sign, level)/ }).last().click();
    await supervisor.getByRole("button", { name: "Undo" }).click();
    await supervisor.goto("/inbox");
    await follow(supervisor, "Start the inbox");
    await supervisor.getByRole("button", { name: /^(Sign|Sign, level)/ }).last().click();
    await supervisor.waitForLoadState();
    const told = await post.waitFor((one) => one.to.includes("ann@house.example") && /signed/i.test(one.subject));
    assert.ok(told.text.includes("/entries/"), told.text);

    // Everyone sees it.
    await trainee.goto("/home");
    await trainee.getByText(/1 of 150/).first().waitFor();
    await lead.goto("/board");
    await lookAt(lead);
    await lead.getByText("Ann Field").first().waitFor();

    // The report.
    await trainee.goto("/exports");
    await lookAt(trainee);
    await trainee.locator('main a[href*="/exports/new?enrolment"]').first().click();
    await lookAt(trainee);
    await trainee.getByLabel("PDF").check();
    await press(trainee, "Export this portfolio");
    const ready = trainee.getByRole("link", { name: /^Download the PDF file/ });
    for (const until = Date.now() + 120_000; !(await ready.count()); ) {
      assert.ok(Date.now() < until, "the report was not made within two minutes");
      await trainee.waitForTimeout(1000);
      await trainee.goto("/exports");
    }
    await lookAt(trainee);
    const report = await trainee.request.get(await ready.first().getAttribute("href"));
    assert.equal(report.headers()["content-type"], "application/pdf");
    assert.match((await report.body()).subarray(0, 5).toString(), /^%PDF-/);
  } finally {
    await house.end();
    await post.close();
  }
});

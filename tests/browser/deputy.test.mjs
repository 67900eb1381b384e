// A deputy: the supervisor is away, what waits lies with a colleague, who signs in their own name; a request is
// reminded of, handed over, returned, submitted again and signed. Letters go through a real SMTP conversation.

import assert from "node:assert/strict";
import { axe, bothWays, empty, fillDay, inDays, noSidewaysScroll, postOffice } from "./kit.mjs";
import { setUpSecondFactor } from "./totp.mjs";

const PASSWORD = "oxbow lantern crisp";

async function linkTo(post, address, begins) {
  const mail = await post.waitFor((one) => one.to.includes(address) && one.text.includes(begins));
  return mail.text.match(/https?:\/\/\S+/g).find((link) => new URL(link).pathname.startsWith(begins));
}

async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).first().click();
  await page.waitForLoadState();
}

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

async function joins(way, house, post, address, name) {
  const page = await way.open(house, await linkTo(post, address, "/invitations/"));
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Choose this password");
  return page;
}

/** A house with a lead, two supervisors and a trainee, all of whom have joined. */
async function department(way, house, post) {
  const begun = { day: "1", month: "9", year: String(Number(inDays(0).year) - 1) };
  const admin = await way.open(house, house.setUpLink);
  await admin.getByLabel("Your name").fill("Ada Moore");
  await admin.getByLabel("Email address").fill("ada@house.example");
  await admin.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(admin, "Set up Perfolio");
  await setUpSecondFactor(admin);
  await admin.goto("/settings/requests");
  await look(admin);
  await admin.goto("/settings/institutions");
  await admin.getByLabel("Name", { exact: true }).fill("Northgate Hospital");
  await press(admin, "Add this institution");
  if (!(await admin.getByLabel("Name of a new department").count())) {
    await admin.getByRole("link", { name: "Northgate Hospital" }).first().click();
  }
  await admin.getByLabel("Name of a new department").fill("Perfusion");
  await press(admin, "Add this department");
  await admin.getByLabel("Name of a new site").fill("Northgate Heart Centre");
  await fillDay(admin, "accredited-from", { day: "1", month: "1", year: "2020" });
  await press(admin, "Add this site");
  await admin.goto("/settings/staff");
  await admin.getByLabel("Name", { exact: true }).fill("Lena Hart");
  await admin.getByLabel("Email address").fill("lena@house.example");
  await admin.getByLabel("Training lead").check();
  await admin.getByLabel("Northgate Hospital").first().check();
  await fillDay(admin, "from", begun);
  await press(admin, "Appoint this person");
  const lead = await joins(way, house, post, "lena@house.example", "Lena Hart");
  await setUpSecondFactor(lead);
  for (const [name, address] of [["Sue Carter", "sue@house.example"], ["Tom Hill", "tom@house.example"]]) {
    await lead.goto("/people/supervisors/new");
    await lead.getByLabel("Name", { exact: true }).fill(name);
    await lead.getByLabel("Email address").fill(address);
    await lead.getByLabel("Perfusion").first().check();
    await fillDay(lead, "from", begun);
    await press(lead, "Invite this person");
  }
  await lead.goto("/people/trainees/new");
  await lead.getByLabel("Name", { exact: true }).fill("Ann Field");
  await lead.getByLabel("Email address").fill("ann@house.example");
  await lead.locator("summary", { hasText: /^Perfusion/ }).click();
  await lead.getByLabel(/^MSc Clinical Perfusion Science, version 2025/).check();
  await lead.locator('input[name="department"]').first().check();
  await fillDay(lead, "from", begun);
  await press(lead, "Invite this trainee");
  return {
    lead,
    sue: await joins(way, house, post, "sue@house.example", "Sue Carter"),
    tom: await joins(way, house, post, "tom@house.example", "Tom Hill"),
    ann: await joins(way, house, post, "ann@house.example", "Ann Field"),
  };
}

async function logs(page, minutes) {
  await page.goto("/entries/new?kind=bypass-case");
  // What was done before stands in groups that fold.
  await page.locator("main details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
  await page.getByLabel(/^Today/).check();
  for (const [field, value] of [
    ["procedure", "cabg"], ["part-played", "ran-it"], ["supervision", "in-theatre"], ["urgency", "elective"],
    ["patient-group", "adult"],
  ]) {
    const id = await page.locator(`[name="f-${field}"][value="${value}"]`).getAttribute("id");
    await page.locator(`label[for="${id}"]`).click();
  }
  await page.locator('select[name="f-supervisor"]').selectOption({ label: "Sue Carter" });
  await page.locator('select[name="f-site"]').selectOption({ label: "Northgate Heart Centre" });
  await page.locator('[name="f-bypass-minutes"]').fill(String(minutes));
  await page.locator('select[name="ask"]').selectOption({ label: "Sue Carter" });
  const submit = () => page.getByRole("button", { name: /^Submit/ }).first().click();
  await submit();
  await page.waitForLoadState();
  if (await page.locator('[name="double"]').count()) {
    await page.locator('[name="double"]').check();
    await submit();
    await page.waitForLoadState();
  }
  await page.getByText("Submitted").first().waitFor();
  return new URL(page.url()).pathname;
}

bothWays("a deputy signs for somebody who is away, and no request dies", async (way) => {
  const post = await postOffice();
  const house = await empty({ env: { PERFOLIO_SMTP_URL: post.url } });
  try {
    const { lead, sue, tom, ann } = await department(way, house, post);
    const first = await logs(ann, 92);

    // The trainee reminds, once a week.
    await press(ann, "Send a reminder");
    await ann.getByText("Sue Carter is reminded").waitFor();
    await ann.getByText(/again possible from/).first().waitFor();
    assert.equal(await ann.getByRole("button", { name: "Send a reminder" }).count(), 0);
    await ann.goto("/home");
    await look(ann);
    await sue.goto("/inbox");
    await sue.getByText(/^Reminded on .* by Ann Field/).waitFor();
    await look(sue);
    await sue.goto("/notices");
    await sue.getByText(/Ann Field reminded you/).waitFor();
    await look(sue);

    // The supervisor goes away, with a deputy.
    await sue.goto("/away");
    await look(sue);
    await fillDay(sue, "from", inDays(0));
    await fillDay(sue, "until", inDays(7));
    await sue.getByLabel("Deputy").selectOption({ label: "Tom Hill" });
    await press(sue, "Save these days");
    await sue.getByText("Tom Hill deputises").first().waitFor();
    await look(sue);
    const told = await post.waitFor((one) => one.to.includes("tom@house.example") && /deputise/.test(one.subject));
    assert.match(told.text, /letters go to you/);
    await tom.goto("/inbox");
    await tom.getByText("For Sue Carter (away)").waitFor();
    await look(tom);

    // Whoever asks is told before they send; the letter goes to the deputy.
    await ann.goto("/entries/new?kind=bypass-case");
    await ann.getByText(/^Sue Carter is away until .*; Tom Hill deputises\./).waitFor();
    await look(ann);
    const second = await logs(ann, 75);
    await post.waitFor((one) => one.to.includes("tom@house.example") && /asks you to sign/.test(one.subject));

    // The deputy signs the first in their own name, and returns the second.
    await tom.goto("/inbox");
    await tom.locator("main a", { hasText: "Start the inbox" }).click();
    await tom.getByText("You deputise for Sue Carter until").waitFor();
    await look(tom);
    await tom.getByRole("button", { name: /^(Sign|Sign, level)/ }).last().click();
    await tom.waitForLoadState();
    await tom.getByText(/^Signed:/).first().waitFor();
    await ann.goto(first);
    await ann.getByText("supervisor, deputising for Sue Carter").first().waitFor();
    await look(ann);
    await tom.goto("/inbox");
    await tom.locator("main a", { hasText: "Start the inbox" }).click();
    const back = tom.locator("summary", { hasText: "Return" });
    if (await back.count()) await back.first().click();
    await tom.getByRole("button", { name: "A detail is missing" }).click();
    await tom.waitForLoadState();
    await tom.getByText(/^Returned:/).first().waitFor();

    // The trainee corrects it and submits it again; it waits with Sue, and is handed over by the lead.
    await ann.goto(second);
    await ann.getByText("A detail is missing").first().waitFor();
    await press(ann, "Edit");
    await ann.locator('[name="f-bypass-minutes"]').fill("78");
    await ann.locator('select[name="ask"]').selectOption({ label: "Sue Carter" });
    await ann.getByRole("button", { name: /^Submit/ }).first().click();
    await ann.waitForLoadState();
    await ann.goto(second);
    assert.equal(await ann.locator("main .nhsuk-tag").first().innerText(), "Submitted");
    await lead.goto("/waiting/map");
    await lead.getByRole("rowheader", { name: /Sue Carter/ }).waitFor();
    await look(lead);
    await press(lead, "Send a reminder to Sue Carter");
    await lead.getByText("Sue Carter is reminded").waitFor();
    for (const by of ["site", "module"]) {
      await lead.goto(`/waiting/map?by=${by}`);
      await look(lead);
    }
    await lead.goto("/waiting");
    await look(lead);
    await lead.getByRole("link", { name: /^Hand over/ }).first().click();
    await lead.waitForLoadState();
    await look(lead);
    await lead.getByLabel("Who is to decide on it instead?").selectOption({ label: "Tom Hill" });
    await press(lead, "Hand it over");
    await lead.getByText("Handed over.").first().waitFor();
    await post.waitFor((one) => one.to.includes("tom@house.example") && /waits with you now/.test(one.subject));
    const handed = await post.waitFor((one) => one.to.includes("ann@house.example") && /waits with Tom Hill now/.test(one.subject));
    assert.doesNotMatch(handed.text, /Coronary|bypass-minutes/);
    await tom.goto("/inbox");
    await tom.locator("main a", { hasText: "Start the inbox" }).click();
    await tom.getByRole("button", { name: /^(Sign|Sign, level)/ }).last().click();
    await tom.waitForLoadState();
    await tom.getByText(/^Signed:/).first().waitFor();
    await ann.goto("/home");
    await ann.getByText(/2 of 150/).first().waitFor();
    // Ten seconds after the return, when it cannot be undone any more.
    await ann.goto("/notices");
    for (const until = Date.now() + 60_000; !(await ann.getByText(/Tom Hill returned your entry/).count()); ) {
      assert.ok(Date.now() < until, "who was returned an entry is told within a minute");
      await ann.waitForTimeout(500);
      await ann.goto("/notices");
    }
    await look(ann);

    // What is left is handed over before somebody goes.
    await logs(ann, 60);
    await sue.goto("/handover");
    await look(sue);
    await press(sue, "Hand all of it over");
    await sue.getByText("Nothing waits with you").waitFor();
    await look(sue);
  } finally {
    await house.end();
    await post.close();
  }
});

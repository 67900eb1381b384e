// Somebody without an account, on their own phone: the trainee's screen shows a code, the assessor scans it, sees the
// case, proves a work address and signs, in at most four taps and one code. The demo house keeps its letters in files.
// And without work mail at hand: decided now, confirmed from the letter.

import assert from "node:assert/strict";
import { axe, bothWays, demo, letterBox, noSidewaysScroll } from "./kit.mjs";
import { scanned } from "./qr.mjs";

const MOST_TAPS = 4;
const house = await demo();
const post = letterBox(house);
/** A mailbox of its own for each journey: letters to one are slowed. */
let mailboxes = 0;

const MALIK = {
  place: "Theatre 2, Northgate",
  name: "Dr A. Malik",
  post: "consultant anaesthetist",
  body: "GMC",
  number: "1234567",
};

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/** The lead has allowed the domain, and there is a case of the demo trainee's that waits and has no link yet. */
async function ready(way) {
  const lead = await way.open(house, "/people/work-domains", { as: "lead@demo.example" });
  await look(lead);
  if ((await lead.getByText("northgate.nhs.uk", { exact: true }).count()) === 0) {
    await lead.getByLabel("Domain", { exact: true }).fill("gmail.com");
    await lead.locator("input[name=over]").first().check();
    await lead.getByRole("button", { name: "Allow this domain" }).click();
    await lead.getByRole("alert").getByText("Anybody can have an address at gmail.com").waitFor();
    await look(lead);
    await lead.getByLabel("Domain", { exact: true }).fill("northgate.nhs.uk");
    await lead.getByRole("button", { name: "Allow this domain" }).click();
    await lead.getByText("The domain is allowed").waitFor();
  }
  const trainee = await way.open(house, "/portfolio?state=submitted&kind=bypass-case", { as: "trainee@demo.example" });
  const paths = await trainee.locator('main a[href^="/entries/0"]').evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  mailboxes += 1;
  const entry = [...new Set(paths)][mailboxes];
  assert.ok(entry, "the demo trainee has cases that wait");
  const address = `a.malik${mailboxes}@northgate.nhs.uk`;
  const letter = (test) => post.waitFor((one) => one.to.includes(address) && test(one));
  return { trainee, lead, entry, address, letter };
}

/** Everything but what is chosen; typing is no tap. */
async function types(page, address) {
  for (const [name, word] of Object.entries({ ...MALIK, address })) await page.locator(`#${name}`).fill(word);
}

const codeOf = (mail) => /Your code is (\d{6})/.exec(mail.text)[1];

bothWays("an assessor without an account signs from a code on the trainee's screen", async (way) => {
  const { trainee, lead, entry, address, letter } = await ready(way);
  await trainee.goto(entry);
  await trainee.getByRole("link", { name: "Ask someone without an account" }).click();
  await look(trainee);
  await trainee.getByRole("button", { name: "Show a code to scan" }).click();
  await trainee.getByText("Nobody has opened it yet").waitFor();
  await look(trainee);
  const link = new URL(await scanned(trainee));
  assert.match(link.pathname, /^\/outside\/[\w-]{26,}$/);

  const taps = [];
  const assessor = await way.open(house, link.pathname);
  const tap = async (what, target) => {
    taps.push(what);
    await target.click();
  };
  await assessor.getByText("asks you to sign or return").waitFor();
  await look(assessor);
  const first = assessor.locator("label").filter({ hasText: /^\s*Sign: / }).first();
  await tap("a level", first);
  await tap("how it was seen", assessor.getByText("I was there and saw it"));
  await types(assessor, address);
  await tap("a code", assessor.getByRole("button", { name: "Send me a code" }));
  await assessor.getByRole("heading", { name: "Enter the code" }).waitFor();
  await look(assessor);
  const mail = await letter((one) => /Your code is/.test(one.text));
  assert.ok(mail.html && !/Malik/.test(mail.text), "a letter greets nobody by a name that anybody could type");
  await assessor.getByLabel("Code", { exact: true }).fill(codeOf(mail));
  await tap("decide", assessor.getByRole("button", { name: "Confirm and decide" }));
  await assessor.getByText("Thank you, Dr A. Malik").waitFor();
  await look(assessor);
  assert.ok(taps.length <= MOST_TAPS, `${taps.length} taps: ${taps.join(", ")}`);

  await trainee.goto(entry);
  await trainee.getByText("Signed by Dr A. Malik").first().waitFor();
  await trainee.getByText(/who proved the address a\.malik\d@northgate\.nhs\.uk by a code on .*; code scanned on/).first().waitFor();
  await look(trainee);

  // Whoever leads reads what they stated, and may confirm the registration.
  await lead.goto("/people/work-domains");
  await lead.getByRole("link", { name: "Dr A. Malik" }).first().click();
  await lead.getByRole("heading", { name: "As stated" }).waitFor();
  await look(lead);

  // The link is used: whoever else has it sees nothing.
  const other = await way.open(house, link.pathname);
  await other.getByText("This link was used on").waitFor();
  await look(other);
});

bothWays("without work mail at hand it is decided now and counts once the letter is answered", async (way) => {
  const { trainee, lead, entry, address, letter } = await ready(way);
  await trainee.goto(`${entry}/link`);
  await trainee.getByRole("button", { name: "Make a link to send" }).click();
  const link = new URL(await trainee.locator("#link").innerText());
  const assessor = await way.open(house, link.pathname);
  await assessor.locator("label").filter({ hasText: /^\s*Sign: / }).first().click();
  await assessor.getByText("We discussed it from the record").click();
  await types(assessor, address);
  await assessor.locator("#place").fill("");
  await assessor.getByText("I have no access to my work mail now").click();
  await assessor.getByRole("button", { name: "Decide now, confirm later" }).click();
  await assessor.getByRole("alert").getByText("Enter where that was.").waitFor();
  await look(assessor);
  assert.equal(await assessor.locator("#name").inputValue(), MALIK.name, "what was typed is kept");
  await assessor.locator("#place").fill(MALIK.place);
  const later = assessor.getByRole("button", { name: "Decide now, confirm later" });
  if (!(await later.isVisible())) await assessor.getByText("I have no access to my work mail now").click();
  await later.click();
  await assessor.getByText("It counts once you open the letter").waitFor();

  await trainee.goto(entry);
  await trainee.getByText("not confirmed: it counts for nothing unless").first().waitFor();
  await look(trainee);
  await lead.goto(entry);
  await lead.getByText("not confirmed: it counts for nothing unless").first().waitFor();

  const mail = await letter((one) => one.links.some((at) => at.includes("/outside/confirmations/")));
  const confirm = await way.open(house, new URL(mail.links.find((at) => at.includes("/outside/confirmations/"))).pathname);
  await look(confirm);
  await confirm.getByRole("button", { name: "Confirm my decision" }).click();
  await confirm.getByRole("heading", { name: "Confirmed" }).waitFor();
  await look(confirm);
  await trainee.goto(entry);
  await trainee.getByText(/by a link sent to it on/).first().waitFor();
});

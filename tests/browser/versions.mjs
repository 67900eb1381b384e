// A later version of the demo's programme, whose official record is in another system, published by the lead
// through the house's own pages: leads move people to it like to any other.

export const LATER = "2031";

const TEXT = `
programme = "perfusion-msc"
version = "${LATER}"
title = "MSc Clinical Perfusion Science"
body = "The university"
months = 24
official_record = "OneFile"

[[kinds]]
kind = "bypass-case"
version = 1

[[requirements]]
code = "bypass-150"
title = "Supervised bypass cases"
source = "here"
[requirements.rule]
count = "bypass-case"
target = 100
unit = "cases"

[[requirements]]
code = "activities"
title = "Training activities"
source = "here"
official = true
[requirements.rule]
signoff = "bypass-case"
item = "procedure"
items = [{ code = "aortic", title = "Run an aortic case" }, { code = "valve", title = "Run a valve case" }]
`;

/** The admin gives the programme to the institution; its lead publishes the version from a file. */
export async function publish(way, house) {
  const admin = await way.open(house, "/programmes/perfusion-msc/owner", { as: "admin@demo.example" });
  await admin.getByLabel("Institution").selectOption({ label: "Larkmoor University Hospitals (demo)" });
  await admin.getByRole("button", { name: "Give it to this institution" }).click();
  await admin.waitForURL("**/programmes");
  const lead = await way.open(house, "/programmes/perfusion-msc/drafts", { as: "lead@demo.example" });
  await lead.getByRole("radio", { name: /file/i }).check();
  await lead.getByLabel("Programme file", { exact: true }).setInputFiles({ name: "later.toml", mimeType: "text/plain", buffer: Buffer.from(TEXT) });
  await lead.getByLabel("Name of the new version").fill(LATER);
  await lead.getByRole("button", { name: "Begin the draft" }).click();
  await lead.waitForURL("**/drafts/1");
  await lead.getByRole("button", { name: "Publish this version" }).click();
  await lead.getByLabel("Both versions may hold for the same cohort").check();
  await lead.getByRole("button", { name: "Publish", exact: true }).click();
  await lead.waitForURL(`**/versions/${LATER}`);
}

/** The lead moves the person with this name to it. The pages on the way are looked at. */
export async function moveTo(page, name, look = async () => {}) {
  await page.goto("/programmes/perfusion-msc/moves/new");
  const people = await page.locator("#from option").allTextContents();
  const from = people.find((text) => /\(([1-9]\d*) of your people\)/.test(text) && !text.includes(`version ${LATER}`));
  await page.getByLabel("From version").selectOption({ label: from });
  const versions = await page.locator("#to option").allTextContents();
  await page.getByLabel("To version").selectOption({ label: versions.find((text) => text.includes(`version ${LATER}`)) });
  await page.getByRole("button", { name: "Compare them" }).click();
  await look(page);
  for (const box of await page.locator("input[name=who]").all()) await box.uncheck();
  await page.getByLabel(new RegExp(`^${name},`)).check();
  await page.getByRole("button", { name: "Show what would change for each" }).click();
  await page.getByRole("heading", { name: "What would change" }).waitFor();
  await look(page);
  await page.getByRole("button", { name: "Move them now" }).click();
  await page.getByText("Moved: 1 of 1.").waitFor();
  await look(page);
}

// A later version of the demo's programme, whose official record is in another system. Written as a row,
// as a release that ships it would: leads move people to it like to any other.

import { spawnSync } from "node:child_process";
import { join } from "node:path";

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

const PUT = `
import sqlite3, sys
base = sqlite3.connect(sys.argv[1], timeout=20)
base.execute("""INSERT INTO programme_versions (id, programme_id, version, title, state, words, words_hash, known_from)
SELECT 'later-version', id, ?, title, 'published', ?, 'x', (SELECT MIN(known_from) FROM programme_versions)
FROM programmes WHERE code = 'perfusion-msc'""", (sys.argv[2], sys.argv[3]))
base.commit()`;

/** Puts the version into a house that runs; Python, which Debian has, because Node 20 reads no SQLite. */
export function publish(house) {
  const put = spawnSync("python3", ["-c", PUT, join(house.folder, "perfolio.db"), LATER, TEXT], { encoding: "utf8" });
  if (put.status !== 0) throw new Error(`the later version was not published: ${put.error ?? put.stderr}`);
}

/** The lead moves the person with this name to it. The pages on the way are looked at. */
export async function moveTo(page, name, look = async () => {}) {
  await page.goto("/programmes/perfusion-msc/moves/new");
  const people = await page.locator("#from option").allTextContents();
  const from = people.find((text) => /\(([1-9]\d*) of your people\)/.test(text) && !text.includes(`version ${LATER}`));
  await page.getByLabel("From version").selectOption({ label: from });
  await page.getByLabel("To version").selectOption("later-version");
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

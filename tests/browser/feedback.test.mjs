// A round of feedback with twelve colleagues, two of whom never answer: the trainee proposes and rates themself, the
// supervisor agrees, ten answer by the links in their letters without an account, and what they said is released when
// both meet. Then it counts. The demo house keeps its letters in files.

import assert from "node:assert/strict";
import { axe, bothWays, demo, letterBox, noSidewaysScroll } from "./kit.mjs";

const house = await demo();
const post = letterBox(house);
/** One round runs at a time: the second journey begins when the first is released. */
const TRAINEE = "minerva.starling@demo.example";
let journeys = 0;

async function look(page) {
  await axe(page);
  await noSidewaysScroll(page);
}

/** Twelve addresses that no other journey has. */
const colleagues = (journey, group, count) =>
  Array.from({ length: count }, (_, n) => `Colleague ${group}${n} ${group}${n}.${journey}@northgate.example`);

async function adds(page, group, lines) {
  await page.getByLabel(group, { exact: true }).check();
  await page.getByLabel("Colleagues of this group").fill(lines.join("\n"));
  await page.getByRole("button", { name: "Add them" }).click();
  await page.getByText(lines[0].split(" ").slice(0, 2).join(" "), { exact: false }).first().waitFor();
}

/** Every question, one after the other: the level at this place. */
async function rates(page, at) {
  const questions = page.locator("fieldset").filter({ has: page.locator('input[name^="f-"]') });
  const count = await questions.count();
  assert.equal(count, 6);
  for (let n = 0; n < count; n += 1) await questions.nth(n).locator("label").nth(at).click();
}

bothWays("twelve colleagues are asked, ten answer, and it is released in a meeting", async (way) => {
  journeys += 1;
  const trainee = await way.open(house, "/feedback", { as: TRAINEE });
  await look(trainee);
  await trainee.locator('input[name="with"]').first().check();
  await trainee.getByRole("button", { name: "Begin a round" }).click();
  await trainee.getByText("Being prepared").waitFor();
  const round = new URL(trainee.url()).pathname;
  await look(trainee);
  await adds(trainee, "Clinical colleagues", colleagues(journeys, "c", 7));
  await adds(trainee, "Other colleagues", colleagues(journeys, "o", 5));
  await trainee.getByRole("link", { name: "Rate yourself" }).click();
  await look(trainee);
  await rates(trainee, 2);
  await trainee.getByRole("button", { name: "Save my rating" }).click();
  await trainee.getByText("Your rating of yourself is kept").waitFor();
  await trainee.getByRole("button", { name: "Propose it to your supervisor" }).click();
  await trainee.getByText("Waits for the supervisor").waitFor();
  await look(trainee);

  const supervisor = await way.open(house, "/inbox", { as: "hamish.elderflower@demo.example" });
  await supervisor.getByRole("link", { name: /rounds? of feedback waits? for you/ }).click();
  await look(supervisor);
  await supervisor.goto(round);
  await supervisor.getByRole("button", { name: "Agree and ask them" }).click();
  await supervisor.getByText("You agreed").waitFor();
  await look(supervisor);

  for (const [n, line] of [...colleagues(journeys, "c", 7), ...colleagues(journeys, "o", 3)].entries()) {
    const address = line.split(" ").at(-1);
    const mail = await post.waitFor((one) => one.to.includes(address));
    assert.equal(mail.links.filter((at) => at.includes("/colleague/")).length, 1, "one link");
    const colleague = await way.open(house, new URL(mail.links.find((at) => at.includes("/colleague/"))).pathname);
    if (n === 0) {
      await look(colleague);
      await colleague.getByRole("button", { name: "Send my answer" }).click();
      await colleague.getByRole("alert").getByText("Choose an answer").first().waitFor();
      await look(colleague);
    }
    await rates(colleague, 3);
    await colleague.getByLabel("What do they do well?").fill(`Calm in list ${n}.`);
    await colleague.getByRole("button", { name: "Send my answer" }).click();
    await colleague.getByRole("heading", { name: "Your answer is in" }).waitFor();
    if (n === 0) await look(colleague);
    await colleague.context().close();
  }

  await trainee.goto(round);
  await trainee.getByText("10 of 12 colleagues answered").waitFor();
  await trainee.getByRole("button", { name: "Ask to close it now" }).click();
  await trainee.getByText("You asked for the round to be closed now").waitFor();
  await supervisor.goto(round);
  await supervisor.getByRole("button", { name: "Close the round" }).click();
  await supervisor.getByRole("heading", { name: "What colleagues said" }).waitFor();
  await supervisor.getByText("Calm in list 3.").waitFor();
  await look(supervisor);
  await trainee.goto(round);
  await trainee.getByText("who releases it when you meet").waitFor();
  assert.equal(await trainee.getByText("Calm in list").count(), 0, "nothing is shown before it is released");
  await supervisor.getByLabel("We both were there and looked at it together").check();
  await supervisor.getByRole("button", { name: "Release and sign" }).click();
  await supervisor.getByText("Released and signed").waitFor();
  await look(supervisor);

  await trainee.goto(round);
  await trainee.getByText("Released in the meeting on").waitFor();
  await look(trainee);
  await trainee.getByRole("link", { name: "The entry with the summary" }).click();
  await trainee.getByText("Calm in list 3.").waitFor();
  await trainee.getByText("Signed by Hamish Elderflower").first().waitFor();
  await look(trainee);
});

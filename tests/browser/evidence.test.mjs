// Evidence as people handle it: files dropped on the form, a PDF that opens in its own tab, and nothing in
// that tab that could do anything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { demo, open } from "./kit.mjs";

const house = await demo();
const FORM = "/entries/new?kind=bypass-case";

/** A one-page PDF with a script in it that would run when it is opened. */
function pdf() {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
    "<< /Length 42 >>\nstream\nBT /F 18 Tf 40 100 Td (Perfusion chart) Tj ET\nendstream",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((body, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return String(place).padStart(10, "0");
  });
  const table = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${places.map((place) => `${place} 00000 n \n`).join("")}`;
  text += `trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return text;
}

/** Files as a person drops them: the browser's own events on the place that takes them. */
async function drop(page, files) {
  const carried = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, type, text } of all) data.items.add(new File([text], name, { type }));
    return data;
  }, files);
  const place = page.locator("[data-pf-drop]");
  await place.dispatchEvent("dragenter", { dataTransfer: carried });
  await place.dispatchEvent("dragover", { dataTransfer: carried });
  assert.match(await place.getAttribute("class"), /pf-drop--over/, "it shows that it takes them");
  await place.dispatchEvent("drop", { dataTransfer: carried });
  assert.doesNotMatch(await place.getAttribute("class"), /pf-drop--over/);
}

test("files that are dropped on the form are attached, and what cannot be taken is told", async () => {
  const page = await open(house, FORM, { as: "trainee@demo.example", width: 1280 });
  await drop(page, [
    { name: "chart.pdf", type: "application/pdf", text: pdf() },
    { name: "second.pdf", type: "application/pdf", text: pdf().replace("Perfusion chart", "Pump chart page") },
  ]);
  const listed = page.locator("[data-pf-files] li");
  await listed.nth(1).waitFor();
  assert.deepEqual((await listed.locator("a").allInnerTexts()).map((name) => name.split("(")[0].trim()), ["chart.pdf", "second.pdf"]);
  await drop(page, [{ name: "notes.exe", type: "application/octet-stream", text: "MZ not a document" }]);
  await page.waitForFunction(() => /notes\.exe/.test(document.querySelector("[data-pf-upload-said]").textContent));
  assert.equal(await listed.count(), 2, "what was refused is not listed");

  // They stay when the page comes back, and one can be taken away.
  await page.getByRole("button", { name: "Save as draft" }).click();
  await page.waitForLoadState();
  await page.goto("/portfolio");
  await page.locator("section[aria-labelledby=drafts] a").first().click();
  await listed.nth(1).waitFor();
  await page.getByRole("button", { name: /Remove second\.pdf/ }).click();
  await listed.nth(1).waitFor({ state: "detached" });
  assert.equal(await listed.count(), 1);
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test("a PDF opens inline in its own tab, where nothing may run", async () => {
  const page = await open(house, FORM, { as: "trainee@demo.example", width: 1280 });
  await page.locator("#evidence").setInputFiles({ name: "chart.pdf", mimeType: "application/pdf", buffer: Buffer.from(pdf()) });
  const link = page.locator("[data-pf-files] a").first();
  await link.waitFor();
  assert.equal(await link.getAttribute("target"), "_blank");
  const href = await link.getAttribute("href");
  const reply = await page.request.get(href);
  const headers = reply.headers();
  assert.equal(reply.status(), 200);
  assert.equal(headers["content-type"], "application/pdf");
  assert.match(headers["content-disposition"], /^inline; filename="chart.pdf"/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.match(headers["content-security-policy"], /default-src 'none'/);
  assert.match(headers["cache-control"], /private|no-store/);
  assert.deepEqual(await reply.body(), Buffer.from(pdf()), "not a byte is changed");

  // The tab opens and nothing is refused. (Chromium without a window downloads a PDF that it would show.)
  const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  const complaints = [];
  // A bare file names no icon, so the browser looks for one where browsers used to: that is no complaint.
  const icon = (said) => new URL(said.location().url || house.url).pathname === "/favicon.ico";
  tab.on("console", (said) => said.type() === "error" && !icon(said) && complaints.push(`${said.text()} ${said.location().url}`));
  tab.on("pageerror", (why) => complaints.push(why.message));
  await tab.waitForTimeout(700);
  assert.deepEqual(complaints, []);

  // Somebody else does not find it.
  const other = await open(house, "/inbox", { as: "supervisor@demo.example" });
  assert.equal((await other.request.get(href)).status(), 404);
  await other.context().close();
  await page.context().close();
});

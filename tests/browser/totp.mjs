// A phone with an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), told its secret by the page.

import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of now, or of so many steps later: each works once, and one step ahead is taken. */
export function codeOf(secret, steps = 0) {
  const bits = [...secret.replaceAll(" ", "")].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const sum = createHmac("sha1", key).update(counter).digest();
  const at = sum[19] & 15;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** From the page "Your second factor", which is open, to the recovery codes. Answers secret and codes. */
export async function setUpSecondFactor(page, { look = async () => {} } = {}) {
  await look(page);
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.waitForURL("**/account/second-factor/set-up");
  await look(page);
  const secret = await page.locator("#secret").textContent();
  await page.getByLabel("Code from your app").fill(codeOf(secret));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  await look(page);
  return { secret, codes: await page.locator(".pf-code").allTextContents() };
}

/** The second step of signing in, whose page is open. */
export async function enterCode(page, code) {
  await page.getByLabel("Code from your app").fill(code);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in/code");
}

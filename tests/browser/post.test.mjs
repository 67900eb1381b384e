// The post office is trusted by other tests, so it is tested itself, over a real connection.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { postOffice } from "./post.mjs";

const LETTER = [
  "From: Perfolio <perfolio@perfolio.invalid>",
  "To: ann@example.org",
  "Subject: =?utf-8?q?Your_case_was_?= =?utf-8?b?c2lnbmVkIOKckw==?=",
  "MIME-Version: 1.0",
  'Content-Type: multipart/alternative; boundary="b1"',
  "",
  "--b1",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "Caf=C3=A9: open http://127.0.0.1:1/entries/e1?x=3D1&y=3D=",
  "2 now.",
  "..A line with a dot",
  "--b1",
  "Content-Type: text/html; charset=utf-8",
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from('<p><a href="http://127.0.0.1:1/a?b=1&amp;c=2">Open</a></p>').toString("base64"),
  "--b1--",
].join("\r\n");

/** Says each line and waits for the answer; answers their codes. */
async function say(port, lines) {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  const codes = [];
  const answer = () => new Promise((resolve) => socket.once("data", (text) => resolve(text.slice(0, 3))));
  codes.push(await answer());
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    codes.push(await answer());
  }
  socket.destroy();
  return codes;
}

test("a letter is kept and read", async () => {
  const post = await postOffice();
  const port = new URL(post.url).port;
  const codes = await say(port, ["EHLO me", "MAIL FROM:<a@example.org>", "RCPT TO:<ann@example.org>", "DATA", `${LETTER}\r\n.`, "QUIT"]);
  assert.deepEqual(codes, ["220", "250", "250", "250", "354", "250", "221"]);
  const mail = await post.waitFor((mail) => mail.to.includes("ann@example.org"), 1);
  assert.equal(mail.from, "a@example.org");
  assert.equal(mail.subject, "Your case was signed ✓");
  assert.equal(mail.text, "Café: open http://127.0.0.1:1/entries/e1?x=1&y=2 now.\n.A line with a dot");
  assert.deepEqual(mail.links, ["http://127.0.0.1:1/entries/e1?x=1&y=2", "http://127.0.0.1:1/a?b=1&c=2"]);
  await assert.rejects(post.waitFor(() => false, 0.1), /ann@example.org: Your case was signed/);
  await post.close();
});

test("a conversation out of order is refused and keeps nothing", async () => {
  const post = await postOffice();
  const port = new URL(post.url).port;
  assert.deepEqual(await say(port, ["RCPT TO:<a@b.c>", "DATA", "STARTTLS"]), ["220", "503", "503", "502"]);
  assert.deepEqual(post.mails(), []);
  await post.close();
});

// A post office for tests: holds a real SMTP conversation on a free loopback port, keeps every letter
// and shows it decoded. Each has its own port, so tests may run beside each other.

import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

/**
 * Answers `{ url, mails(), waitFor(test), close() }`; `url` is for PERFOLIO_SMTP_URL. A mail is
 * `{ from, to: [..], subject, text, html, links, headers, raw }`.
 */
export async function postOffice() {
  const kept = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    converse(socket, (mail) => kept.push(mail));
  });
  await new Promise((resolve, reject) => server.on("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${server.address().port}`,
    mails: () => [...kept],
    async waitFor(test, seconds = 60) {
      for (const until = Date.now() + seconds * 1000; Date.now() < until; ) {
        const mail = kept.find(test);
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const had = kept.map((mail) => `  to ${mail.to}: ${mail.subject}`).join("\n") || "  none";
      throw new Error(`no such mail within ${seconds} s; there were:\n${had}`);
    },
    async close() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * The letters of a demo house, which lie in its folder instead of leaving it. Answers `{ mails(), waitFor(test) }`
 * with mails as a post office has them.
 */
export function letterBox(house) {
  const folder = join(house.folder, "letters");
  const kept = new Map();
  const mails = async () => {
    for (const name of await readdir(folder).catch(() => [])) {
      if (kept.has(name) || !name.endsWith(".eml")) continue;
      const mail = readMail(await readFile(join(folder, name), "latin1"));
      // One that is being written has no body yet.
      if (mail.text) kept.set(name, { ...mail, to: (mail.headers.to ?? "").match(/[^\s<>",]+@[^\s<>",]+/g) ?? [] });
    }
    return [...kept.values()];
  };
  return {
    mails,
    async waitFor(test, seconds = 60) {
      for (const until = Date.now() + seconds * 1000; Date.now() < until; ) {
        const mail = (await mails()).find(test);
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const had = [...kept.values()].map((mail) => `  to ${mail.to}: ${mail.subject}`).join("\n") || "  none";
      throw new Error(`no such letter within ${seconds} s; there were:\n${had}`);
    },
  };
}

function converse(socket, keep) {
  let letter = { from: undefined, to: [] };
  let data;
  let rest = "";
  const say = (line) => socket.write(`${line}\r\n`);
  socket.setEncoding("latin1");
  say("220 127.0.0.1 test post office");
  socket.on("data", (text) => {
    const lines = (rest + text).split("\r\n");
    rest = lines.pop();
    for (const line of lines) {
      if (data) {
        if (line !== ".") {
          data.push(line.startsWith(".") ? line.slice(1) : line);
          continue;
        }
        keep({ ...letter, ...readMail(data.join("\r\n")) });
        [letter, data] = [{ from: undefined, to: [] }, undefined];
        say("250 2.0.0 kept");
        continue;
      }
      const word = line.slice(0, 4).toUpperCase();
      const address = /<([^>]*)>/.exec(line)?.[1];
      if (word === "EHLO") say("250-127.0.0.1\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING");
      else if (word === "HELO" || word === "NOOP") say("250 ok");
      else if (word === "RSET") (letter = { from: undefined, to: [] }), say("250 ok");
      else if (word === "QUIT") say("221 goodbye"), socket.end();
      else if (word === "MAIL" && address !== undefined) (letter = { from: address, to: [] }), say("250 ok");
      else if (word === "RCPT" && letter.from === undefined) say("503 MAIL comes first");
      else if (word === "RCPT" && address) letter.to.push(address), say("250 ok");
      else if (word === "DATA" && !letter.to.length) say("503 RCPT comes first");
      else if (word === "DATA") (data = []), say("354 go on, end with a dot");
      else say("502 not known here");
    }
  });
}

/** `raw` is bytes as latin1 text. */
export function readMail(raw) {
  const { headers, leaves } = readPart(raw);
  const body = (type) => leaves.find((leaf) => leaf.type === type)?.text ?? "";
  const [text, html] = [body("text/plain"), body("text/html")];
  const links = [...new Set(`${text}\n${html.replaceAll("&amp;", "&")}`.match(/https?:\/\/[^\s"'<>)]+/g) ?? [])];
  return { subject: words(headers.subject ?? ""), text, html, links, headers, raw };
}

function readPart(raw) {
  const [, top, body] = /^([\s\S]*?)(?:\r\n\r\n([\s\S]*))?$/.exec(raw);
  const headers = {};
  for (const line of top.replace(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const at = line.indexOf(":");
    if (at > 0) headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  const kind = headers["content-type"] ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(kind)?.[1];
  if (boundary) {
    const parts = `\r\n${body ?? ""}`.split(`\r\n--${boundary}`).slice(1, -1);
    return { headers, leaves: parts.flatMap((part) => readPart(part.replace(/^\r\n/, "")).leaves) };
  }
  const charset = /charset="?([^";]+)"?/i.exec(kind)?.[1] ?? "utf-8";
  const bytes = unpack(body ?? "", (headers["content-transfer-encoding"] ?? "7bit").toLowerCase());
  return { headers, leaves: [{ type: kind.split(";")[0].trim().toLowerCase(), text: decode(bytes, charset) }] };
}

function unpack(body, encoding) {
  if (encoding === "base64") return Buffer.from(body, "base64");
  if (encoding !== "quoted-printable") return Buffer.from(body, "latin1");
  return quoted(body.replace(/[ \t]*=\r?\n/g, ""));
}

const quoted = (text) =>
  Buffer.from(text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1");
const decode = (bytes, charset) => new TextDecoder(charset).decode(bytes).replaceAll("\r\n", "\n");

/** `=?utf-8?q?caf=C3=A9?=` and its base64 sister; white space between two of them does not count. */
function words(text) {
  return text
    .replace(/(\?=)\s+(=\?)/g, "$1$2")
    .replace(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_, charset, how, body) =>
      decode(how.toLowerCase() === "b" ? Buffer.from(body, "base64") : quoted(body.replaceAll("_", " ")), charset));
}

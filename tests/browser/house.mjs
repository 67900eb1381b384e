// Starts and ends houses: the real binary, in a folder of its own, on a free loopback port. A small
// shell stands between: it ends the server when our end of its pipe closes, so that no server is
// left over even when this process is killed.

import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inDays } from "./days.mjs";

const BINARY = process.env.PERFOLIO_BIN ?? fileURLToPath(new URL("../../target/debug/perfolio", import.meta.url));

const KEEP = `
"$@" </dev/null & server=$!
exec >/dev/null 2>&1
cat
kill -s TERM $server
turn=0
while kill -s 0 $server && [ $turn -lt 300 ]; do sleep 0.1; turn=$((turn + 1)); done
kill -s KILL $server
wait $server`;

const open = new Set();
let template;

/** A house with demo data, a copy of one that was made once. `{ env }` adds or changes settings. */
export async function demo({ env = {} } = {}) {
  if (process.env.KIT_DEMO_FAULT) throw new Error(`the demo did not start: ${process.env.KIT_DEMO_FAULT}`);
  const source = process.env.KIT_DEMO ?? (await (template ??= makeTemplate())).folder;
  const folder = await mkdtemp(join(tmpdir(), "perfolio-demo-"));
  await cp(source, folder, { recursive: true });
  return start("demo", { env, folder, seconds: 120 });
}

/** Ends a demo house and opens it again as it will stand so many days from today. */
export async function daysLater(house, days) {
  await house.end({ keep: true });
  return start("demo", { env: { PERFOLIO_DEMO_DAY: inDays(days).iso }, folder: house.folder, seconds: 120 });
}

/** An empty house; `house.setUpLink` is the one-time link that it printed. */
export async function empty({ env = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "perfolio-empty-"));
  const house = await start("serve", { env, folder, seconds: 120 });
  const link = () => (house.lines.join("\n").match(/https?:\/\/[^\s"'<>]+/g) ?? []).find((one) => new URL(one).pathname.length > 1);
  // It answers before it prints the link.
  for (const until = Date.now() + 30_000; !link() && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 20));
  house.setUpLink = link();
  return house;
}

/** Makes demo data once, in a folder that later houses copy. Answers how long the first start took. */
export async function makeTemplate() {
  const folder = await mkdtemp(join(tmpdir(), "perfolio-template-"));
  const begun = performance.now();
  const house = await start("demo", { folder, seconds: 240 });
  const seconds = (performance.now() - begun) / 1000;
  open.delete(house);
  await house.end({ keep: true });
  return { folder, seconds };
}

/** Ends every house that is still open. */
export async function endHouses() {
  await Promise.all([...open].map((house) => house.end()));
  if (template) await rm((await template).folder, { recursive: true, force: true });
}

/** Somebody else may have taken the free port before the server does: then there is one more try, on another. */
async function start(command, settings) {
  const house = await run(command, settings);
  try {
    await answers(house, settings.seconds);
    return house;
  } catch (why) {
    const { dead } = house;
    // Then all that it said is read.
    await house.end({ keep: true });
    const taken = dead && house.lines.some((line) => line.includes("cannot listen on"));
    if (taken && !settings.again) return start(command, { ...settings, again: true });
    await rm(settings.folder, { recursive: true, force: true });
    throw new Error(`\`${BINARY} ${command}\` ${why.message}\n${house.lines.slice(-30).join("\n")}`);
  }
}

async function run(command, { env = {}, folder }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const ours = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PERFOLIO_")));
  const settings = { NO_COLOR: "1", RUST_BACKTRACE: "0", PERFOLIO_DATA: folder, PERFOLIO_LISTEN: `127.0.0.1:${port}`, ...env };
  const keeper = spawn("sh", ["-c", KEEP, "keep", BINARY, command], { env: { ...ours, ...settings } });
  const house = { url, port, folder, lines: [], states: new Map(), dead: false };
  keeper.stdin.on("error", () => {});
  for (const stream of [keeper.stdout, keeper.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      house.lines.push(...lines);
      if (house.lines.length > 2000) house.lines.splice(100, house.lines.length - 1500);
    });
  }
  keeper.stdout.on("end", () => (house.dead = true));
  const ended = new Promise((resolve) => keeper.on("close", (code) => resolve(code)));
  // Answers the server's own exit code: 0 when it stopped as asked.
  house.end = async ({ keep = false } = {}) => {
    open.delete(house);
    keeper.stdin.end();
    const code = await ended;
    if (!keep) await rm(folder, { recursive: true, force: true });
    return code;
  };
  open.add(house);
  return house;
}

async function answers(house, seconds) {
  const until = Date.now() + seconds * 1000;
  let last = "it does not say that it listens";
  while (Date.now() < until) {
    if (house.dead) throw new Error("ended before it answered");
    try {
      // Whoever took the port would answer too: this one listens once it says so.
      if (house.lines.some((line) => line.includes("Perfolio listens on"))) {
        const reply = await fetch(`${house.url}/healthz`, { signal: AbortSignal.timeout(15_000) });
        if (reply.ok) return;
        last = `/healthz said ${reply.status}`;
      }
    } catch (why) {
      last = String(why.cause?.code ?? why.message);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`did not answer within ${seconds} s (${last})`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

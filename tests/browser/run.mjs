// Runs the browser tests: makes the demo data once, gives every file a copy of it, and takes it away.
// `node run.mjs [FILE ..]`; the binary must be built, and `npm ci` done in this folder. `KIT_AT_ONCE=1` runs one
// file after the other.

import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTemplate } from "./house.mjs";
import { neverLooked } from "./routes.mjs";

process.chdir(new URL(".", import.meta.url).pathname);
const asked = process.argv.slice(2);
const files = asked.length ? asked : (await readdir(".")).filter((name) => name.endsWith(".test.mjs")).sort();

let child;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (child ? child.kill(signal) : process.exit(130)));

// A demo that does not start fails the files that need it, at once, and no others.
const template = await makeTemplate().catch((why) => ({ fault: why.message }));
// Told and never held against a limit: how long it takes is the machine's, and whatever else runs on it.
console.log(template.fault ? "the demo did not start" : `demo data made in ${template.seconds.toFixed(1)} s`);
const notes = await mkdtemp(join(tmpdir(), "perfolio-looked-"));
const KIT_LOOKED = process.env.KIT_LOOKED ?? join(notes, "looked");
const env = { ...process.env, KIT_DEMO: template.folder, KIT_DEMO_FAULT: template.fault, KIT_LOOKED };
for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
// A file waits for most of its time: two beside each other passed on two cores beside a build and the tests on SQLite (15 m
// 38 s; one by one, and beside less, they took 21 m).
const atOnce = [`--test-concurrency=${env.KIT_AT_ONCE ?? 2}`];
child = spawn(process.execPath, ["--test", ...atOnce, "--test-reporter=spec", ...files], { env, stdio: "inherit" });
let code = await new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
if (!asked.length) {
  const { all, missing } = await neverLooked(KIT_LOOKED);
  console.log(`axe looked at ${all - missing.length} of ${all} pages of the table of routes`);
  if (missing.length) {
    console.log(`Never looked at (name them in routes.mjs when they are no pages):\n  ${missing.join("\n  ")}`);
    code ||= 1;
  }
}
await rm(notes, { recursive: true, force: true });
if (template.folder) await rm(template.folder, { recursive: true, force: true });
process.exit(code);

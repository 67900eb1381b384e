// Runs the browser tests: makes the demo data once, gives every file a copy of it, and takes it away.
// `node run.mjs [FILE ..]`; the binary must be built, and `npm ci` done in this folder.

import { spawn } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { makeTemplate } from "./house.mjs";

process.chdir(new URL(".", import.meta.url).pathname);
const asked = process.argv.slice(2);
const files = asked.length ? asked : (await readdir(".")).filter((name) => name.endsWith(".test.mjs")).sort();

let child;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (child ? child.kill(signal) : process.exit(130)));

// A demo that does not start fails the files that need it, at once, and no others.
const template = await makeTemplate().catch((why) => ({ fault: why.message }));
// Told and never held against a limit: how long it takes is the machine's, and whatever else runs on it.
console.log(template.fault ? "the demo did not start" : `demo data made in ${template.seconds.toFixed(1)} s`);
const env = { ...process.env, KIT_DEMO: template.folder, KIT_DEMO_FAULT: template.fault };
for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
child = spawn(process.execPath, ["--test", "--test-reporter=spec", ...files], { env, stdio: "inherit" });
const code = await new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
if (template.folder) await rm(template.folder, { recursive: true, force: true });
process.exit(code);

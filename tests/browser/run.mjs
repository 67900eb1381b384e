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

const template = await makeTemplate().catch((why) => {
  console.error(`error: the demo did not start: ${why.message}`);
  process.exit(1);
});
console.log(`demo data made in ${template.seconds.toFixed(1)} s`);
const env = { ...process.env, KIT_DEMO: template.folder, KIT_DEMO_SECONDS: String(template.seconds) };
child = spawn(process.execPath, ["--test", "--test-reporter=spec", ...files], { env, stdio: "inherit" });
const code = await new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
await rm(template.folder, { recursive: true, force: true });
process.exit(code);

// The table of routes, as the tests of the house keep it, and which of its pages somebody has looked at.

import { appendFile, readFile } from "node:fs/promises";

const TABLE = new URL("../it/snapshots/it__server__the_table_of_routes_says_who_may_come.snap", import.meta.url);

/** Every address that is answered to GET, like `/entries/{entry}`; the one with fewer gaps first. */
export async function pages() {
  const lines = (await readFile(TABLE, "utf8")).split("\n").map((line) => line.split(/\s+/));
  const all = lines.filter(([path, method]) => path?.startsWith("/") && method === "GET").map(([path]) => path);
  return all.sort((a, b) => gaps(a) - gaps(b));
}

const gaps = (route) => route.split("{").length;

/** Which of `routes` (as `pages` orders them) answers a path; nothing for what is no page of the table. */
export function routeOf(routes, path) {
  const parts = path.split("/");
  return routes.find((route) => {
    const own = route.split("/");
    return own.length === parts.length && own.every((part, at) => part.startsWith("{") ? parts[at] !== "" : part === parts[at]);
  });
}

/** Answered to GET and no page that a person reads: files, pictures, and addresses that only send on. */
const NO_PAGES = new Set([
  "/", "/session", "/exports/{export}", "/imports/{import}/faults.csv", "/reviews/{review}/pack/pdf",
  "/entries/{entry}/certificate/pdf", "/quality/samples/{sample}/frame.csv", "/programmes/{programme}/versions/{version}/files/{form}",
  ...["", "/outside/{token}", "/second-readings/{item}"].flatMap((of) => [`${of}/evidence/{evidence}`, `${of}/evidence/{evidence}/thumb`]),
]);

/** The pages on which axe has never stood, after the notes of a whole run. */
export async function neverLooked(file) {
  const routes = await pages();
  const paths = (await readFile(file, "utf8").catch(() => "")).split("\n");
  const seen = new Set(paths.map((path) => routeOf(routes, path)));
  const all = routes.filter((route) => !NO_PAGES.has(route));
  const gone = [...NO_PAGES].filter((route) => !routes.includes(route)).map((route) => `${route} (named in routes.mjs, and no route)`);
  return { all: all.length, missing: [...all.filter((route) => !seen.has(route)).sort(), ...gone] };
}

/** Notes that axe found nothing on this page; `run.mjs` names the file when everything is run. A line is one write at its
 * end, so that files that run beside each other lose none. */
export async function looked(path) {
  if (process.env.KIT_LOOKED) await appendFile(process.env.KIT_LOOKED, `${path}\n`);
}

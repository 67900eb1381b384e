import { demo, open } from "./kit.mjs";
import { closeBrowser } from "./browser.mjs";
import { endHouses } from "./house.mjs";
import { mkdir } from "node:fs/promises";
const out="/tmp/walk3"; await mkdir(out,{recursive:true});
const plan = JSON.parse(process.env.PLAN);
const house = await demo();
try {
 for (const [as, path, name, widths=[375,1280]] of plan) for (const width of widths) {
  try {
  const page = await open(house, path, { as: as+"@demo.example", viewport:{width,height: width==375?812:900}, width });
  await page.waitForLoadState("networkidle");
  const h = await page.evaluate(()=>document.documentElement.scrollHeight);
  await page.screenshot({ path:`${out}/${name}-${width}.png`, fullPage:true, animations:"disabled" });
  console.log(name,width,h,page.url(), await page.title());
  await page.context().close();
  } catch (e) { console.log(name,width,"FAIL",String(e).slice(0,200)); }
 }
} finally { await closeBrowser(); await endHouses(); }

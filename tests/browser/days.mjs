// Days as the house counts them: in its own zone, wherever these tests run.

const ZONE = "Europe/London";

/** The day so many days from today: `{ day, month, year }` as one types them, and `iso`. */
export function inDays(ahead, now = new Date()) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "numeric", month: "numeric", year: "numeric" }).formatToParts(now);
  const part = (type) => Number(parts.find((one) => one.type === type).value);
  // Counted on the calendar: not every day of the zone has 24 hours.
  const at = new Date(Date.UTC(part("year"), part("month") - 1, part("day") + ahead));
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()].map(String);
  return { day, month, year, iso: at.toISOString().slice(0, 10) };
}

/** Types such a day into the three fields of a date. */
export async function fillDay(page, name, { day, month, year }) {
  await page.locator(`[name="${name}-day"]`).fill(day);
  await page.locator(`[name="${name}-month"]`).fill(month);
  await page.locator(`[name="${name}-year"]`).fill(year);
}

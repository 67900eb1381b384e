// A list in which something is still being made looks again by itself, until nothing is.
// <section id="exports" data-pf-look-again="2"> .. </section>; the number is in seconds.
const lookAgain = async (list, seconds) => {
  await new Promise((done) => setTimeout(done, seconds * 1000));
  if (document.hidden) return lookAgain(list, seconds);
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(list.id);
  // What somebody has reached with the keyboard stays until they have left it.
  if (!fresh || list.contains(document.activeElement)) return lookAgain(list, seconds);
  list.replaceWith(fresh);
  if (fresh.dataset.pfLookAgain) return lookAgain(fresh, Math.min(seconds + 1, 10));
};
for (const list of document.querySelectorAll("[data-pf-look-again]")) {
  lookAgain(list, Number(list.dataset.pfLookAgain)).catch(() => {});
}

// The rule in words while somebody writes it. Without this file the button "Show it in words" does the same.

const form = document.querySelector("form[data-pf-author]");
if (form) {
  const shown = form.querySelector("[data-pf-sentence]");
  let timer = 0;
  let turn = 0;
  const ask = async () => {
    const mine = ++turn;
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    try {
      const answer = await fetch(form.dataset.pfAuthor, { method: "POST", body, redirect: "error" });
      if (!answer.ok || mine !== turn) return;
      const words = await answer.text();
      // Said once: the same words again would be read out again.
      if (shown.innerHTML !== words) shown.innerHTML = words;
    } catch {
      // The sentence stays as it was; the button asks again.
    }
  };
  const askSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  };
  form.addEventListener("input", askSoon);
  form.addEventListener("change", askSoon);
}

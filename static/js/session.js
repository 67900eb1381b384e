// A page that shows somebody's record and was left open leads away once their session has ended: whoever sits
// down next reads nothing. Asking is no use of the session. Words that were typed and not sent are not thrown
// away: the page stays and says what to do, and sending them leads through sign-in and back.

const address = document.body.dataset.pfSession;
if (address) watch(address, document.body.dataset.pfSignIn);

function watch(address, signIn) {
  let typed = false;
  let last = 0;
  let told = false;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.method === "post") typed = true;
  });
  document.addEventListener("submit", () => { typed = false; });

  const say = () => {
    if (told) return;
    told = true;
    const banner = document.createElement("div");
    banner.className = "nhsuk-inset-text";
    banner.setAttribute("role", "alert");
    banner.textContent =
      "Your session has ended. Send what you typed: you are asked to sign in, and it is kept meanwhile.";
    document.getElementById("maincontent").prepend(banner);
  };
  const look = async () => {
    if (document.visibilityState === "hidden" || Date.now() - last < 2000) return;
    last = Date.now();
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok || (await answer.json()).on) return;
    } catch {
      // No connection: nothing is known of the session.
      return;
    }
    if (typed) say();
    else location.replace(signIn + "?next=" + encodeURIComponent(location.pathname + location.search));
  };
  window.addEventListener("focus", look);
  window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 60000);
}

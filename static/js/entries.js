// The log form: what it saves by itself, says while one types, and takes in files. Without this file
// every step has its button. Nothing here decides anything; the server reads the words again.

for (const one of document.querySelectorAll("form")) {
  if (one.querySelector("[data-pf-show-if]")) askedOnlyIf(one);
}

const form = document.querySelector("form[data-pf-log]");
if (form) logForm(form);

// Fields that are asked only with some answers of another, on every form that has such.
function askedOnlyIf(form) {
  const blocks = [...form.querySelectorAll("[data-pf-show-if]")];
  const isUnasked = (control) => control.closest("[data-pf-show-if][hidden]") !== null;
  const answers = (name) =>
    [...form.elements].filter((one) => one.name === name && !isUnasked(one))
      .filter((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : true))
      .map((one) => one.value);
  const show = () => {
    // Twice: what a block depends on may stand behind it.
    for (const block of [...blocks, ...blocks]) {
      const wanted = block.dataset.pfShowIs.split(" ");
      block.hidden = !answers(block.dataset.pfShowIf).some((answer) => wanted.includes(answer));
    }
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  // What nobody can see is not sent. A draft keeps it: it may be asked again.
  if (!form.matches("[data-pf-log]")) {
    form.addEventListener("formdata", (event) => {
      for (const one of form.elements) if (one.name && isUnasked(one)) event.formData.delete(one.name);
    });
  }
  show();
}

function logForm(form) {
  const said = form.querySelector("[data-pf-said]");
  const saved = form.elements.namedItem("saved");
  let sending = false;

  // ----- what was typed, without files -----
  const words = (also = {}) => {
    const data = new FormData(form);
    data.delete("evidence");
    for (const [name, value] of Object.entries(also)) data.set(name, value);
    return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
  };
  // The form's own secrets change with each page and are not what was typed.
  const typed = () => {
    const text = words();
    for (const name of ["csrf", "key", "saved"]) text.delete(name);
    return text.toString();
  };
  const post = (address, body) =>
    fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });

  // ----- the button says to whom -----
  const submit = form.querySelector("[data-pf-submit]");
  const asked = form.querySelector("select[name=ask]");
  const away = form.querySelector("[data-pf-away]");
  const name = () => {
    const chosen = asked && asked.selectedOptions[0];
    if (!chosen || !chosen.value) return;
    const whom = chosen.value === "outside" ? "someone without an account"
      // Beside a name stands in brackets whether it is approved.
      : chosen.textContent.trim().replace(/ \([^)]*\)$/, "");
    // Who is away is told of whoever is asked; without scripts of all who could be.
    if (away) {
      const said = [...away.querySelectorAll("p")];
      for (const one of said) one.hidden = !one.textContent.startsWith(`${whom} is `);
      away.hidden = said.every((one) => one.hidden);
    }
    if (!submit) return;
    const words = submit.dataset.pfSubmit + whom;
    // Leaving a field by pressing the button changes the form between press and release: a text that is
    // replaced under the finger, even by the same words, would lose the click.
    if (submit.textContent !== words) submit.textContent = words;
  };

  // ----- what may name a patient, said beside its field -----
  const hint = (hints) => {
    for (const old of form.querySelectorAll("[data-pf-hint]")) {
      if (!hints.some((one) => one.field === old.dataset.pfHint)) old.textContent = "";
    }
    for (const { field, says } of hints) {
      const named = form.elements.namedItem(field);
      const control = named instanceof RadioNodeList ? named[0] : named;
      const block = control && control.closest(".pf-field");
      if (!block) continue;
      let line = block.querySelector("[data-pf-hint]");
      if (!line) {
        line = document.createElement("p");
        line.className = "pf-hint-live";
        line.dataset.pfHint = field;
        line.setAttribute("role", "status");
        block.append(line);
      }
      const all = hints.filter((one) => one.field === field).map((one) => one.says).join(" ");
      // Said once: the same words again would be read out again.
      if (line.textContent !== all) line.textContent = all;
    }
  };

  // ----- saving -----
  let last = typed();
  let timer = 0;
  let wait = 2000;
  let busy = false;
  const save = async () => {
    clearTimeout(timer);
    if (sending || busy || typed() === last) return;
    busy = true;
    const now = typed();
    try {
      const answer = await post(form.dataset.pfLog, words({ do: "draft" }));
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (sending) return;
      saved.value = told.saved;
      said.textContent = told.said;
      hint(told.hints);
      last = now;
      wait = 2000;
    } catch {
      said.textContent = "Not saved yet. Trying again. Keep this page open.";
      wait = Math.min(wait * 2, 60000);
      timer = setTimeout(save, wait);
    } finally {
      busy = false;
    }
    if (typed() !== last) timer = setTimeout(save, wait);
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  // ----- what it will count for -----
  const counts = form.querySelector("[data-pf-counts]");
  let asking = 0;
  let previewed = last;
  const preview = async () => {
    if (!counts || typed() === previewed) return;
    const [turn, now] = [++asking, typed()];
    try {
      const answer = await post(form.dataset.pfPreview, words());
      if (!answer.ok || turn !== asking) return;
      counts.innerHTML = await answer.text();
      previewed = now;
    } catch {
      // The answer stays as it was; submitting says it again.
    }
  };
  let previewTimer = 0;
  const previewSoon = () => {
    clearTimeout(previewTimer);
    previewTimer = setTimeout(preview, 500);
  };

  const changed = () => {
    name();
    saveSoon();
    previewSoon();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    // A file on its way would otherwise arrive after its entry.
    if (uploads > 0) {
      event.preventDefault();
      pressed = event.submitter;
      uploadSaid.textContent = "A file is still on its way. This is sent as soon as it has arrived.";
      return;
    }
    sending = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => { sending = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || sending || typed() === last) return;
    // Leaving the page: the browser sends this even when the page is gone.
    if (navigator.sendBeacon(form.dataset.pfLog, words({ do: "draft" }))) last = typed();
  });
  name();

  // ----- files -----
  const list = form.querySelector("[data-pf-files]");
  const uploadSaid = form.querySelector("[data-pf-upload-said]");
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const drop = form.querySelector("[data-pf-drop]");
  let uploads = 0;
  // The button that was pressed while a file was on its way.
  let pressed = null;

  const element = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };
  const quietly = (text) => element("span", { class: "nhsuk-u-visually-hidden" }, text);
  const line = (file) => {
    const item = element("li", {});
    if (file.thumb) item.append(element("img", { class: "pf-files__picture", src: file.thumb, alt: "" }));
    item.append(
      element("a", { href: file.path, target: "_blank", rel: "noopener" }, file.name, quietly(" (opens in a new tab)")),
      element("br", {}),
      element("span", { class: "pf-quiet" }, file.what),
      element("br", {}),
      element("button", {
        class: "nhsuk-button nhsuk-button--secondary nhsuk-button--small",
        type: "submit", formaction: file.removal, name: "do", value: "draft",
      }, "Remove", quietly(" " + file.name)),
    );
    return item;
  };

  const upload = (files) => {
    if (!files.length || !list) return;
    const data = new FormData(form);
    data.delete("evidence");
    data.set("do", "draft");
    for (const file of files) data.append("evidence", file, file.name);
    const names = [...files].map((file) => file.name).join(", ");
    const request = new XMLHttpRequest();
    uploads += 1;
    request.open("POST", form.dataset.pfUpload);
    request.upload.addEventListener("progress", (event) => {
      const part = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) + " %" : "…";
      uploadSaid.textContent = "Sending " + names + ": " + part;
    });
    request.addEventListener("load", () => {
      let told = null;
      try {
        told = JSON.parse(request.responseText);
      } catch {
        // A page instead of data: it was refused as a whole.
      }
      if (request.status !== 200 || !told) {
        uploadSaid.textContent = names + " was not taken. Try again, or choose a smaller file.";
        return;
      }
      // What was refused is to be read before anything is sent without it.
      if (told.refused.length) pressed = null;
      list.replaceChildren(...told.files.map(line));
      saved.value = told.saved;
      uploadSaid.textContent = told.refused.length ? told.refused.join(" ") : names + " is attached.";
    });
    request.addEventListener("error", () => {
      pressed = null;
      uploadSaid.textContent = names + " did not arrive. Check your connection and choose it again.";
    });
    request.addEventListener("loadend", () => {
      uploads -= 1;
      if (request.status !== 200) pressed = null;
      if (uploads > 0 || !pressed) return;
      const button = pressed;
      pressed = null;
      form.requestSubmit(button);
    });
    request.send(data);
  };

  for (const input of inputs) {
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      upload([...input.files]);
      // What was sent here must not come again with the form.
      input.value = "";
    });
  }
  if (drop) {
    const over = (yes) => (event) => {
      event.preventDefault();
      drop.classList.toggle("pf-drop--over", yes);
    };
    drop.addEventListener("dragenter", over(true));
    drop.addEventListener("dragover", over(true));
    drop.addEventListener("dragleave", over(false));
    drop.addEventListener("drop", (event) => {
      over(false)(event);
      upload([...event.dataTransfer.files]);
    });
  }
}

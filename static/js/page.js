/* Small comforts of every page; each page works without them.

   form[data-guard], or one with a grid: leaving with changes asks first; data-unsaved: changed from the start
   form[data-again]: may be sent twice (downloads)     form[data-keep-scroll]: the page comes back where it was
   button[data-tick]: ticks all boxes of that name
   input[data-follows=NAME]: takes over what is typed into the field of that name in another form
   select[data-submit]: choosing sends the form        details.rowmenu: one open at a time, never cut off by its box */
(() => {
  "use strict";
  const guarded = (form) => form && form.matches("form[data-guard], form:has([data-grid], [data-grid-ready])");
  const changed = new Set();

  function watchChanges() {
    document.querySelectorAll("form[data-unsaved]").forEach((form) => changed.add(form));
    for (const kind of ["input", "change"]) {
      document.addEventListener(kind, ({ target }) => {
        const form = target.form || target.closest("form");
        if (guarded(form)) changed.add(form);
      });
    }
    // Saved by a part of the page: an answer to somewhere else says why it was not.
    document.addEventListener("htmx:afterRequest", ({ detail }) => {
      if (detail.successful && !detail.xhr.getResponseHeader("HX-Retarget")) changed.delete(detail.elt);
    });
    window.addEventListener("beforeunload", (event) => {
      if ([...changed].some((form) => form.isConnected)) event.preventDefault();
    });
  }

  function watchTaken() {
    document.addEventListener("input", ({ target }) => {
      document.querySelectorAll("input[data-follows]").forEach((follower) => {
        if (target !== follower && target.name === follower.dataset.follows) follower.value = target.value;
      });
    });
  }

  function release(form) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }

  function watchSending() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method !== "post") return;
      if (form.dataset.sent !== undefined) return event.preventDefault();
      changed.delete(form);
      keepScroll(form);
      if (form.dataset.again !== undefined) return;
      form.dataset.sent = "";
      form.setAttribute("aria-busy", "true");
      setTimeout(() => release(form), 20000);
    });
    window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  }

  const place = () => `scroll:${location.pathname}`;

  function keepScroll(form) {
    if (form.dataset.keepScroll === undefined) return;
    try {
      sessionStorage.setItem(place(), String(window.scrollY));
    } catch {
      /* Storage may be switched off: the page then opens at its top. */
    }
  }

  function restoreScroll() {
    try {
      const y = sessionStorage.getItem(place());
      sessionStorage.removeItem(place());
      if (y !== null && !location.hash) window.scrollTo(0, Number(y));
    } catch {
      /* As above. */
    }
  }

  function watchKeys() {
    document.addEventListener("keydown", (event) => {
      const { form } = document.activeElement || {};
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button.btn-primary[type=submit]"));
      }
      if (event.key === "Escape") closeMenus(null, true);
    });
    document.addEventListener("change", ({ target }) => {
      if (target.matches("select[data-submit]")) target.form.requestSubmit();
    });
  }

  function closeMenus(but, focus = false) {
    document.querySelectorAll("details.rowmenu[open]").forEach((menu) => {
      if (menu === but) return;
      menu.open = false;
      if (focus) menu.querySelector("summary").focus();
    });
  }

  /** Inside a box that scrolls a menu would be cut off: it is laid over the page instead, where there is room. */
  function lay(menu) {
    const list = menu.querySelector(".menu");
    if (!list || !menu.closest(".sheet-box")) return;
    const at = menu.querySelector("summary").getBoundingClientRect();
    list.style.position = "fixed";
    list.style.right = "auto";
    list.style.left = `${Math.max(4, at.right - list.offsetWidth)}px`;
    const below = at.bottom + list.offsetHeight < window.innerHeight;
    list.style.top = `${below ? at.bottom : Math.max(4, at.top - list.offsetHeight)}px`;
  }

  function watchMenus() {
    document.addEventListener("toggle", ({ target }) => {
      if (!target.matches("details.rowmenu") || !target.open) return;
      closeMenus(target);
      lay(target);
    }, true);
    document.addEventListener("click", ({ target }) => closeMenus(target.closest("details.rowmenu")));
    document.addEventListener("scroll", ({ target }) => {
      if (!target.closest || !target.closest(".menu")) closeMenus(null);
    }, true);
  }

  function watchServer() {
    const failed = () => {
      const box = document.createElement("div");
      const words = document.createElement("p");
      box.className = "message message-error";
      box.setAttribute("role", "alert");
      words.textContent = document.body.dataset.textFailed;
      box.append(words);
      document.getElementById("messages").replaceChildren(box);
    };
    document.addEventListener("htmx:responseError", failed);
    document.addEventListener("htmx:sendError", failed);
  }

  // A list whose choices stand in groups offers the group that another list chose, and what is chosen already.
  function watchFollowers() {
    for (const list of document.querySelectorAll("select[data-follows]")) {
      const leader = list.form.elements[list.dataset.follows];
      const offer = () => {
        const chosen = leader.selectedOptions[0];
        for (const group of list.querySelectorAll("optgroup")) {
          const away = leader.value && group.label !== chosen.text && !group.contains(list.selectedOptions[0]);
          group.hidden = group.disabled = Boolean(away);
        }
      };
      leader.addEventListener("change", offer);
      list.addEventListener("change", offer);
      offer();
    }
  }

  // A button that ticks every box of its name in its form, or unticks them all.
  function watchTicks() {
    for (const button of document.querySelectorAll("button[data-tick]")) {
      const boxes = [...button.form.querySelectorAll(`input[name="${button.dataset.tick}"]`)];
      button.hidden = boxes.length < 2;
      button.addEventListener("click", () => {
        const tick = boxes.some((box) => !box.checked);
        boxes.forEach((box) => { box.checked = tick; });
      });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    watchTicks();
    watchFollowers();
    watchChanges();
    watchTaken();
    watchSending();
    watchKeys();
    watchMenus();
    watchServer();
    restoreScroll();
    const here = document.querySelector(".nav-bar [aria-current]");
    if (here) here.closest(".nav-bar").scrollLeft = here.offsetLeft - 120;
    const wrong = document.querySelector('main [aria-invalid="true"]');
    if (!wrong) return;
    wrong.focus({ preventScroll: true });
    wrong.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
})();

(function () {
  const MOMENT = 120;
  // The framework puts sections of the menu straight into a list; say what they are to whoever listens to the page.
  const mend = () => {
    document.documentElement.lang = LANGUAGE;
    // What opens over the page hangs beside it and must know its theme too.
    const page = document.querySelector('[data-testid="stApp"]');
    if (page) document.documentElement.style.colorScheme = getComputedStyle(page).colorScheme;
    // A feed that a page links to stands in its head too, where feed readers look.
    const feeds = [...document.querySelectorAll("a[data-feed]")];
    const known = [...document.head.querySelectorAll('link[rel="alternate"][data-feed]')];
    if (feeds.map((one) => one.href).join() !== known.map((one) => one.href).join()) {
      known.forEach((one) => one.remove());
      feeds.forEach((one) => {
        const head = document.createElement("link");
        Object.assign(head, { rel: "alternate", type: "application/atom+xml", href: one.href, title: one.title });
        head.dataset.feed = "";
        document.head.append(head);
      });
    }
    // A timeline that is wider than the screen begins where today is, with what is to come beside it.
    document.querySelectorAll(".timeline:not([data-placed])").forEach((one) => {
      const frame = one.closest('[class*="st-key-chart-"]');
      const today = one.querySelector(".lines .today");
      if (!frame || frame.scrollWidth <= frame.clientWidth) return;
      one.dataset.placed = "";
      const left = today && today.getBoundingClientRect().left - frame.getBoundingClientRect().left;
      if (today) frame.scrollLeft += left - 0.62 * frame.clientWidth;
    });
    document.querySelectorAll('ul[data-testid="stSidebarNavItems"]').forEach((list) => {
      list.setAttribute("role", "group");
      list.querySelectorAll("li").forEach((item) => item.setAttribute("role", "none"));
    });
  };
  // A drawing is saved as it stands in the page, with all its marks.
  const save = (event) => {
    const asked = event.target.closest("[data-save-svg]");
    const drawing = asked && document.querySelector(`.st-key-${asked.dataset.saveSvg} [data-testid="stVegaLiteChart"] svg`);
    if (!drawing) return;
    const text = new XMLSerializer().serializeToString(drawing);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    link.download = asked.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  // The day of this visit and of the one before stay in this browser, for what is new since then.
  const visit = () => {
    const day = new Date().toISOString().slice(0, 10);
    const last = (document.cookie.match(/(?:^|; )kb-visit=([\d-]+)/) || [])[1];
    const keep = "; path=/; max-age=31536000; SameSite=Strict";
    if (last && last !== day) document.cookie = `kb-visit-before=${last}${keep}`;
    document.cookie = `kb-visit=${day}${keep}`;
  };
  visit();
  // On paper nothing can be opened: the notes are opened before printing and closed after it.
  const open = () => document.querySelectorAll("details:not([open])").forEach((box) => {
    box.open = true;
    box.dataset.printed = "";
  });
  const close = () => document.querySelectorAll("details[data-printed]").forEach((box) => {
    box.open = false;
    delete box.dataset.printed;
  });
  window.removeEventListener("beforeprint", window.openNotes);
  window.removeEventListener("afterprint", window.closeNotes);
  window.openNotes = open;
  window.closeNotes = close;
  window.addEventListener("beforeprint", open);
  window.addEventListener("afterprint", close);
  // A link to another state of the app is followed within the page, as back and forward are; with a key held it is a link.
  const isPlain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const follow = (event) => {
    const link = event.target.closest("a[data-soft]");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  };
  // A link to a place in this page leaves the address alone; what is folded around the place is opened.
  const go = (event) => {
    const link = event.target.closest("a[data-go]");
    const place = link && document.getElementById(link.dataset.go);
    if (!place || !isPlain(event)) return;
    event.preventDefault();
    const fold = place.closest("details");
    if (fold) fold.open = true;
    place.scrollIntoView({ block: fold ? "center" : "start", inline: "nearest" });
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };
  // A click on the name of a column sorts the rows by it, upwards and then downwards: numbers by size, all else as text.
  const sort = (event) => {
    const head = event.target.closest("[data-sort]");
    if (!head || (event.type === "keydown" && event.key !== "Enter")) return;
    const column = head.closest("th");
    const body = column.closest("table").tBodies[0];
    const order = column.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    column.parentElement.querySelectorAll("th").forEach((one) => one.removeAttribute("aria-sort"));
    column.setAttribute("aria-sort", order);
    const said = (row) => row.cells[column.cellIndex].textContent.trim();
    const compare = (one, other) => (Number(one.replace(",", ".")) - Number(other.replace(",", "."))) || one.localeCompare(other, undefined, { numeric: true });
    const sign = order === "ascending" ? 1 : -1;
    body.append(...[...body.rows].sort((one, other) => sign * compare(said(one), said(other))));
  };
  // Text that is to be taken along is copied; the button says so for a moment.
  const copy = async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.parentElement.querySelector("pre").textContent);
    button.dataset.copy = "done";
    setTimeout(() => { button.dataset.copy = ""; }, 1500);
  };
  // Of a table that is scrolled in its own frame the heads stay below the line of choices, or where that is scrolled away on a
  // phone below the head of the app, however far the page is scrolled.
  const push = () => {
    const line = document.querySelector(".st-key-choices");
    document.querySelectorAll(".grid .scroll").forEach((frame) => {
      const isOwn = getComputedStyle(frame).overflowY !== "visible";
      const head = document.querySelector("[data-testid=stHeader]");
      const above = [line, head].map((one) => (one ? one.getBoundingClientRect().bottom : 0));
      const hidden = isOwn && line ? Math.max(...above) - frame.getBoundingClientRect().top : 0;
      frame.style.setProperty("--push", `${Math.max(0, hidden)}px`);
    });
  };
  // The text of a file is read out by the service, which keeps none of it, and put into the field for a draft.
  const take = async (event) => {
    const field = event.target.closest("input[data-draft]");
    const file = field && field.files[0];
    if (!file) return;
    const say = field.closest(".draft-file").querySelector("output");
    say.textContent = file.size > Number(field.dataset.most) ? field.dataset.tooLarge : "…";
    if (file.size > Number(field.dataset.most)) return;
    const suffix = encodeURIComponent((file.name.match(/\.\w+$/) || [".txt"])[0]);
    const answer = await fetch(`api/v1/draft?suffix=${suffix}`, { method: "POST", body: file }).catch(() => null);
    const told = answer ? await answer.json().catch(() => ({})) : {};
    say.textContent = told.text === undefined ? told.detail || field.dataset.failed : "";
    if (told.text === undefined) return;
    const box = document.querySelector(".st-key-draft textarea");
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, told.text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  };
  document.removeEventListener("change", window.takeDraft);
  window.takeDraft = take;
  document.addEventListener("change", take);
  document.removeEventListener("scroll", window.pushHeads, true);
  window.pushHeads = push;
  document.addEventListener("scroll", push, { capture: true, passive: true });
  document.removeEventListener("keydown", window.sortRows);
  document.addEventListener("keydown", sort);
  mend();
  for (const [name, act] of Object.entries({ saveDrawing: save, followLink: follow, goThere: go, sortRows: sort, copyText: copy })) {
    document.removeEventListener("click", window[name]);
    window[name] = act;
    document.addEventListener("click", act);
  }
  if (window.menuObserver) window.menuObserver.disconnect();
  // However much changes at once, it is mended once, a moment later: what is looked at then need not be computed for each change.
  let isDue = false;
  window.menuObserver = new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => { isDue = false; mend(); }, MOMENT);
  });
  window.menuObserver.observe(document.body, { childList: true, subtree: true });
})();

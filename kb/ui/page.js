(function () {
  // The framework puts sections of the menu straight into a list; say what they are to whoever listens to the page.
  const mend = () => {
    document.documentElement.lang = LANGUAGE;
    // What opens over the page hangs beside it and must know its theme too.
    const page = document.querySelector('[data-testid="stApp"]');
    if (page) document.documentElement.style.colorScheme = getComputedStyle(page).colorScheme;
    document.querySelectorAll('ul[data-testid="stSidebarNavItems"]').forEach((list) => {
      list.setAttribute("role", "group");
      list.querySelectorAll("li").forEach((item) => item.setAttribute("role", "none"));
    });
    // A table that can be scrolled sideways must be reachable by the keyboard.
    document.querySelectorAll('[data-testid="stTable"] div').forEach((box) => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
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
  mend();
  document.removeEventListener("click", window.saveDrawing);
  window.saveDrawing = save;
  document.addEventListener("click", save);
  if (window.menuObserver) window.menuObserver.disconnect();
  window.menuObserver = new MutationObserver(mend);
  window.menuObserver.observe(document.body, { childList: true, subtree: true });
})();

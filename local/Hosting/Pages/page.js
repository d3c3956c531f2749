// Small conveniences; every page works without them.

// Asks before something cannot be undone.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}

// Lets a shown clock run on at its speed.
for (const clock of document.querySelectorAll("[data-speed]")) {
  const time = clock.querySelector("time");
  const speed = Number(clock.dataset.speed);
  if (!time || !speed) continue;
  const shown = Date.parse(time.dateTime);
  const since = performance.now();
  setInterval(() => {
    const now = new Date(shown + (performance.now() - since) * speed);
    if (!Number.isNaN(now.getTime())) time.textContent = now.toISOString().slice(0, 19).replace("T", " ") + "Z";
  }, 500);
}

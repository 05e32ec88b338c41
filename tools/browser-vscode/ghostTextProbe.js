// Runs in VS Code's page: notes each key and each change of the ghost text, with its time. Measured here, because a
// driver outside of the page sees both only after a round trip.
(() => {
  let lastKeyMs = 0;
  let lastText = '';
  const shown = [];
  const keys = [];
  const changes = [];

  /** The ghost text on screen, as its lines; empty when there is none. */
  function ghostText() {
    const inline = [...document.querySelectorAll('.view-lines .ghost-text-decoration')];
    const zoneLines = [...document.querySelectorAll('.suggest-preview-text .view-line')];
    zoneLines.sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top));
    const further = zoneLines.map((line) => textOf([...line.querySelectorAll('.ghost-text')]));
    return [textOf(inline), ...further].join('\n');
  }

  function textOf(elements) {
    return elements.map((element) => element.textContent.replaceAll('\u00a0', ' ')).join('');
  }

  function look() {
    const text = ghostText();
    if (text === lastText) return;
    lastText = text;
    changes.push({ atMs: epochMs(), text });
    if (text.trim() !== '') shown.push({ text, sinceKeyMs: performance.now() - lastKeyMs });
  }

  /** Since 1970, as other processes of this machine count. */
  function epochMs() {
    return performance.timeOrigin + performance.now();
  }

  function noteKey() {
    lastKeyMs = performance.now();
    keys.push(epochMs());
  }

  window.addEventListener('keydown', noteKey, { capture: true });
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  window.ghostTextProbe = { current: ghostText, shown, keys, changes };
})();

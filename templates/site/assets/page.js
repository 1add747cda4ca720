// What must be known before a page is drawn, so that nothing flashes or moves:
// light or dark, and whether its counts are old.
(function () {
  'use strict';
  const root = document.documentElement;

  // The page says itself from when its counts are; that this is long ago only
  // the visitor's clock can tell. A page may stay open for days.
  function age() {
    const hours = (Date.now() - Date.parse(root.dataset.updated)) / (60 * 60 * 1000);
    root.toggleAttribute('data-stale', hours > Number(root.dataset.old));
  }
  age();
  document.addEventListener('visibilitychange', age);

  // An address may name a window: #window=28d, or #?window=28d of an embed. Its
  // tab is taken as soon as it is there, before anything of another is seen.
  function tabAsked() {
    const asked = new URLSearchParams(location.hash.replace(/^#\??/, '')).get('window');
    return asked && document.getElementById('w-' + asked);
  }
  if (/[#?&]window=/.test(location.hash)) {
    const parsed = new MutationObserver(() => {
      const tab = tabAsked();
      if (tab) tab.checked = true;
      if (tab || document.readyState !== 'loading') parsed.disconnect();
    });
    parsed.observe(root, { childList: true, subtree: true });
  }
  addEventListener('hashchange', () => {
    const tab = tabAsked();
    if (tab) tab.click();
  });

  const system = matchMedia('(prefers-color-scheme: dark)');

  // A sandboxed frame has no storage: reading it throws.
  function stored(value) {
    try {
      if (value === undefined) return localStorage.getItem('theme');
      localStorage.setItem('theme', value);
    } catch { /* the choice lasts as long as the page */ }
    return null;
  }

  function apply(theme) {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  }

  apply(new URLSearchParams(location.search).get('theme') || stored());
  system.addEventListener('change', () => root.dispatchEvent(new Event('themechange')));

  document.addEventListener('click', (event) => {
    if (!event.target.closest('.theme')) return;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : system.matches;
    apply(dark ? 'light' : 'dark');
    stored(root.dataset.theme);
    root.dispatchEvent(new Event('themechange'));
  });
})();

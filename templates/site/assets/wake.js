// Loads what brings the charts to life at the first sign of a person: whoever
// only loads the page does not pay for ECharts; whoever moves reads.
(function () {
  'use strict';
  const { charts, crosshair, embedding, echarts } = document.currentScript.dataset;
  const signs = ['pointermove', 'pointerdown', 'touchstart', 'scroll', 'keydown'];
  function wake() {
    signs.forEach((sign) => removeEventListener(sign, wake));
    const scripts = [charts, crosshair, embedding, echarts].filter(Boolean).map((src) => Object.assign(document.createElement('script'), { src, async: false }));
    scripts.at(-1).addEventListener('load', () => dispatchEvent(new Event('echartsloaded')));
    document.head.append(...scripts); // they run in this order
  }
  signs.forEach((sign) => addEventListener(sign, wake, { passive: true }));

  // A chosen window stands in the address, for whoever comes back or is sent it.
  // An embed's address is its frame's, and may hold a secret of WordPress.
  document.addEventListener('change', ({ target }) => {
    if (target.name !== 'window' || document.documentElement.classList.contains('embed')) return;
    history.replaceState(history.state, '', '#window=' + target.value);
  });
})();

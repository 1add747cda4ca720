// Tells the page around an embed how high it is. WordPress gives a secret in
// the address and wants it back; other pages get a message of our own.
(function () {
  'use strict';
  const secret = new URLSearchParams(location.hash.replace(/^#\??/, '')).get('secret');
  if (parent === window) return;

  let told = 0;
  function tell() {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // Whoever frames the page may know its height: it is no secret.
    parent.postMessage({ type: 'datarocks:height', height }, '*');
    if (secret) parent.postMessage({ message: 'height', value: height, secret }, '*');
  }

  // WordPress lets a frame open nothing; it opens links to the frame's own host
  // itself when it is told.
  document.addEventListener('click', (event) => {
    const link = secret && event.target.closest('a[href]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    parent.postMessage({ message: 'link', value: link.href, secret }, '*');
  });

  tell();
  new ResizeObserver(tell).observe(document.documentElement);
  // A frame that is laid out late may be observed never: tell once more, even
  // the same, to a page that began to listen late.
  addEventListener('load', () => { told = 0; tell(); });
  addEventListener('resize', tell);
  document.addEventListener('change', () => requestAnimationFrame(tell));
})();

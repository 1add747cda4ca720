// The code by which others show the artist: of which kind, over which window, and
// what it will look like. Without this file the code of a frame stands there.
(function () {
  'use strict';
  const [kinds, code, span, copy, copied, link, preview] = ['kinds', 'code', 'span', 'copy', 'copied', 'link-note', 'preview']
    .map((id) => document.getElementById(id));
  const tabs = Array.from(document.querySelectorAll('[name=window]'));
  const shown = preview.appendChild(document.createElement('div'));
  const kind = () => kinds.querySelector(':checked');

  function show() {
    const { value, dataset } = kind();
    // The first window in the code is ours; a name may hold the word again.
    code.value = 'spans' in dataset ? dataset.code.replace(/(window="?)\w+/, '$1' + span.value) : dataset.code;
    span.disabled = !('spans' in dataset);
    link.hidden = value !== 'link';
    copied.textContent = '';
    shown.replaceChildren();
    if (!preview.open) return;
    const made = document.createElement(value === 'picture' ? 'img' : 'iframe');
    if (value === 'picture') made.alt = preview.dataset.title;
    else made.title = preview.dataset.title;
    made.src = value === 'picture' ? 'card.svg' : 'embed/' + (span.disabled ? '' : '#?window=' + span.value);
    shown.append(made);
  }

  addEventListener('message', ({ source, data }) => {
    const frame = shown.firstChild;
    if (frame && source === frame.contentWindow && data.type === 'datarocks:height') frame.height = data.height;
  });

  // Where the clipboard is out of reach, as on a page without TLS, the code is
  // selected, so that one key copies it.
  copy.addEventListener('click', async () => {
    code.select();
    copied.textContent = '';
    try {
      await navigator.clipboard.writeText(code.value);
      copied.textContent = copied.dataset.words;
    } catch { /* selected it is */ }
  });

  const follow = () => { span.value = tabs.find((tab) => tab.checked).value; show(); };
  tabs.forEach((tab) => tab.addEventListener('change', follow));
  kinds.addEventListener('change', show);
  preview.addEventListener('toggle', show);
  [kinds, copy.parentNode, preview].forEach((part) => { part.hidden = false; });
  follow();
})();

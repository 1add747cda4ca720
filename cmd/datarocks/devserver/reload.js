const events = new EventSource('/-/reload');
events.addEventListener('reload', () => location.reload());
events.addEventListener('mistake', (event) => {
  let shown = document.getElementById('datarocks-mistake');
  if (!shown) {
    shown = document.createElement('pre');
    shown.id = 'datarocks-mistake';
    shown.setAttribute('role', 'alert');
    // The policy of the pages allows no style in the markup.
    Object.assign(shown.style, {
      position: 'fixed', inset: '0 0 auto 0', zIndex: 9999, margin: 0, padding: '1rem', maxHeight: '60vh', overflow: 'auto',
      background: '#7f1d1d', color: '#fff', font: '14px/1.5 monospace', whiteSpace: 'pre-wrap',
    });
    document.body.prepend(shown);
  }
  shown.textContent = 'This page is not up to date:\n' + JSON.parse(event.data);
});

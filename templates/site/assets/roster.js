// Find, sort and go. Without this file the roster is a complete table, or several
// that lead to each other.
(function () {
  'use strict';
  const table = document.getElementById('roster');
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const nameOf = (row) => row.querySelector('.name').textContent;

  // Accents and case do not matter when one looks for a name.
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  const find = document.getElementById('find');
  const hits = document.getElementById('hits');
  const language = document.documentElement.lang;
  const wanted = () => fold(find.value.trim());
  const number = new Intl.NumberFormat(language);
  const rules = new Intl.PluralRules(language);
  const inForms = (forms) => (n) => forms[rules.select(n)].replace('{1}', () => number.format(n));
  const say = inForms(JSON.parse(hits.dataset.forms));

  // findHere hides the other rows of a page that has all artists.
  function findHere() {
    find.addEventListener('input', () => {
      let shown = 0;
      for (const row of rows) {
        row.hidden = !fold(nameOf(row)).includes(wanted());
        if (!row.hidden) shown++;
      }
      hits.textContent = wanted() ? say(shown) : '';
    });
    document.getElementById('go').addEventListener('change', (event) => {
      if (event.target.value) location.href = event.target.value;
    });
  }

  // findAnywhere lists artists of all pages below the field. Their names are
  // loaded when somebody is about to write.
  function findAnywhere(found) {
    const most = 20;
    const sayMore = inForms(JSON.parse(found.dataset.more));
    const box = found.parentElement;

    // load gives the names; a file that failed is asked for again the next time.
    let loading;
    function load() {
      loading ??= fetch(find.dataset.names).then((got) => {
        if (!got.ok) throw new Error(got.status);
        return got.json();
      }).then((file) => file.artists.map(({ id, name, aliases = [] }) => ({ id, called: [name, ...aliases], folded: [name, ...aliases].map(fold) })));
      loading.catch(() => {
        loading = undefined;
        hits.textContent = found.dataset.failed;
      });
      return loading;
    }

    // search gives the artists that are called so: first those whose whole name it
    // is, then those whose name begins with it; the roster's order within.
    function search(artists, text) {
      const ranks = [[], [], []];
      for (const artist of artists) {
        const best = artist.folded.map((name) => (name === text ? 0 : name.startsWith(text) ? 1 : name.includes(text) ? 2 : 3));
        const rank = Math.min(...best);
        if (rank < 3) ranks[rank].push({ id: artist.id, name: artist.called[0], alias: best[0] === 3 ? artist.called[best.indexOf(rank)] : '' });
      }
      return ranks.flat();
    }

    function element(tag, properties, ...children) {
      const made = Object.assign(document.createElement(tag), properties);
      made.append(...children);
      return made;
    }
    const item = ({ id, name, alias }) => element('li', {}, element('a', { href: find.dataset.home + 'artists/' + id + '/' },
      element('bdi', { textContent: name }), ...(alias ? [' ', element('small', {}, element('bdi', { textContent: alias }))] : [])));

    function close() {
      found.hidden = true;
    }

    // look shows what is found of what stands in the field once the names are
    // there, if somebody still looks for it, and gives the links.
    async function look() {
      const artists = await load().catch(() => null);
      const text = wanted();
      if (!artists || !text || !box.contains(document.activeElement)) {
        if (artists) hits.textContent = '';
        close();
        return [];
      }
      const all = search(artists, text);
      const items = all.slice(0, most).map(item);
      if (all.length > most) items.push(element('li', { textContent: sayMore(all.length - most) }));
      found.replaceChildren(...items);
      found.hidden = !items.length;
      found.scrollTop = 0;
      hits.textContent = say(all.length);
      return links();
    }
    const links = () => (found.hidden ? [] : [...found.querySelectorAll('a')]);

    async function onKey(event) {
      const stops = [find, ...links()];
      const at = stops.indexOf(document.activeElement);
      if (event.isComposing || at < 0) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (stops.length > 1) stops[at + step]?.focus();
        else if (step > 0) look();
      } else if (event.key === 'Escape' && !found.hidden) {
        event.preventDefault(); // a second one empties the field
        close();
        find.focus();
      } else if (event.key === 'Enter' && at === 0) {
        event.preventDefault();
        const [first] = await look();
        if (first) location.href = first.href;
      }
    }

    find.addEventListener('focus', () => { load().catch(() => {}); });
    find.addEventListener('input', look);
    find.addEventListener('click', look);
    box.addEventListener('keydown', onKey);
    box.addEventListener('focusout', (event) => { if (!box.contains(event.relatedTarget)) close(); });
    found.addEventListener('mousedown', (event) => event.preventDefault()); // the field keeps the focus until the click
    if (document.activeElement === find) look();
  }

  const found = document.getElementById('found');
  if (found) findAnywhere(found);
  else findHere();

  function compare(column, sign) {
    if (column === 0) return (a, b) => sign * nameOf(a).localeCompare(nameOf(b), language);
    const value = (row) => Number(row.cells[column].dataset.value);
    // Rows without a count are last either way: there is nothing to compare.
    return (a, b) => (value(a) < 0) - (value(b) < 0) || sign * (value(a) - value(b));
  }

  // A first click sorts names upwards and counts downwards, a second the other way.
  function sortBy(head, column) {
    const natural = column === 0 ? 'ascending' : 'descending';
    const reversed = column === 0 ? 'descending' : 'ascending';
    const order = head.getAttribute('aria-sort') === natural ? reversed : natural;
    table.querySelectorAll('[aria-sort]').forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', order);
    rows.sort(compare(column, order === 'ascending' ? 1 : -1));
    body.append(...rows);
  }

  table.querySelectorAll('thead [data-sort]').forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => sortBy(head, column));
    head.replaceChildren(button);
  });
})();

// Find, sort and go. Without this file the roster is a complete table.
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
  const forms = JSON.parse(hits.dataset.forms);
  const number = new Intl.NumberFormat(language);
  const rules = new Intl.PluralRules(language);
  const say = (n) => forms[rules.select(n)].replace('{1}', () => number.format(n));
  find.addEventListener('input', () => {
    const wanted = fold(find.value.trim());
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fold(nameOf(row)).includes(wanted);
      if (!row.hidden) shown++;
    }
    hits.textContent = wanted ? say(shown) : '';
  });

  document.getElementById('go').addEventListener('change', (event) => {
    if (event.target.value) location.href = event.target.value;
  });

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

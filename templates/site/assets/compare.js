// Compares artists: reads from the address what to show, the counts from the
// artists' data.json, and writes every choice back into the address. That part
// of an address stays in the browser, so a CDN keeps one page for all.
(function () {
  'use strict';
  const day = 24 * 60 * 60 * 1000;
  const room = 8; // artists in one chart; the style sheet has a colour for each
  const script = document.currentScript;
  const data = JSON.parse(document.getElementById('data').textContent);
  const words = data.words;
  const at = (id) => document.getElementById(id);
  const comparison = window.comparison(data, at('chart'));
  const { fill, element, nameOf, badge, reasonOf, decode, ask, find, valueOf, amountOf, over, newestOf, usual, before, crossed, minus } = window.comparing(words);
  const [add, list, source, chosen, notes] = ['add', 'names', 'source', 'chosen', 'notes'].map(at);
  const [drawn, box, numbers, perDay] = ['drawn', 'chart', 'numbers', 'per-day'].map(at);
  const tabs = Array.from(document.querySelectorAll('[name=window], [name=scale]'));

  const number = new Intl.NumberFormat(words.locale);
  const decimal = new Intl.NumberFormat(words.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const signed = new Intl.NumberFormat(words.locale, { signDisplay: 'exceptZero' });
  const percent = new Intl.NumberFormat(words.locale, { signDisplay: 'exceptZero', maximumFractionDigits: 2 });
  const inUTC = (parts) => new Intl.DateTimeFormat(words.locale, { ...parts, timeZone: 'UTC' });
  const date = inUTC({ day: 'numeric', month: 'short', year: 'numeric' });

  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

  // What is chosen, as it stands in the address:
  // #dream-theater,opeth;spotify;90d;index
  let state;
  function read() {
    const [artists = '', from, window, scale] = decode(location.hash.slice(1)).split(';');
    const ids = [...new Set(artists.split(',').filter(Boolean))];
    const known = (all, id, otherwise) => (all.some((one) => one.id === id) ? id : otherwise);
    state = {
      artists: ids.length || location.hash.length > 1 ? ids : [data.artist].filter(Boolean),
      source: known(data.sources, from, data.source),
      window: known(data.windows, window, data.window),
      scale: scale === 'index' ? 'index' : 'count',
    };
    source.value = state.source;
    tabs.forEach((tab) => { tab.checked = state[tab.name] === tab.value; });
    misnamed = [];
  }
  function write() {
    history.replaceState(null, '', '#' + [state.artists.map(encodeURIComponent).join(','), state.source, state.window, state.scale].join(';'));
    misnamed = [];
    update();
  }

  const names = () => ask('artists.json').then((file) => file.artists);

  // basis is the count to compare with after a number of days: the one of that
  // very day or, where it is a gap, of up to a seventh of the days before.
  const basis = (series, time, days) => before(series, time, time - Math.floor(days / 7) * day);

  // begin is where a window begins that ends at a time: so many days before or, a
  // year before, the same day of the month, the 28th of February for a 29th.
  function begin(end, { id, days }) {
    if (id !== '1y') return end - days * day;
    const at = new Date(end);
    const time = Date.UTC(at.getUTCFullYear() - 1, at.getUTCMonth(), at.getUTCDate());
    return new Date(time).getUTCMonth() === at.getUTCMonth() ? time : time - day;
  }

  // changeOf is the change that the artist's own page tells.
  function changeOf(series, span, newest) {
    const to = before(series, newest, series.start);
    if (!to) return null;
    const start = begin(to.time, span);
    const from = span.days ? basis(series, start, Math.round((to.time - start) / day)) : before(series, series.start, series.start);
    if (!from || from.time === to.time || crossed(series, from.time, to.time)) return { to };
    return { from, to };
  }

  // rows turns counts into [time, value, count, reason]. A gap has no value; a
  // day on which no count was due is left out, so that the line goes on. Another
  // account ends the line: neither it nor an index goes across.
  function rows(series, from, to, base) {
    const out = [];
    for (let time = Math.max(from, series.start); time <= to; time += day) {
      const count = valueOf(series, time);
      if (series.seams.includes(time)) {
        if (base) break;
        out.push([time - day / 2, null]);
      }
      if (count !== undefined) {
        out.push([time, base ? count / base.value * 100 : count, count]);
        continue;
      }
      const gap = series.gaps.find((g) => g.from <= time && time <= g.to);
      if (gap) out.push([time, null, null, gap.reason]);
    }
    return out;
  }

  // dailyRows returns the line of a metric that is so many in a day: the sum of the seven
  // days up to each or, of different people, their mean; indexed, the mean of a day in
  // parts of the usual one. [time, value, number, reason]; a day whose seven are not
  // all there has no value.
  function dailyRows(series, from, to, base) {
    const out = [];
    for (let time = Math.max(from, series.start); time <= Math.min(to, newestOf(series)); time += day) {
      const number = over(series, time, 7);
      const gap = series.gaps.find((g) => g.from <= time && time <= g.to);
      if (number === null && !out.length) continue;
      const mean = series.kind === 'uniques' ? number : number / 7;
      out.push(number === null ? [time, null, null, gap ? gap.reason : words.daily.lacking] : [time, base ? mean / base : number, number]);
    }
    return out;
  }

  // dailyChange compares the whole weeks of a window with as many before, as the
  // artist's own page does.
  function dailyChange(series, span) {
    const last = newestOf(series);
    if (last === undefined || !span.days) return null;
    const days = Math.floor(Math.round((last - begin(last, span)) / day) / 7) * 7;
    const [value, earlier] = [over(series, last, days), over(series, last - days * day, days)];
    const to = value === null ? null : { value, time: last, days };
    const split = series.seams.some((seam) => last - (2 * days - 1) * day < seam && seam <= last);
    return { from: earlier === null || !to || split ? null : { value: earlier, time: last - days * day, days }, to };
  }

  // view works out everything that is shown of the artists that were loaded.
  let view;
  function work(artists) {
    const span = data.windows.find((w) => w.id === state.window);
    const metric = data.sources.find((s) => s.id === state.source);
    const { kind } = metric;
    const index = state.scale === 'index';
    const form = kind && (index ? words.daily.labelX : kind === 'uniques' ? words.daily.labelM : words.daily.label7);
    const label = kind ? fill(form, metric.label) : metric.label;
    const said = [];
    const counted = artists.filter((artist) => {
      const series = artist.file && find(artist.file, metric);
      if (series) artist.series = series;
      else if (artist.file) said.push(fill(words.noSeries, artist.name, metric.label));
      else said.push(fill(words.failed, artist.name));
      return series;
    });
    const starts = counted.map(({ series }) => series.start);
    const to = Math.max(...counted.map(({ series }) => series.start + (series.values.length - 1) * day));
    // An index over all begins where every artist has a count.
    const from = span.days ? begin(to, span) : (index ? Math.max : Math.min)(...starts);
    for (const artist of kind ? counted : []) {
      const base = index ? usual(artist.series) : 1;
      artist.change = dailyChange(artist.series, span);
      artist.rows = base === null ? [] : dailyRows(artist.series, from, to, index ? base : null);
      if (base === null) said.push(fill(words.daily.short, artist.name));
      else if (!artist.rows.some((row) => row[1] !== null)) said.push(fill(words.inWindow, artist.name));
    }
    for (const artist of kind ? [] : counted) {
      const near = index ? basis(artist.series, from, Math.round((to - from) / day)) : null;
      const base = near && near.value && !crossed(artist.series, near.time, from) ? near : null;
      artist.change = changeOf(artist.series, span, to);
      artist.rows = index && !base ? [] : rows(artist.series, from, to, base);
      if (!artist.rows.length && index) said.push(fill(words.noBase, artist.name, date.format(from)));
      else if (!artist.rows.some((row) => row[1] !== null)) said.push(fill(words.inWindow, artist.name));
    }
    const marks = (metric.events || []).map((event) => ({ name: event.title, xAxis: Date.parse(event.day) }))
      .filter((mark) => from < mark.xAxis && mark.xAxis <= to);
    return { label, kind, from, to, index, counted, said, marks, lines: counted.filter(({ rows }) => rows.some((row) => row[1] !== null)) };
  }

  // update shows what is chosen. Choices may come faster than files: only the
  // last one is shown.
  let turn = 0;
  async function update() {
    const mine = ++turn;
    const said = [];
    const all = await names().catch(() => { said.push(fill(words.failed, chosen.getAttribute('aria-label'))); return []; });
    const known = new Map(all.map((artist) => [artist.id, artist.name]));
    if (known.size) state.artists.filter((id) => !known.has(id)).forEach((id) => said.push(fill(words.unknown, id)));
    let ids = state.artists.filter((id) => known.has(id));
    if (ids.length > room) said.push(fill(words.full, number.format(room)));
    ids = ids.slice(0, room);
    const { name, locked } = data.sources.find((s) => s.id === state.source);
    if (locked) said.push(fill(words.locked, name));
    const artists = await Promise.all(ids.map(async (id, i) => ({
      id, name: known.get(id), n: i + 1, file: locked ? null : await ask('../artists/' + id + '/data.json').catch(() => null),
    })));
    if (mine !== turn) return;
    if (!artists.length && known.size) said.push(words.none);
    view = locked ? { counted: [], lines: [], said: [] } : work(artists);
    if (view.index && view.lines.length) said.push(view.kind ? words.daily.indexed : words.hundred);
    note([...said, ...view.said]);
    showChosen(artists);
    showNumbers();
    draw();
  }

  // note says what there is to say of what is shown, and of a name that somebody
  // wrote and nobody has, until something else is chosen.
  let told = [];
  let misnamed = [];
  function note(texts) {
    told = texts;
    notes.replaceChildren(...[...misnamed, ...told].map((text) => element('li', { textContent: text, dir: 'auto' })));
  }

  // showChosen keeps what is of an artist who stays, for a button in it may have
  // the focus; it gets a new number.
  function showChosen(artists) {
    const items = new Map(Array.from(chosen.children, (item) => [item.dataset.artist, item]));
    const now = artists.map((artist) => {
      const item = items.get(artist.id) || itemOf(artist);
      items.delete(artist.id);
      item.firstChild.replaceWith(badge(artist));
      return item;
    });
    items.forEach((item) => item.remove());
    now.forEach((item, i) => { if (chosen.children[i] !== item) chosen.insertBefore(item, chosen.children[i]); });
  }
  function itemOf(artist) {
    const remove = element('button', { type: 'button', textContent: '×', ariaLabel: fill(words.remove, artist.name) });
    remove.addEventListener('click', () => {
      state.artists = state.artists.filter((id) => id !== artist.id);
      write();
      add.focus(); // the button goes away, and the focus would with it
    });
    const item = element('li', {}, '', element('a', { href: '../artists/' + artist.id + '/' }, nameOf(artist.name)), remove);
    item.dataset.artist = artist.id;
    return item;
  }

  const cell = (...parts) => element('td', {}, ...parts);
  const daysOf = (p) => (p.days ? date.formatRange(p.time - (p.days - 1) * day, p.time) : date.format(p.time));
  const point = (p) => (p ? [number.format(p.value), element('small', { textContent: daysOf(p) })] : ['–']);

  let heads; // of the columns where levels are compared
  function showNumbers() {
    numbers.hidden = !view.counted.length;
    const sums = at('sums').tBodies[0];
    const { cells } = at('sums').tHead.rows[0];
    heads = heads || Array.from(cells, (head) => head.textContent);
    [1, 2].forEach((i) => { cells[i].textContent = view.kind ? [words.daily.before, words.daily.now][i - 1] : heads[i]; });
    sums.replaceChildren(...view.counted.map((artist) => {
      const { from, to } = artist.change || {};
      const head = element('th', { scope: 'row' }, badge(artist), nameOf(artist.name));
      const row = element('tr', {}, head, cell(...point(from)), cell(...point(to)));
      if (!from) {
        row.append(element('td', { colSpan: 2, className: 'why', textContent: words.noBasis }));
        return row;
      }
      const diff = to.value - from.value;
      const change = cell(minus(signed.format(diff)));
      change.className = diff > 0 ? 'up' : diff < 0 ? 'down' : 'flat';
      row.append(change, cell(from.value ? minus(percent.format(diff / from.value * 100)) + '\u00a0%' : '–'));
      return row;
    }));
    showDays();
  }

  // The days are many, so they are written when somebody wants to see them.
  function showDays() {
    const table = at('days');
    const [head] = table.tHead.rows;
    head.replaceChildren(head.cells[0], ...(perDay.open ? view.lines : []).map((artist) => element('th', { scope: 'col' }, nameOf(artist.name))));
    const rows = [];
    if (perDay.open && view.lines.length) {
      const found = view.lines.map((artist) => new Map(artist.rows.map((row) => [row[0], row])));
      for (let time = view.to; time >= view.from; time -= day) {
        rows.push(element('tr', {}, element('th', { scope: 'row', textContent: date.format(time) }), ...found.map((byDay) => dayCell(byDay.get(time)))));
      }
    }
    table.tBodies[0].replaceChildren(...rows);
  }
  function dayCell(row) {
    if (!row) return cell('–');
    if (row[1] === null) return cell(element('span', { className: 'why', dir: 'auto', textContent: row[3] ? reasonOf(row[3]) : words.noCount }));
    return cell(counted(row));
  }
  const counted = (row) => (view.index ? fill(words.ofIndex, view.kind ? fill(words.daily.factor, decimal.format(row[1])) : decimal.format(row[1]), number.format(row[2])) : number.format(row[2]));

  // sayOf tells what a line has on a day.
  const sayOf = (row) => (row[1] !== null ? counted(row) : row[3] ? fill(words.reason, words.noCount, reasonOf(row[3])) : words.anotherAccount);

  // tip says what the lines have on a day, each beside its number.
  function tip(params) {
    const lines = params.map(({ seriesIndex, value }) => element('span', {}, badge(view.lines[seriesIndex]), sayOf(value)));
    return element('div', { className: 'tip' }, element('b', { textContent: date.format(params[0].value[0]) }), ...lines);
  }

  // say is the same for those who cannot see which number is whose.
  function say(time) {
    const rows = view.lines.map(({ name, rows }) => [name, rows.find((row) => row[0] === time)]);
    return [date.format(time), ...rows.filter(([, row]) => row).map(([name, row]) => name + ': ' + sayOf(row))].join('; ');
  }

  function draw() {
    if (!view) return;
    drawn.hidden = !view.lines.length;
    if (drawn.hidden) return;
    at('what').textContent = view.label;
    box.role = 'img';
    box.ariaLabel = fill(words.drawn, view.label, view.lines.map(({ name }) => name).join(', '), data.windows.find((w) => w.id === state.window).name);
    const times = new Set(view.lines.flatMap(({ rows }) => rows.map((row) => row[0])));
    live(comparison.option(view, tip), Array.from(times).sort((a, b) => a - b), say);
  }
  const live = comparison.mount(drawn, 'what', draw);

  // take adds the artist that somebody wrote; a part of a name will do, if it is
  // of one artist.
  async function take(onlyWhole) {
    const wanted = fold(add.value);
    if (!wanted) return;
    const all = await names().catch(() => []);
    const part = all.filter(({ name }) => fold(name).includes(wanted));
    const found = all.find(({ id, name }) => fold(name) === wanted || id === wanted) || (!onlyWhole && part.length === 1 && part[0]);
    if (!found && onlyWhole) return;
    misnamed = found ? [] : [fill(words.unknown, add.value)];
    note(told);
    if (!found) return;
    add.value = '';
    if (state.artists.includes(found.id)) return;
    state.artists = [...state.artists, found.id];
    write();
  }

  // suggest offers names. Thousands would make a browser slow.
  async function suggest() {
    const wanted = fold(add.value);
    const all = await names().catch(() => []);
    list.replaceChildren(...all.filter(({ name }) => fold(name).includes(wanted)).slice(0, 50).map(({ name }) => element('option', { value: name })));
  }

  add.addEventListener('focus', suggest);
  add.addEventListener('change', () => take(false));
  add.addEventListener('input', (event) => {
    suggest();
    // A name that is picked from the list needs no Enter.
    if (!event.inputType || event.inputType === 'insertReplacementText') take(true);
  });
  source.addEventListener('change', () => { state.source = source.value; write(); });
  tabs.forEach((tab) => tab.addEventListener('change', () => { state[tab.name] = tab.value; write(); }));
  perDay.addEventListener('toggle', () => { if (view) showDays(); });
  addEventListener('hashchange', () => { read(); update(); });
  document.documentElement.addEventListener('themechange', draw);

  comparison.wake(script.dataset, draw);
  read();
  update();
})();

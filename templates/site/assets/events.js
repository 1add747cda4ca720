// Lays events over each other: reads from the address which, the counts from the
// artists' data.json, and draws by how many per cent each count differs from that
// of the event's day. That part of an address stays in the browser, so a CDN keeps
// one page for all.
(function () {
  'use strict';
  const day = 24 * 60 * 60 * 1000;
  const room = 8; // events in one chart; the style sheet has a colour for each
  const script = document.currentScript;
  const data = JSON.parse(document.getElementById('data').textContent);
  const words = data.words;
  const at = (id) => document.getElementById(id);
  const [source, notes, drawn, chosen, box] = ['source', 'notes', 'drawn', 'chosen', 'chart'].map(at);
  const chart = window.comparison(data, box);
  const { fill, element, nameOf, badge, reasonOf, decode, ask, find, valueOf, over, before, crossed, minus } = window.comparing(words);
  const spans = Array.from(document.querySelectorAll('[name=days]'));
  const boxes = Array.from(document.querySelectorAll('#events input'));

  const number = new Intl.NumberFormat(words.locale);
  const signed = new Intl.NumberFormat(words.locale, { signDisplay: 'exceptZero', maximumFractionDigits: 2 });
  const date = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const withSign = (n) => minus(signed.format(n));
  const percent = (n) => fill(words.percent, withSign(n));
  const offset = (time) => fill(words.offset, withSign(time / day));

  // What is chosen, as it stands in the address:
  // #dream-theater@2025-02-07,opeth@2024-10-11;spotify;28
  let state;
  function read() {
    const [events = '', from, days] = decode(location.hash.slice(1)).split(';');
    state = {
      events: location.hash.length > 1 ? [...new Set(events.split(',').filter((id) => /.@\d{4}-\d\d-\d\d$/.test(id)))] : [data.event],
      source: data.sources.some(({ id }) => id === from) ? from : data.source,
      days: spans.some(({ value }) => value === days) ? Number(days) : 28,
    };
    source.value = state.source;
    spans.forEach((span) => { span.checked = Number(span.value) === state.days; });
  }
  function write() {
    history.replaceState(null, '', '#' + [state.events.map(encodeURIComponent).join(','), state.source, state.days].join(';'));
    update();
  }

  // nameFor tells what an event is called: as in the table or, if it is too old for
  // that, by its artist and day.
  function nameFor(id, artist) {
    const row = boxes.find(({ value }) => value === id);
    const [, when] = id.split(/@(?=[^@]*$)/);
    return fill(words.named, artist, row ? row.labels[0].textContent.trim() : '', date.format(Date.parse(when))).replace(/, , /, ', ');
  }

  // rows turns the counts around the event's day into [offset, per cent, count,
  // reason]. A gap has no number; a day on which no count was due is left out.
  // Another account ends the line.
  function rows(series, zero, base) {
    const out = [];
    for (let time = zero - state.days * day; time <= zero + state.days * day; time += day) {
      if (crossed(series, Math.min(time, base.time), Math.max(time, base.time))) continue;
      const count = valueOf(series, time);
      const gap = series.gaps.find((g) => g.from <= time && time <= g.to);
      if (count !== undefined) out.push([time - zero, (count / base.value - 1) * 100, count]);
      else if (gap) out.push([time - zero, null, null, gap.reason]);
    }
    return out;
  }

  // dailyRows is rows of a metric that is so many in a day: the seven days up to each
  // compared with the seven before the event.
  function dailyRows(series, zero, base) {
    const out = [];
    for (let time = zero - state.days * day; time <= zero + state.days * day; time += day) {
      const number = over(series, time, 7);
      if (crossed(series, Math.min(time, zero - day), Math.max(time, zero - day))) continue;
      if (number !== null) out.push([time - zero, (number / base - 1) * 100, number]);
      else if (out.length && time <= series.start + (series.values.length - 1) * day) out.push([time - zero, null, null, words.daily.lacking]);
    }
    return out;
  }

  // work works out the line of each event that was loaded.
  function work(events) {
    const source = data.sources.find(({ id }) => id === state.source);
    const { kind } = source;
    const label = kind ? fill(kind === 'uniques' ? words.daily.labelM : words.daily.label7, source.label) : source.label;
    const said = kind ? [words.daily.liftOf] : [];
    const lines = [];
    for (const event of events) {
      const series = event.file && find(event.file, source);
      const base = series && (kind ? { time: event.zero - day, value: over(series, event.zero - day, 7) }
        : before(series, event.zero, event.zero - Math.floor(state.days / 7) * day));
      if (!event.file) said.push(fill(words.failed, event.name));
      else if (!series) said.push(fill(words.noSeries, event.name, source.label));
      else if (!base || !base.value || crossed(series, base.time, event.zero)) said.push(fill(words.noBasis, event.name, source.label));
      else lines.push({ ...event, rows: kind ? dailyRows(series, event.zero, base.value) : rows(series, event.zero, base) });
    }
    const to = state.days * day;
    return { label, lines, said, from: -to, to, index: true, marks: [{ xAxis: 0 }] };
  }

  // update shows what is chosen. Choices may come faster than files: only the
  // last one is shown.
  let turn = 0;
  let view;
  async function update() {
    const mine = ++turn;
    const said = [];
    const { name, locked } = data.sources.find(({ id }) => id === state.source);
    if (state.events.length > room) said.push(fill(words.full, number.format(room)));
    if (locked) said.push(fill(words.locked, name));
    if (!state.events.length) said.push(words.none);
    const ids = state.events.slice(0, room);
    boxes.forEach((one) => { one.checked = ids.includes(one.value); });
    const events = await Promise.all(ids.map(async (id, i) => {
      const [artist, when] = id.split(/@(?=[^@]*$)/);
      const file = locked ? null : await ask('../../artists/' + encodeURIComponent(artist) + '/data.json').catch(() => null);
      return { id, artist, n: i + 1, zero: Date.parse(when), file, name: nameFor(id, file ? file.name : artist) };
    }));
    if (mine !== turn) return;
    view = locked ? { lines: [], said: [] } : work(events);
    notes.replaceChildren(...[...said, ...view.said].map((text) => element('li', { textContent: text, dir: 'auto' })));
    chosen.replaceChildren(...view.lines.map((line) => element('li', {}, badge(line), element('a', { href: '../../artists/' + line.artist + '/' }, nameOf(line.name)))));
    draw();
  }

  const sayOf = (row) => (row[1] !== null ? fill(words.point, percent(row[1]), number.format(row[2])) : fill(words.reason, words.noCount, reasonOf(row[3])));
  function tip(params) {
    const lines = params.map(({ seriesIndex, value }) => element('span', {}, badge(view.lines[seriesIndex]), sayOf(value)));
    return element('div', { className: 'tip' }, element('b', { textContent: offset(params[0].value[0]) }), ...lines);
  }
  function say(time) {
    const found = view.lines.map(({ name, rows }) => [name, rows.find((row) => row[0] === time)]);
    return [offset(time), ...found.filter(([, row]) => row).map(([name, row]) => name + ': ' + sayOf(row))].join('; ');
  }

  // option is that of the chart of counts, with days since the event below it.
  function option() {
    const o = chart.option(view, tip);
    const step = [7, 14, 30].find((n) => 2 * state.days / n <= (box.clientWidth - 100) / 48) || 45;
    const ticks = [];
    for (let n = -Math.floor(state.days / step) * step; n <= state.days; n += step) ticks.push(n * day);
    Object.assign(o.xAxis[0].axisLabel, { formatter: (time) => withSign(time / day), customValues: ticks });
    o.yAxis[0].axisLabel.formatter = percent;
    o.grid.left += 16;
    o.series[0].markLine.label.show = false;
    o.grid.top = 10;
    return o;
  }

  function draw() {
    if (!view) return;
    drawn.hidden = !view.lines.length;
    if (drawn.hidden) return;
    at('what').textContent = view.label;
    box.role = 'img';
    box.ariaLabel = fill(words.drawn, view.label, view.lines.map(({ name }) => name).join('; '));
    const times = new Set(view.lines.flatMap(({ rows }) => rows.map((row) => row[0])));
    live(option(), Array.from(times).sort((a, b) => a - b), say);
  }
  const live = chart.mount(drawn, 'what', draw);

  boxes.forEach((one) => one.addEventListener('change', () => {
    const others = state.events.filter((id) => id !== one.value);
    state.events = one.checked ? [...others, one.value] : others;
    write();
  }));
  source.addEventListener('change', () => { state.source = source.value; write(); });
  spans.forEach((span) => span.addEventListener('change', () => { state.days = Number(span.value); write(); }));
  addEventListener('hashchange', () => { read(); update(); });
  document.documentElement.addEventListener('themechange', draw);
  chart.wake(script.dataset, draw);
  read();
  update();
})();

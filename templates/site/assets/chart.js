// Brings the charts to life. The pictures are complete without it; this file
// lays an ECharts line over each, and leaves labels and grid lines to the
// picture until somebody zooms. wake.js loads it.
(function () {
  'use strict';
  const day = 24 * 60 * 60 * 1000;
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById('data').textContent);
  const words = data.words;
  const model = JSON.parse(document.getElementById('option').textContent);
  const plots = Array.from(document.querySelectorAll('.plot[data-chart]')).filter((plot) => data.charts[plot.dataset.chart]);
  const tabs = Array.from(document.querySelectorAll('[name=window]'));
  const charts = new Map(); // source -> { plot, live, zoomed, follow }
  for (const chart of Object.values(data.charts)) {
    let count = 0;
    chart.values = (chart.steps || []).map((step) => (step === null ? null : count += step));
  }
  const windowOf = (chart, window) => ((chart.windows || {})[window] || data.windows[window]).map((d) => Date.parse(d));
  const number = new Intl.NumberFormat(words.locale);
  const date = new Intl.DateTimeFormat(words.locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

  // What a zoomed chart writes below its line: days, months, years.
  const inUTC = (parts) => new Intl.DateTimeFormat(words.locale, { ...parts, timeZone: 'UTC' });
  const [shortDay, month] = [inUTC({ day: 'numeric', month: 'short' }), inUTC({ month: 'short' })];
  function tick(time) {
    const at = new Date(time);
    if (at.getUTCDate() > 1) return shortDay.format(at);
    return at.getUTCMonth() ? month.format(at) : String(at.getUTCFullYear());
  }

  // fill puts texts into the places of a phrase: {1}, {2}.
  const fill = (phrase, ...texts) => phrase.replace(/\{(\d)\}/g, (place, n) => texts[n - 1]);

  // A reason of ours stands in data as it does in English; a platform's stays.
  function reasonOf(reason) {
    const [begin, instead] = (words.reasons || []).find(([begin]) => reason.startsWith(begin)) || ['', ''];
    return instead + reason.slice(begin.length);
  }

  const chosen = () => tabs.find((tab) => tab.checked).value;

  // rows turns a source's counts of the days shown into [time, count]. A gap is
  // [time, null, reason]; a day on which no count was due is left out, so that
  // the line goes on. Between the counts of two accounts stands [time, null].
  function rows(chart, from, to) {
    const start = Date.parse(chart.start);
    const gaps = (chart.gaps || []).map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), reason: gap.reason }));
    const seams = new Set((chart.seams || []).map((seam) => Date.parse(seam)));
    const out = [];
    chart.values.forEach((value, i) => {
      const time = start + i * day;
      if (time < from || time > to) return;
      if (seams.has(time)) out.push([time - day / 2, null]);
      if (value !== null) { out.push([time, value]); return; }
      const gap = gaps.find((g) => g.from <= time && time <= g.to);
      if (gap) out.push([time, null, gap.reason]);
    });
    return out;
  }

  // bridges joins the counts before and after each gap; nothing joins the counts
  // of two accounts.
  function bridges(line) {
    const out = [];
    let before = null;
    let gap = false;
    for (const row of line) {
      if (row[1] === null) {
        gap = true;
        if (row.length < 3) before = null;
        continue;
      }
      if (gap && before) out.push(before, row, [row[0], null]);
      before = row;
      gap = false;
    }
    return out;
  }

  // amounts returns what there is of each day of a metric that is so many in a day: the
  // count or, of a level, what it is more than the day before. null is a day without.
  function amounts(chart) {
    if (chart.kind !== 'cumulative') return chart.values;
    const start = Date.parse(chart.start);
    const seams = new Set((chart.seams || []).map((seam) => Date.parse(seam)));
    return chart.values.map((value, i) => {
      const before = i ? chart.values[i - 1] : null;
      return value === null || before === null || seams.has(start + i * day) || value < before ? null : value - before;
    });
  }

  // over returns the sum of days or, of different people, their mean; null where one has
  // no amount or another account began to be counted among them.
  function over(chart, of, from, days) {
    const start = Date.parse(chart.start);
    const some = from < 0 ? [] : of.slice(from, from + days);
    const crossed = (chart.seams || []).some((seam) => start + from * day < Date.parse(seam) && Date.parse(seam) < start + (from + days) * day);
    if (some.length < days || some.includes(null) || crossed) return null;
    const sum = some.reduce((a, b) => a + b, 0);
    return chart.kind === 'uniques' ? Math.round(sum / days) : sum;
  }

  // daily returns the rows of such a metric, which its line goes through, and its dots:
  // [time, number of the seven days up to it, reason, amount, level]. A week of bars
  // is [Monday, its number], the same on Sunday, and an end.
  function daily(chart, from, to, weekly) {
    const start = Date.parse(chart.start);
    const of = amounts(chart);
    const why = new Map(rows(chart, from, to).map((row) => [row[0], row[2]]));
    const line = [];
    const dots = [];
    of.forEach((amount, i) => {
      const time = start + i * day;
      if (time < from || time > to) return;
      if (weekly) {
        if (new Date(time).getUTCDay() === 1 && time + 6 * day <= to) {
          const number = over(chart, of, i, 7);
          const end = time + (to - from < 420 * day ? 6 : 7) * day;
          if (number !== null) line.push([time, number, null, null, null, true], [end - 1, number, null, null, null, true], [end - 1, null, null, number, null, true]);
        }
        return;
      }
      const number = over(chart, of, i - 6, 7);
      if (amount !== null || why.has(time)) line.push([time, number, why.get(time), amount, chart.values[i]]);
      if (amount !== null) dots.push([time, amount]);
    });
    return { line, dots };
  }

  // lone returns the counts that no line reaches.
  function lone(line) {
    const missing = (row) => row === undefined || row[1] === null;
    return line.filter((row, i) => !missing(row) && missing(line[i - 1]) && missing(line[i + 1]));
  }

  // Colours in an option are tokens, because only the style sheet knows them.
  // It has a colour of its own for each plot.
  const probe = document.createElement('i');
  probe.hidden = true;
  function color(name) {
    probe.style.color = 'var(--' + name + ')';
    return getComputedStyle(probe).color;
  }
  function resolve(value, key) {
    if (typeof value === 'string' && key === 'color') return value[0] === '$' ? color(value.slice(1)) : value;
    if (Array.isArray(value)) return value.map((v) => resolve(v));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v, k)]));
    return value;
  }

  const monday = (time) => time - (new Date(time).getUTCDay() + 6) % 7 * day;

  // dailyTip returns what a day has, with the number that the line goes through, or a
  // week.
  function dailyTip(chart, [time, value, reason, amount, level, week]) {
    const texts = [];
    if (week) {
      const first = monday(time);
      texts.push(number.format(value ?? amount), fill(words.daily.weekSum, date.format(first), date.format(first + 6 * day)));
    } else {
      const known = amount !== null && amount !== undefined;
      texts.push(known ? number.format(amount) : level !== null && level !== undefined ? words.daily.noDiff : words.noCount);
      texts.push(reason ? fill(words.reason, date.format(time), reasonOf(reason)) : date.format(time));
      if (value !== null) texts.push(fill(chart.kind === 'uniques' ? words.daily.mean7 : words.daily.sum7, number.format(value)));
      if (chart.kind === 'cumulative' && level !== null && level !== undefined) texts.push(fill(words.daily.atLevel, number.format(level)));
    }
    const box = document.createElement('div');
    box.className = 'tip';
    box.append(...texts.map((text, i) => Object.assign(document.createElement(i ? 'span' : 'b'), { textContent: text, className: i > 1 ? 'of' : '' })));
    return box;
  }

  // stepOn gives how many counts that of a time may stand for, as the platform cuts it.
  function stepOn(chart, time) {
    const cut = (chart.cut || []).findLast(({ from }) => Date.parse(from) <= time);
    return cut ? cut.step : 1;
  }

  function tip(params, chart) {
    if (chart.kind) return dailyTip(chart, params[params.length - 1].value);
    const [time, value, reason] = params[params.length - 1].value;
    const box = document.createElement('div');
    const count = document.createElement('b');
    const when = document.createElement('span');
    box.className = 'tip';
    if (value !== null) {
      count.textContent = number.format(value);
      when.textContent = date.format(time);
    } else if (reason) {
      count.textContent = words.noCount;
      when.textContent = fill(words.reason, date.format(time), reasonOf(reason));
    } else {
      count.textContent = words.anotherAccount;
      when.textContent = fill(words.from, date.format(time + day / 2));
    }
    box.append(count, when);
    const step = value === null ? 1 : stepOn(chart, time);
    if (step > 1) box.append(Object.assign(document.createElement('span'), { className: 'of', textContent: fill(words.terms.standsTo, number.format(value), number.format(value + step - 1)) }));
    return box;
  }

  function option(source) {
    const chart = data.charts[source];
    const window = chosen();
    const [from, to] = windowOf(chart, window);
    const [min, max] = chart.ranges[window];
    charts.get(source).plot.append(probe);
    const o = resolve(model);
    const weekly = Boolean(chart.weekly) && window === 'all';
    const { line, dots } = chart.kind ? daily(chart, from, to, weekly) : { line: rows(chart, from, to) };
    o.dataset = [line, dots ? [] : bridges(line), dots ? [...dots, ...(weekly ? [] : lone(line))] : lone(line)].map((source) => ({ source, dimensions: ['time', 'count', 'reason'], sourceHeader: false }));
    Object.assign(o.xAxis[0], { min: from, max: to, minInterval: day });
    o.xAxis[0].axisLabel.formatter = tick;
    Object.assign(o.yAxis[0], { min, max });
    o.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    Object.assign(o.dataZoom[0], { zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, minValueSpan: 7 * day, preventDefaultMouseMove: false });
    Object.assign(o.tooltip, {
      formatter: (params) => tip(params, chart), confine: true, transitionDuration: 0, padding: [8, 12], borderWidth: 1,
      backgroundColor: color('card'), borderColor: color('rule'),
      axisPointer: { type: 'line', lineStyle: { color: color('muted'), type: [3, 3] }, label: { show: false } },
    });
    const [gaps, points, counts] = o.series;
    [gaps, points].forEach((series, i) => Object.assign(series, { datasetIndex: i + 1, silent: true, tooltip: { show: false }, emphasis: { disabled: true } }));
    gaps.lineStyle.type = [1, 5];
    gaps.lineStyle.cap = 'round';
    counts.name = o.aria.label.description = chart.label;
    counts.emphasis = { lineStyle: { width: 2 } };
    const card = charts.get(source).plot.closest('.card').classList;
    if (card.contains('second')) counts.lineStyle.type = [7, 4];
    if (card.contains('third')) counts.lineStyle.type = [2, 3];
    if (dots) {
      Object.assign(points, { symbolSize: to - from <= 31 * day ? 6 : 3.5, itemStyle: { ...points.itemStyle, opacity: 0.5 } });
      if (weekly) {
        Object.assign(counts, { step: 'end', showSymbol: false });
        Object.assign(counts.lineStyle, { width: 0, type: 'solid' });
        counts.areaStyle.opacity = 0.55;
        counts.emphasis = { disabled: true };
      }
    }
    const marks = (chart.seams || []).map((seam) => ({ name: words.anotherAccount, xAxis: Date.parse(seam) }))
      .concat((chart.events || []).map(({ day, title }) => ({ name: title, xAxis: Date.parse(day) })));
    if (marks.length) counts.markLine = { data: [...(counts.markLine ? counts.markLine.data : []), ...marks] };
    if (counts.markLine) Object.assign(counts.markLine, { silent: true, symbol: 'none', animation: false, lineStyle: { opacity: 0, color: color('muted') }, label: { show: false, color: color('muted') } });
    return o;
  }

  // A chart whose older counts are not here would be cut off, so its picture stays.
  function cutOff(source) {
    const chart = data.charts[source];
    return chart.partial && windowOf(chart, chosen())[0] < Date.parse(chart.start);
  }

  function draw(source) {
    const entry = charts.get(source);
    const ready = Boolean(data.charts[source].ranges[chosen()]) && !cutOff(source);
    entry.zoomed = false;
    if (ready) entry.live.setOption(option(source), true);
    follow(source, ready);
    entry.plot.classList.toggle('live-on', ready);
    entry.plot.classList.remove('zoomed');
  }

  // The crosshair goes by keys through all that the tooltip has something to say of.
  function follow(source, ready) {
    const { follow, live } = charts.get(source);
    const line = ready ? live.getOption().dataset[0].source : [];
    const told = (time) => Array.from(tip([{ value: line.find((row) => row[0] === time) }], data.charts[source]).children, (part) => part.textContent).join(', ');
    if (follow) follow(line.map((row) => row[0]), told);
  }

  // When zoomed, the picture's days no longer fit: the chart shows its own.
  function zoom(source) {
    const entry = charts.get(source);
    const { start, end } = entry.live.getOption().dataZoom[0];
    const zoomed = start > 0.01 || end < 99.99;
    if (zoomed === entry.zoomed) return;
    entry.zoomed = zoomed;
    entry.plot.classList.toggle('zoomed', zoomed);
    entry.live.setOption({
      xAxis: [{ axisLabel: { show: zoomed } }],
      series: [{}, {}, { markLine: { lineStyle: { opacity: zoomed ? 0.6 : 0 } } }],
    });
  }

  function bringToLife() {
    for (const plot of plots) {
      const source = plot.dataset.chart;
      const box = document.createElement('div');
      box.className = 'live';
      plot.append(box);
      const live = window.echarts.init(box, null, { renderer: 'svg' });
      live.group = 'artist';
      charts.set(source, { plot, live, zoomed: false, follow: window.crosshair && window.crosshair(live, plot, 'h-' + source) });
      live.on('datazoom', () => zoom(source));
      box.addEventListener('dblclick', () => live.dispatchAction({ type: 'dataZoom', start: 0, end: 100 }));
      new ResizeObserver(() => live.resize()).observe(box);
    }
    window.echarts.connect('artist');
    choose();
  }

  let asked = false;
  function load() {
    if (asked || !data.more || !Object.keys(data.charts).some(cutOff)) return;
    asked = true;
    fetch(data.more).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }).then((whole) => {
      const take = (slug, { kind, ...series }) => { if (data.charts[slug]) Object.assign(data.charts[slug], series, { partial: false }); };
      for (const { more, ...series } of whole.sources) {
        take(series.source, series);
        for (const further of more || []) take(series.source + '-' + further.metric, further);
      }
      charts.forEach((_, source) => draw(source));
    }).catch(() => { /* the picture still shows all */ });
  }

  function choose() {
    if (!charts.size) return;
    load();
    charts.forEach((_, source) => draw(source));
  }

  tabs.forEach((tab) => tab.addEventListener('change', choose));
  root.addEventListener('themechange', choose);
  addEventListener('echartsloaded', bringToLife, { once: true });
  load();
})();

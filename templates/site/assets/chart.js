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

  // lone gives the counts that no line reaches.
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

  function tip(params) {
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
    return box;
  }

  function option(source) {
    const chart = data.charts[source];
    const window = chosen();
    const [from, to] = data.windows[window].map((d) => Date.parse(d));
    const [min, max] = chart.ranges[window];
    charts.get(source).plot.append(probe);
    const o = resolve(model);
    const line = rows(chart, from, to);
    o.dataset = [line, bridges(line), lone(line)].map((source) => ({ source, dimensions: ['time', 'count', 'reason'], sourceHeader: false }));
    Object.assign(o.xAxis[0], { min: from, max: to, minInterval: day });
    o.xAxis[0].axisLabel.formatter = tick;
    Object.assign(o.yAxis[0], { min, max });
    o.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    Object.assign(o.dataZoom[0], { zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, minValueSpan: 7 * day, preventDefaultMouseMove: false });
    Object.assign(o.tooltip, {
      formatter: tip, confine: true, transitionDuration: 0, padding: [8, 12], borderWidth: 1,
      backgroundColor: color('card'), borderColor: color('rule'),
      axisPointer: { type: 'line', lineStyle: { color: color('muted'), type: [3, 3] }, label: { show: false } },
    });
    const [gaps, points, counts] = o.series;
    [gaps, points].forEach((series, i) => Object.assign(series, { datasetIndex: i + 1, silent: true, tooltip: { show: false }, emphasis: { disabled: true } }));
    gaps.lineStyle.type = [1, 5];
    gaps.lineStyle.cap = 'round';
    counts.name = o.aria.label.description = chart.label;
    counts.emphasis = { lineStyle: { width: 2 } };
    const marks = (chart.seams || []).map((seam) => ({ name: words.anotherAccount, xAxis: Date.parse(seam) }))
      .concat((chart.events || []).map(({ day, title }) => ({ name: title, xAxis: Date.parse(day) })));
    if (marks.length) counts.markLine = { data: [...(counts.markLine ? counts.markLine.data : []), ...marks] };
    if (counts.markLine) Object.assign(counts.markLine, { silent: true, symbol: 'none', animation: false, lineStyle: { opacity: 0, color: color('muted') }, label: { show: false, color: color('muted') } });
    return o;
  }

  // A chart whose older counts are not here would be cut off, so its picture stays.
  function cutOff(source) {
    const chart = data.charts[source];
    return chart.partial && Date.parse(data.windows[chosen()][0]) < Date.parse(chart.start);
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
    const told = (time) => Array.from(tip([{ value: line.find((row) => row[0] === time) }]).children, (part) => part.textContent).join(', ');
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
      for (const series of whole.sources) {
        if (data.charts[series.source]) Object.assign(data.charts[series.source], series, { partial: false });
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

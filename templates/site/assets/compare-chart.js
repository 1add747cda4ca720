// How artists compared are drawn: the option of the chart, of what compare.js
// worked out.
window.comparison = function (data, box) {
  'use strict';
  const day = 24 * 60 * 60 * 1000;
  const words = data.words;
  const number = new Intl.NumberFormat(words.locale);
  const inUTC = (parts) => new Intl.DateTimeFormat(words.locale, { ...parts, timeZone: 'UTC' });
  const [shortDay, month] = [inUTC({ day: 'numeric', month: 'short' }), inUTC({ month: 'short' })];

  // Colours in an option are tokens, because only the style sheet knows them.
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
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

  // ticks are the days below the chart, as in the pictures: those of a short
  // span are counted back from its last day, a long one follows the calendar.
  function ticks(from, to, most) {
    const days = (to - from) / day;
    const step = [1, 2, 7, 14, 28].find((n) => days / n <= most);
    const out = [];
    if (step && days <= 112) {
      for (let time = to; time >= from; time -= step * day) out.unshift(time);
      return out;
    }
    const months = [1, 2, 6, 12, 24, 60, 120].find((n) => days / (30 * n) <= most) || 240;
    const first = new Date(from);
    const start = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
    for (let n = start; Date.UTC(Math.floor(n / 12), n % 12) <= to; n += months) out.push(Date.UTC(Math.floor(n / 12), n % 12));
    return out.filter((time) => time >= from);
  }

  function tick(time, days) {
    const when = new Date(time);
    if (days <= 112) return shortDay.format(when);
    return when.getUTCMonth() ? month.format(when) : String(when.getUTCFullYear());
  }

  // compact writes the numbers beside the chart with as many digits as tell
  // them apart.
  function compact(lines) {
    const values = lines.flatMap(({ rows }) => rows.map((row) => row[1]).filter((value) => value !== null));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const digits = Math.ceil(Math.log10(Math.max(high, 1) / Math.max((high - low) / 5, 1e-3))) + 1;
    const format = new Intl.NumberFormat(words.locale, { notation: high < 100_000 ? 'standard' : 'compact', maximumSignificantDigits: Math.min(Math.max(digits, 3), 12) });
    const texts = [low, high].map((value) => format.format(value));
    return { formatter: (value) => format.format(value), room: 16 + 7 * Math.max(...texts.map((text) => text.length)) };
  }

  // lone gives the counts that no line reaches.
  function lone(rows) {
    const missing = (row) => row === undefined || row[1] === null;
    return rows.filter((row, i) => !missing(row) && missing(rows[i - 1]) && missing(rows[i + 1])).flatMap((row) => [row, [row[0], null]]);
  }

  // series gives each artist a line, which ends with the artist's number, and
  // dots for its lone counts where there are any.
  function series(model, lines) {
    const line = (artist) => ({
      ...model, data: artist.rows, name: artist.name,
      lineStyle: { ...model.lineStyle, color: color('k' + artist.n) }, itemStyle: { color: color('k' + artist.n) },
      emphasis: { lineStyle: { width: 2 } },
    });
    return lines.map((artist) => ({
      ...line(artist),
      endLabel: { show: true, formatter: () => number.format(artist.n), color: color('k' + artist.n), fontWeight: 700, distance: 6 },
    })).concat(lines.filter(({ rows }) => lone(rows).length).map((artist) => ({
      ...line(artist), data: lone(artist.rows), showSymbol: true, silent: true, tooltip: { show: false },
    })));
  }

  function option(view, tip) {
    const o = resolve(data.option);
    const counts = compact(view.lines);
    const days = (view.to - view.from) / day;
    o.series = series(o.series[0], view.lines);
    o.grid.left = counts.room;
    if (view.marks.length) {
      o.grid.top = 24; // room for what they are called
      o.series[0].markLine = {
        silent: true, symbol: 'none', animation: false, data: view.marks,
        lineStyle: { color: color('muted'), type: [2, 3] }, label: { formatter: '{b}', color: color('muted'), fontSize: 11 },
      };
    }
    Object.assign(o.xAxis[0], { min: view.from, max: view.to, minInterval: day });
    Object.assign(o.xAxis[0].axisLabel, {
      formatter: (time) => tick(time, days),
      customValues: ticks(view.from, view.to, (box.clientWidth - counts.room - o.grid.right) / 72),
    });
    if (!view.index) o.yAxis[0].minInterval = 1;
    if (view.kind) o.yAxis[0].scale = false; // a sum begins at 0
    o.yAxis[0].axisLabel.formatter = counts.formatter;
    o.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    o.aria.label.description = box.ariaLabel;
    Object.assign(o.tooltip, {
      formatter: tip, confine: true, transitionDuration: 0, padding: [8, 12], borderWidth: 1,
      backgroundColor: color('card'), borderColor: color('rule'),
      axisPointer: { type: 'line', lineStyle: { color: color('muted'), type: [3, 3] }, label: { show: false } },
    });
    return o;
  }

  // mount gives what shows an option in the box, once ECharts is there. draw is asked
  // for another one in another width, which has room for more or fewer days.
  let live;
  let follow;
  function mount(place, heading, draw) {
    function fit() {
      if (!box.clientWidth || box.clientWidth === live.getWidth()) return;
      live.resize();
      draw();
    }
    // Paper is light, and narrower than most windows. Nobody else draws for it.
    let theme;
    function paper(width, instead) {
      if (!live) return;
      box.style.width = width;
      if (instead) document.documentElement.dataset.theme = instead;
      else delete document.documentElement.dataset.theme;
      live.resize();
      draw();
    }
    addEventListener('beforeprint', () => { theme = document.documentElement.dataset.theme; paper('640px', 'light'); });
    addEventListener('afterprint', () => paper('', theme));
    return function show(option, times, say) {
      if (!window.echarts) return;
      if (!live) {
        live = window.echarts.init(box, null, { renderer: 'svg' });
        new ResizeObserver(fit).observe(box);
        follow = window.crosshair && window.crosshair(live, place, heading);
      }
      live.setOption(option, true);
      if (follow) follow(times, say);
    };
  }

  // Whoever only loads the page does not pay for ECharts. Who moves reads, and
  // so does who follows a link to a choice.
  function wake({ crosshair, echarts }, draw) {
    const signs = ['pointermove', 'pointerdown', 'touchstart', 'scroll', 'keydown'];
    function load() {
      signs.forEach((sign) => removeEventListener(sign, load));
      const [first, library] = [crosshair, echarts].map((src) => Object.assign(document.createElement('script'), { src, async: false }));
      library.addEventListener('load', draw);
      document.head.append(first, library); // they run in this order
    }
    if (location.hash.length > 1) load();
    else signs.forEach((sign) => addEventListener(sign, load, { passive: true }));
  }

  return { option, mount, wake };
};

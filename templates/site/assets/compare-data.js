// What the pages that compare have in common: texts, elements, files of counts.
window.comparing = function (words) {
  'use strict';
  const day = 24 * 60 * 60 * 1000;
  const number = new Intl.NumberFormat(words.locale);

  // fill puts texts into the places of a phrase: {1}, {2}.
  const fill = (phrase, ...texts) => phrase.replace(/\{(\d)\}/g, (place, n) => texts[n - 1]);

  // element makes an element; what is given of text stays text.
  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }
  const nameOf = (text) => element('bdi', { textContent: text });
  const badge = (line) => element('b', { className: 'badge k' + line.n, textContent: number.format(line.n) });

  // A reason of ours stands in data as it does in English; a platform's stays.
  function reasonOf(reason) {
    const [begin, instead] = (words.reasons || []).find(([begin]) => reason.startsWith(begin)) || ['', ''];
    return instead + reason.slice(begin.length);
  }

  const minus = (text) => text.replace('-', '\u2212'); // as the other pages have it

  function decode(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // ask loads a file once; one that failed is asked for again the next time.
  const asked = new Map();
  function ask(address) {
    if (!asked.has(address)) {
      const answer = fetch(address).then((got) => {
        if (!got.ok) throw new Error(got.status);
        return got.json();
      });
      answer.catch(() => asked.delete(address));
      asked.set(address, answer);
    }
    return asked.get(address);
  }

  // find returns the series of a metric in an artist's file: the source's own, or one of
  // its further metrics. A series without a count is none.
  function find(file, { id, of, metric, kind }) {
    const source = file.sources.find((s) => s.source === (of || id));
    const found = source && metric ? (source.more || []).find((s) => s.metric === metric) : source;
    return found && found.values.length ? parsed(found, kind) : undefined;
  }

  function parsed(series, kind) {
    return {
      kind,
      start: Date.parse(series.start),
      values: series.values,
      gaps: (series.gaps || []).map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), reason: gap.reason })),
      seams: (series.seams || []).map((seam) => Date.parse(seam)),
    };
  }

  // valueOf returns the count of a time; undefined where there is none.
  const valueOf = (series, time) => series.values[Math.round((time - series.start) / day)] ?? undefined;

  // before returns the newest count on or before a time, but not before the oldest.
  function before(series, time, oldest) {
    for (let t = time; t >= Math.max(oldest, series.start); t -= day) {
      const value = valueOf(series, t);
      if (value !== undefined) return { time: t, value };
    }
    return null;
  }
  const crossed = (series, from, to) => series.seams.some((seam) => from < seam && seam <= to);

  // amountOf returns what there is of a day of a metric that is so many in a day: the
  // count or, of a level, what it is more than the day before. undefined is none.
  function amountOf(series, time) {
    const value = valueOf(series, time);
    if (series.kind !== 'cumulative' || value === undefined) return value;
    const last = valueOf(series, time - day);
    return last === undefined || value < last || series.seams.includes(time) ? undefined : value - last;
  }

  // amounts returns those of days in a row; null where one has none, or another account
  // began to be counted among them.
  function amounts(series, last, days) {
    const some = Array.from({ length: days }, (_, i) => amountOf(series, last - i * day));
    return some.includes(undefined) || crossed(series, last - (days - 1) * day, last) ? null : some;
  }

  // over returns the sum of days or, of different people, their mean.
  function over(series, last, days) {
    const some = amounts(series, last, days);
    if (!some) return null;
    const sum = some.reduce((a, b) => a + b, 0);
    return series.kind === 'uniques' ? Math.round(sum / days) : sum;
  }

  // newestOf returns the last day that has an amount; undefined where there is none.
  function newestOf(series) {
    for (let time = series.start + (series.values.length - 1) * day; time >= series.start; time -= day) {
      if (amountOf(series, time) !== undefined) return time;
    }
    return undefined;
  }

  // usual returns the artist's own median day of the last year; null where too little is
  // known, or so few are usual that a handful is many times as much.
  function usual(series) {
    const last = newestOf(series);
    const known = [];
    for (let time = last; time > last - 365 * day && time >= series.start; time -= day) {
      if (series.seams.includes(time + day)) break;
      const amount = amountOf(series, time);
      if (amount !== undefined) known.push(amount);
    }
    known.sort((a, b) => a - b);
    const half = Math.floor(known.length / 2);
    const median = known.length % 2 ? known[half] : (known[half - 1] + known[half]) / 2;
    return known.length < 28 || median < 50 ? null : median;
  }

  return { fill, element, nameOf, badge, reasonOf, decode, ask, find, valueOf, amountOf, over, newestOf, usual, before, crossed, minus };
};

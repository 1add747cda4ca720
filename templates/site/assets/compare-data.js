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

  function parsed(series) {
    return {
      start: Date.parse(series.start),
      values: series.values,
      gaps: (series.gaps || []).map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), reason: gap.reason })),
      seams: (series.seams || []).map((seam) => Date.parse(seam)),
    };
  }

  // valueOf gives the count of a time; undefined where there is none.
  const valueOf = (series, time) => series.values[Math.round((time - series.start) / day)] ?? undefined;

  // before gives the newest count on or before a time, but not before the oldest.
  function before(series, time, oldest) {
    for (let t = time; t >= Math.max(oldest, series.start); t -= day) {
      const value = valueOf(series, t);
      if (value !== undefined) return { time: t, value };
    }
    return null;
  }
  const crossed = (series, from, to) => series.seams.some((seam) => from < seam && seam <= to);

  return { fill, element, nameOf, badge, reasonOf, decode, ask, parsed, valueOf, before, crossed, minus };
};

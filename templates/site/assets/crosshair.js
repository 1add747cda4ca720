// Moves the crosshair of a chart by keys. A range that nobody sees knows the keys
// already, arrows, Home and End, and screen readers say what it stands for.
window.crosshair = function (chart, place, heading) {
  'use strict';
  const range = Object.assign(document.createElement('input'), { type: 'range', className: 'sr', min: 0, disabled: true });
  range.setAttribute('aria-labelledby', heading);
  place.append(range);
  let times = [];
  let tell;

  const hide = () => chart.dispatchAction({ type: 'hideTip' });
  function show() {
    const time = times[range.value];
    range.setAttribute('aria-valuetext', tell(time));
    if (document.activeElement !== range) return;
    chart.dispatchAction({ type: 'showTip', x: chart.convertToPixel({ xAxisIndex: 0 }, time), y: chart.getHeight() / 2 });
  }
  range.addEventListener('input', show);
  range.addEventListener('focus', show);
  range.addEventListener('blur', hide);
  range.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });

  // The points change when another window is chosen; the crosshair stays where it
  // is, or goes to the newest.
  return function follow(points, say) {
    const at = points.indexOf(times[range.value]);
    [times, tell] = [points, say];
    range.disabled = !times.length;
    if (range.disabled) return;
    range.max = times.length - 1;
    range.value = at < 0 ? range.max : at;
    show();
  };
};

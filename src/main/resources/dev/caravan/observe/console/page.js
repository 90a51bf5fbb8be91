// What the pages of the console share: how figures are written, and how rows are made. What comes from outside is only ever text.
'use strict';
const page = (() => {
  const at = id => document.getElementById(id);
  const counts = new Intl.NumberFormat('en');
  const count = n => counts.format(n);
  const bytes = n => {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
    let i = 0;
    while (n >= 1024 && i < units.length - 1) { n /= 1024; i++; }
    return (i === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)) + ' ' + units[i];
  };
  const time = s => s < 60 ? s + ' s'
    : s < 3600 ? Math.floor(s / 60) + ' min ' + String(s % 60).padStart(2, '0') + ' s'
    : s < 86400 ? Math.floor(s / 3600) + ' h ' + String(Math.floor(s % 3600 / 60)).padStart(2, '0') + ' min'
    : Math.floor(s / 86400) + ' d ' + Math.floor(s % 86400 / 3600) + ' h';

  const zone = { timeZoneName: 'short' };
  const moment = ms => new Date(ms).toLocaleString([], zone), clock = ms => new Date(ms).toLocaleTimeString([], zone);

  const text = (id, value) => { const e = at(id); if (e.textContent !== value) e.textContent = value; };
  const node = (name, value, style) => {
    const e = document.createElement(name);
    if (value !== undefined) e.textContent = value;
    if (style) e.className = style;
    return e;
  };
  const row = cells => { const tr = node('tr'); tr.append(...cells); return tr; };
  const fill = (id, rows) => {
    const table = at(id);
    table.hidden = rows.length === 0;
    table.tBodies[0].replaceChildren(...rows);
  };
  const figure = (name, value, style) => {
    const div = node('div');
    div.append(node('dt', name), node('dd', value, style));
    return div;
  };
  const again = one => node('li', one.kind + ': ' + count(one.count) + (one.count === 1 ? ' failed attempt is' : ' failed attempts are')
    + ' repeated, the last at ' + clock(one.time) + ': ' + one.key + ': ' + one.message + (one.more ? '.' + one.more : ''), 'key-text warm');
  const giant = one => {
    const li = node('li'), bar = node('progress');
    bar.max = one.parts;
    bar.value = one.done;
    bar.setAttribute('aria-label', one.key);
    li.append(node('div', one.key, 'key-text'), bar, node('div', one.done + ' of ' + one.parts + ' parts' + one.more));
    return li;
  };

  // Draws points, each [x in 0..1, bytes, objects], the oldest first.
  const graph = points => {
    const mostBytes = Math.max(1, ...points.map(p => p[1])), mostObjects = Math.max(1, ...points.map(p => p[2]));
    const y = (value, most) => (118 - 112 * value / most).toFixed(1);
    const line = (i, most) => points.map(p => (600 * p[0]).toFixed(1) + ',' + y(p[i], most)).join(' L');
    if (points.length > 1) {
      at('area').setAttribute('d', 'M' + (600 * points[0][0]).toFixed(1) + ',118 L' + line(1, mostBytes) + ' L600,118 Z');
      at('objects').setAttribute('d', 'M' + line(2, mostObjects));
    }
    return 'at most ' + bytes(Math.round(mostBytes)) + '/s and ' + count(Math.round(mostObjects)) + ' objects/s.';
  };

  // Asks again and again, less often while there is no answer.
  const poll = (url, everyMs, show, lose) => {
    const SLOWEST_MS = 30000, PATIENCE_MS = 8000;
    let wait = everyMs;
    const ask = async () => {
      try {
        const answer = await fetch(url(), { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
        if (!answer.ok) throw new Error(String(answer.status));
        show(await answer.json());
        at('lost').hidden = true;
        wait = everyMs;
      } catch (e) {
        at('lost').hidden = false;
        text('lost', lose());
        wait = Math.min(wait * 2, SLOWEST_MS);
      }
      setTimeout(ask, wait);
    };
    ask();
  };
  return { at, count, bytes, time, moment, clock, text, node, row, fill, figure, again, giant, graph, poll };
})();

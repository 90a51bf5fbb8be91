// The status page: asks for status.json every second and shows it. What comes from outside is only ever text.
'use strict';
(() => {
  const ASK_MS = 1000, SLOWEST_MS = 30000, PATIENCE_MS = 8000, IDLE_SECONDS = 30;
  const at = id => document.getElementById(id);
  const seconds = [];
  let last = 0, wait = ASK_MS, ended = false, known = null;

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

  const head = s => {
    text('mode', s.mode + (s.dryRun ? ', dry run' : ''));
    text('from', s.from);
    text('to', s.to);
    at('state').dataset.state = s.state;
    text('state-name', s.state);
    text('state-text', [s.stateText, s.state === 'done' || s.state === 'failed' ? 'after ' + time(s.seconds)
      : 'for ' + time(s.seconds) + ', since ' + new Date(s.since).toLocaleString()].filter(t => t).join(', '));
    document.title = s.state + ': ' + s.from + ' → ' + s.to;
    text('version', 'Caravan ' + s.version + '.');
    text('updated', 'Updated ' + new Date(s.now).toLocaleTimeString() + '.');
    if (at('links').childElementCount !== s.links.length) {
      at('links').replaceChildren(...s.links.map(link => {
        const a = node('a', link.name);
        a.href = link.path;
        return a;
      }));
    }
  };

  const figure = (name, value, style) => {
    const div = node('div');
    div.append(node('dt', name), node('dd', value, style));
    return div;
  };

  const progress = s => {
    const p = s.progress, worker = s.mode === 'worker';
    at('bar-line').hidden = worker;
    // Without a value the bar shows that something is done, and not how much of it.
    const total = p.share !== undefined;
    if (total) at('bar').value = p.share; else at('bar').removeAttribute('value');
    text('percent', total ? Math.floor(p.share * 100) + ' %' : '');
    const over = s.state === 'done' || s.state === 'failed';
    text('eta', over ? '' : worker ? '' : !total ? 'Still listing; how much there is to do is known at its end.'
      : p.secondsLeft > 0 ? 'About ' + time(p.secondsLeft) + ' left.' : '');
    const figures = [];
    if (!worker) {
      figures.push(figure('Listed at the source', count(p.sourceListed)), figure('at the destination', count(p.destinationListed)),
        figure('There already', count(p.same)), figure(total ? 'To do' : 'To do so far', count(total ? p.total : p.found) + ', ' + bytes(total ? p.totalBytes : p.foundBytes)));
    }
    figures.push(figure(s.mode === 'finder' && !s.dryRun ? 'Queued' : 'Copied', count(p.copied) + ', ' + bytes(p.copiedBytes)),
      figure('Deleted', count(p.deleted)), figure('Needed nothing', count(p.cancelled)), figure('Skipped', count(p.skipped)), figure('Tried again', count(p.retried)),
      figure('Failed', count(p.failed), p.failed > 0 ? 'bad' : ''));
    at('figures').replaceChildren(...figures);
    text('speed', over ? '' : bytes(p.bytesPerSecond) + '/s, ' + count(p.objectsPerSecond) + ' objects/s');
  };

  const graph = s => {
    for (const second of s.history) {
      if (second[0] > last) { seconds.push(second); last = second[0]; }
    }
    seconds.splice(0, Math.max(0, seconds.length - s.historySeconds));
    const mostBytes = Math.max(1, ...seconds.map(x => x[1])), mostObjects = Math.max(1, ...seconds.map(x => x[2]));
    const shown = Math.min(s.historySeconds, Math.max(60, seconds.length)), right = 600, newest = seconds.length === 0 ? 0 : seconds[seconds.length - 1][0];
    const x = second => (right - (newest - second[0]) * right / shown).toFixed(1);
    const y = (value, most) => (118 - 112 * value / most).toFixed(1);
    const line = (i, most) => seconds.map(second => x(second) + ',' + y(second[i], most)).join(' L');
    if (seconds.length > 1) {
      at('area').setAttribute('d', 'M' + x(seconds[0]) + ',118 L' + line(1, mostBytes) + ' L' + right + ',118 Z');
      at('objects').setAttribute('d', 'M' + line(2, mostObjects));
    }
    text('graph-text', 'The last ' + time(shown) + ', at most ' + bytes(mostBytes) + '/s and ' + count(mostObjects) + ' objects/s.');
  };

  const done = one => one.parts > 0 && one.part === 0 ? one.partsDone + ' of ' + one.parts + ' parts'
    : one.size > 0 ? bytes(one.bytes) + ' of ' + bytes(one.size) : one.what;
  const remark = one => [one.part > 0 ? 'part ' + one.part + ' of ' + one.parts : '', one.attempt > 1 ? 'attempt ' + one.attempt : '',
    one.idle >= IDLE_SECONDS ? 'nothing moved for ' + time(one.idle) : ''].filter(t => t).join(', ');

  const flight = s => {
    text('slots', s.slots.of > 0 ? count(s.slots.used) + ' of ' + count(s.slots.of) + ' slots in use, ' + count(s.slots.parts) + ' for parts'
      + (s.slots.used > s.inFlight.length && s.inFlight.length > 0 ? '; the oldest ' + s.inFlight.length + ':' : '.') : 'Nothing is moved here.');
    fill('flight', s.inFlight.map(one => row([node('td', time(one.age), 'n'), node('td', one.key, 'key-text'),
      node('td', done(one), 'n'), node('td', remark(one), one.idle >= IDLE_SECONDS ? 'warm' : '')])));
    at('large-section').hidden = s.large.length === 0;
    at('large').replaceChildren(...s.large.map(one => {
      const li = node('li'), bar = node('progress');
      bar.max = one.parts;
      bar.value = one.partsDone;
      bar.setAttribute('aria-label', one.key);
      li.append(node('div', one.key, 'key-text'), bar,
        node('div', one.partsDone + ' of ' + one.parts + ' parts' + (one.size > 0 ? ', ' + bytes(one.size) : '') + ', for ' + time(one.age)));
      return li;
    }));
  };

  const failures = s => {
    const kinds = Object.entries(s.failuresByKind);
    text('kinds', kinds.length === 0 ? 'None.' : kinds.map(k => k[0] + ': ' + count(k[1])).join(', ') + '. The latest first:');
    fill('failures', s.failures.map(f => row([node('td', new Date(f.time).toLocaleTimeString(), 'n'), node('td', f.key, 'key-text'),
      node('td', f.kind + (f.code ? ' (' + f.code + ')' : '') + ': ' + f.message), node('td', f.attempts > 0 ? count(f.attempts) : '', 'n')])));
    at('backing-off').hidden = s.backingOff.length === 0;
    at('stores').replaceChildren(...s.backingOff.map(b =>
      node('li', b.store + ': a request every ' + (b.gapMillis < 10 ? b.gapMillis.toFixed(1) : Math.round(b.gapMillis)) + ' ms', 'warm')));
  };

  const show = s => {
    known = s;
    head(s);
    if (s.progress) {
      progress(s);
      graph(s);
      flight(s);
      failures(s);
    }
    ended = s.state === 'done' || s.state === 'failed';
  };

  const lose = () => {
    at('lost').hidden = false;
    text('lost', ended ? 'The run has ended and so has its process; these were its last figures.'
      : known ? 'No answer: the process has ended, or can\'t be reached. These are its figures of ' + new Date(known.now).toLocaleTimeString() + '.'
      : 'No answer.');
  };

  const ask = async () => {
    try {
      const answer = await fetch('status.json?after=' + last, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) throw new Error(String(answer.status));
      const status = await answer.json();
      // Another run on the same port counts its seconds anew.
      if (known && known.since !== status.since) { location.reload(); return; }
      show(status);
      at('lost').hidden = true;
      wait = ASK_MS;
    } catch (e) {
      lose();
      wait = Math.min(wait * 2, SLOWEST_MS);
    }
    setTimeout(ask, wait);
  };
  ask();
})();

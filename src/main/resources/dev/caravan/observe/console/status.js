// The status page: asks for status.json every second and shows it. What comes from outside is only ever text.
'use strict';
(() => {
  const { at, count, bytes, time, moment, clock, text, node, row, fill, figure } = page;
  const ASK_MS = 1000, IDLE_SECONDS = 30;
  const seconds = [];
  let last = 0, ended = false, known = null;

  const head = s => {
    text('mode', s.mode + (s.dryRun ? ', dry run' : ''));
    text('from', s.from);
    text('to', s.to);
    at('state').dataset.state = s.state;
    text('state-name', s.state);
    text('state-text', [s.stateText, s.state === 'done' || s.state === 'failed' ? 'after ' + time(s.seconds)
      : 'for ' + time(s.seconds) + ', since ' + moment(s.since)].filter(t => t).join(', '));
    document.title = s.state + ': ' + s.from + ' → ' + s.to;
    text('version', 'Caravan ' + s.version + '.');
    text('updated', 'Updated ' + clock(s.now) + '.');
    if (at('links').childElementCount !== s.links.length) {
      at('links').replaceChildren(...s.links.map(link => {
        const a = node('a', link.name);
        a.href = link.path;
        return a;
      }));
    }
  };

  const progress = s => {
    const p = s.progress, worker = s.mode === 'worker';
    at('bar-line').hidden = worker;
    // Without a value the bar shows that something is done, and not how much of it.
    const total = p.share !== undefined;
    if (total) at('bar').value = p.share; else at('bar').removeAttribute('value');
    text('percent', total ? Math.floor(p.share * 100) + ' %' : '');
    const over = s.state === 'done' || s.state === 'failed';
    text('eta', over ? '' : worker ? '' : !total ? 'Still listing; the total is known at the end.'
      : p.secondsLeft > 0 ? 'About ' + time(p.secondsLeft) + ' left.' : '');
    const figures = [];
    if (!worker) {
      figures.push(figure('Listed at the source', count(p.sourceListed)), figure('at the destination', count(p.destinationListed)),
        figure('Up to date', count(p.same)), figure(total ? 'To do' : 'To do so far', count(total ? p.total : p.found) + ', ' + bytes(total ? p.totalBytes : p.foundBytes)));
    }
    figures.push(figure(s.mode === 'finder' && !s.dryRun ? 'Queued' : 'Copied', count(p.copied) + ', ' + bytes(p.copiedBytes)),
      figure('Deleted', count(p.deleted)), figure('Needless', count(p.cancelled)), figure('Skipped', count(p.skipped)), figure('Retried', count(p.retried)),
      figure('Failed', count(p.failed), p.failed > 0 ? 'bad' : ''));
    at('figures').replaceChildren(...figures);
    text('speed', over ? '' : bytes(p.bytesPerSecond) + '/s, ' + count(p.objectsPerSecond) + ' objects/s');
  };

  const graph = s => {
    for (const second of s.history) {
      if (second[0] > last) { seconds.push(second); last = second[0]; }
    }
    seconds.splice(0, Math.max(0, seconds.length - s.historySeconds));
    const shown = Math.min(s.historySeconds, Math.max(60, seconds.length)), newest = seconds.length === 0 ? 0 : seconds[seconds.length - 1][0];
    const most = page.graph(seconds.map(second => [1 - (newest - second[0]) / shown, second[1], second[2]]));
    text('graph-text', 'The last ' + time(shown) + ', ' + most);
  };

  const done = one => one.parts > 0 && one.part === 0 ? one.partsDone + ' of ' + one.parts + ' parts'
    : one.size > 0 ? bytes(one.bytes) + ' of ' + bytes(one.size) : one.what;
  const remark = one => [one.part > 0 ? 'part ' + one.part + ' of ' + one.parts : '', one.attempt > 1 ? 'attempt ' + one.attempt : '',
    one.idle >= IDLE_SECONDS ? 'nothing moved for ' + time(one.idle) : ''].filter(t => t).join(', ');

  const flight = s => {
    text('held', s.held ? 'Nothing is received: ' + s.held : '');
    text('slots', s.slots.of > 0 ? count(s.slots.used) + ' of ' + count(s.slots.of) + ' slots in use, ' + count(s.slots.parts) + ' for parts'
      + (s.slots.used > s.inFlight.length && s.inFlight.length > 0 ? '; the oldest ' + s.inFlight.length + ':' : '.') : 'This process moves no objects.');
    fill('flight', s.inFlight.map(one => row([node('td', time(one.age), 'n'), node('td', one.key, 'key-text'),
      node('td', done(one), 'n'), node('td', remark(one), one.idle >= IDLE_SECONDS ? 'warm' : '')])));
    at('large-section').hidden = s.large.length === 0;
    at('large').replaceChildren(...s.large.map(one => page.giant({ key: one.key, parts: one.parts, done: one.partsDone,
      more: (one.size > 0 ? ', ' + bytes(one.size) : '') + ', for ' + time(one.age) })));
  };

  const failures = s => {
    const kinds = Object.entries(s.failuresByKind);
    text('kinds', kinds.length === 0 ? 'None.' : kinds.map(k => k[0] + ': ' + count(k[1])).join(', ') + '. The latest first:');
    at('again').replaceChildren(...s.tryingAgain.map(page.again));
    fill('failures', s.failures.map(f => row([node('td', clock(f.time), 'n'), node('td', f.key, 'key-text'),
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

  const lose = () => ended ? 'The run has ended and so has its process; these were its last figures.'
    : known ? 'No answer: the process has ended, or can\'t be reached. These are its figures of ' + clock(known.now) + '.'
    : 'No answer.';

  page.poll(() => 'status.json?after=' + last, ASK_MS, status => {
    // Another run on the same port counts its seconds from 1.
    if (known && known.since !== status.since) location.reload(); else show(status);
  }, lose);
})();

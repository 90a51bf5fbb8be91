// The page of a fleet: asks for fleet.json and shows it. What comes from outside is only ever text.
'use strict';
(() => {
  const { at, count, bytes, time, moment, clock, text, node, row, fill, figure } = page;
  const ASK_MS = 2000;
  let known = null;

  const rate = (objects, b) => (objects < 10 ? objects.toFixed(1) : count(Math.round(objects))) + ' objects/s, ' + bytes(Math.round(b)) + '/s';
  const sum = list => list.reduce((a, b) => a + b, 0);
  const all = queue => queue.waiting + queue.inFlight + queue.delayed;
  const lives = w => ['working', 'holds back', 'paused', 'stopping'].includes(w.state);
  const states = v => {
    const counts = {};
    v.workers.forEach(w => { counts[w.state] = (counts[w.state] || 0) + 1; });
    return counts;
  };

  const orders = o => {
    const limits = [o.timetable ? o.timetable : o.bandwidth > 0 ? bytes(o.bandwidth) + '/s' : '', o.slots > 0 ? count(o.slots) + ' slots' : ''].filter(t => t).join(' and ');
    const what = [o.paused ? 'receives nothing' : '', limits ? 'limited to ' + limits + ' a worker' : ''].filter(t => t).join(', ');
    return what ? what + ': ordered by ' + o.by + ' at ' + moment(o.at) + (o.reason ? ' because of: ' + o.reason : '') + ', ends with caravan resume; ' : '';
  };
  const head = (v, stranded) => {
    const of = states(v), lost = of.lost || 0, alive = v.workers.filter(lives).length, failing = v.workers.filter(w => lives(w) && w.status.failing > 1).length, jobs = new Set(v.comparisons.map(c => c.job));
    v.workers.forEach(w => { if (w.status.job && w.state !== 'ended') jobs.add(w.status.job); });
    text('job', [...jobs].join('; ') || 'queue ' + v.queue.name);
    const lately = v.workers.some(w => w.state === 'lost' && w.silentSeconds < 3600);
    const name = stranded ? stranded : alive === 0 ? 'no worker lives' + (lost > 0 ? ', or none can write to the table' : '') : lately ? count(lost) + ' of ' + count(lost + alive) + ' workers lost' : v.orders.paused ? 'paused' : failing === alive ? 'no message succeeds' : of['holds back'] > 0 ? 'working, ' + count(of['holds back']) + ' of ' + count(alive) + ' workers hold back' : 'working';
    at('state').dataset.state = lately || stranded || (alive > 0 && failing === alive) ? 'failed' : '';
    text('state-name', name);
    text('state-text', orders(v.orders) + 'queue ' + v.queue.name + ', table ' + v.table);
    document.title = name + ': queue ' + v.queue.name;
  };

  const progress = v => {
    const total = v.share >= 0;
    if (total) at('bar').value = v.share; else at('bar').removeAttribute('value');
    at('bar-line').hidden = !total && !v.running;
    text('percent', total ? Math.floor(v.share * 100) + ' %' : '');
    text('progress-text', v.running ? 'A finder compares: ' + count(v.queued) + ' objects are queued so far; the total is known at the end.'
      : v.share === 1 ? 'No message waits for the ' + count(v.queued) + ' objects that the last comparison queued.'
      : total ? 'At least this share of the ' + count(v.queued) + ' objects that the last comparison queued is done' + (v.failed > 0 ? '; ' + count(v.failed) + ' failed for good.' : '.')
      : v.comparisons.length > 0 ? 'The last comparison found nothing to do.' : 'No comparison is on record.');
    text('eta', v.running || all(v.queue) === 0 ? '' : v.secondsLeft >= 0 && v.secondsLeft < 60 ? 'Less than a minute left.' : v.secondsLeft >= 0 ? 'About ' + time(v.secondsLeft) + ' left at the rate of the last 5 minutes.'
      : 'Time left unknown: ' + v.timeUnknown + '.');
    at('eta').className = v.secondsLeft < 0 ? 'warm' : '';
    const dead = v.deadLetters;
    at('figures').replaceChildren(
      figure('Waiting', count(v.queue.waiting)), figure('In flight', count(v.queue.inFlight)), figure('Delayed', count(v.queue.delayed)),
      figure('Of these, repeats', v.repeats < 0 ? 'unknown' : v.repeats > 0 ? 'about ' + count(v.repeats) : '0'),
      figure('Needless', count(sum(v.workers.map(w => w.status.needless)))), figure('Oldest message', v.oldestSeconds >= 0 ? time(v.oldestSeconds) : 'unknown'),
      figure('Dead letters', dead ? count(all(dead)) + ' in ' + dead.name : v.deadLettersUnknown ? 'unknown' : 'no queue for them',
        dead && all(dead) > 0 ? 'bad' : ''));
    text('unknown', [v.oldestSeconds < 0 ? 'Oldest message: ' + v.oldestUnknown + '.' : '',
      v.deadLettersUnknown ? 'Dead letters: ' + v.deadLettersUnknown + '.' : ''].join(' ').trim());
  };

  const speed = v => {
    const moves = v.workers.some(w => lives(w) && w.status.used > 0);
    text('speed', rate(v.objectsPerSecond, v.bytesPerSecond) + ' in the last 5 minutes' + (moves ? '' : '; nothing moves now') + '; ' + count(sum(v.hour.objects)) + ' objects, ' + bytes(sum(v.hour.bytes)) + ' in the last hour.');
    // The newest minute has only begun.
    const begun = Math.min(60, Math.max(10, v.at / 1000 - v.hour.minute * 60)), length = age => age === 0 ? begun : 60;
    const minutes = v.hour.bytes.map((b, age) => [1 - age / 59, b / length(age), v.hour.objects[age] / length(age)]).reverse();
    text('graph-text', 'The last hour, ' + page.graph(minutes));
  };

  // The workers that saw a kind of failure, where others that live did not.
  const where = (v, f) => v.workers.filter(lives).every(w => f.workers.includes(w.status.id)) ? ''
    : f.workers.slice(0, 5).join('; ') + (f.workers.length > 5 ? ' and ' + (f.workers.length - 5) + ' others' : '');
  const since = v => {
    const last = Math.max(...v.failures.map(f => f.last.time));
    return last > 0 ? 'The last one failed ' + time(Math.max(0, Math.round((v.at - last) / 1000))) + ' ago, none since. ' : '';
  };
  const failures = v => {
    const dead = v.deadLetters ? all(v.deadLetters) : 0;
    text('kinds', v.failures.length > 0 ? 'Objects that failed for good in the last day, as the workers counted them. ' + since(v) + (v.deadLetters && dead === 0 ? 'No dead letter waits now. ' : '')
        + 'caravan status --failed lists those that are not copied yet.'
      : dead > 0 ? 'No worker of the last day has seen any. caravan status --failed lists those of the dead letters.' : v.passing.length > 0 ? 'Nothing has failed for good.' : 'None.');
    at('again').replaceChildren(...v.passing.map(f => page.again({ kind: f.kind, count: f.count, time: f.last.time, key: f.last.key, message: f.last.message,
      more: (where(v, f) ? ' Only at ' + where(v, f) + '.' : '') + ' To fix: ' + f.mend + '.' })));
    fill('failures', v.failures.map(f => row([node('td', count(f.count), 'n'), node('td', f.kind), node('td', f.mend + (where(v, f) ? '; only at ' + where(v, f) : '')),
      node('td', (f.last.time > 0 ? moment(f.last.time) + ' ' : '') + f.last.key + (f.last.message ? ': ' + f.last.message : ''), 'key-text')])));
  };

  const said = f => (f.time > 0 ? ' at ' + moment(f.time) : '') + ': ' + f.kind + (f.key ? ' ' + f.key : '') + (f.message ? ': ' + f.message : '');
  const workers = v => {
    const of = states(v), versions = new Set(v.workers.filter(lives).map(w => w.status.version));
    text('workers-text', v.workers.length === 0 ? 'None has reported in the last day. caravan worker starts one.'
      : Object.entries(of).map(s => count(s[1]) + ' ' + s[0]).join(', ') + (versions.size > 1 ? '; of ' + versions.size + ' versions' : '') + '.');
    fill('workers', v.workers.map(w => {
      const s = w.status, alive = lives(w), notes = node('td', undefined, 'key-text');
      if (alive && s.oldest) notes.append(node('div', 'for ' + time(s.oldestSeconds) + ': ' + s.oldest));
      if (s.failures.length > 0) {
        const f = s.failures[0];
        notes.append(node('div', 'last failure' + said(f), 'bad'));
      }
      s.passing.filter(f => f.time >= v.at - 3600000).forEach(f => notes.append(node('div', 'tries again: ' + count(f.count) + ', the last' + said(f), 'warm')));
      if (alive && s.failing > 1) notes.append(node('div', 'its last ' + count(s.failing) + ' messages all failed', 'bad'));
      return row([node('td', w.state + (alive ? '' : w.state === 'lost' ? ', silent for ' + time(w.silentSeconds) + (v.workers.some(lives) ? ': its messages return to the queue after the visibility timeout' : ': it is gone, or can\'t write to the table: see its log and caravan doctor') : ' ' + time(w.silentSeconds) + ' ago')
          + (s.why ? ', ' + s.why : ''), w.state === 'lost' || w.state === 'holds back' || (alive && s.failing > 1) ? 'bad' : ''),
        node('td', s.id + ', version ' + s.version, 'key-text'), node('td', alive ? s.used + ' of ' + s.slots : '', 'n'),
        node('td', alive ? rate(w.objectsPerSecond, w.bytesPerSecond) : '', 'n'), node('td', count(s.objects) + ', ' + bytes(s.bytes), 'n'),
        node('td', count(s.failed), s.failed > 0 ? 'n bad' : 'n'), notes]);
    }));
    at('giants-section').hidden = v.giants.length === 0;
    at('large').replaceChildren(...v.giants.map(g => page.giant({ key: g.key, parts: g.parts, done: g.done,
      more: ' by ' + g.workers + (g.workers === 1 ? ' worker' : ' workers') })));
  };

  const comparisons = v => {
    text('comparisons-text', v.comparisons.length === 0 ? 'None is on record.' : 'The last ' + v.comparisons.length + '.');
    fill('comparisons', v.comparisons.map(one => {
      const c = one.comparison, outcome = c.outcome.toLowerCase() + (c.error ? ': ' + c.error : '');
      return row([node('td', moment(c.began)), node('td', time(Math.round(((c.ended || c.updated) - c.began) / 1000)), 'n'),
        node('td', outcome, c.outcome === 'FAILED' ? 'bad' : ''), node('td', count(c.sourceListed), 'n'),
        node('td', count(c.queued) + ', ' + bytes(c.queuedBytes), 'n'), node('td', count(c.deletes), 'n'), node('td', count(c.onQueue), 'n')]);
    }));
  };

  page.poll(() => 'fleet.json', ASK_MS, answer => {
    const v = known = answer.view;
    head(v, answer.stranded);
    progress(v);
    speed(v);
    failures(v);
    workers(v);
    comparisons(v);
    text('version', 'Caravan ' + answer.version + '.');
    text('updated', 'Figures of ' + clock(v.at) + (answer.problem ? '; no newer ones: ' + answer.problem : '.'));
    at('updated').className = answer.problem ? 'bad' : '';
  }, () => known ? 'No answer: caravan console has ended. These are its figures of ' + clock(known.at) + '.' : 'No answer.');
})();

import { cpus, loadavg } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import type { DurationRow } from '../../reports/results.ts';
import { startInbox } from '../../suites/harness/rim/inbox.ts';
import { Recorder } from '../../suites/harness/rim/recorder.ts';
import { Secrets } from '../../suites/harness/rim/secrets.ts';
import { percentile } from '../../suites/scenarios/ledger/percentile.ts';
import { startBareServer } from './bare-server.ts';
import { clockOffset } from './clock.ts';
import { playLate } from './late-mock.ts';
import { deliveryOf, type Push, tokenAbout } from './ledger-of-pushes.ts';
import { PUSH_HEADER } from './push-line.ts';
import { SenderProcess } from './sender-process.ts';

/**
 * How right the ledger's delivery times are (`npm run bench:timing`). A sender in another process is told to push and does
 * so after a known delay; what is printed is our stamp minus the time of sending, both by the machine's monotonic clock. A
 * bare node:http server in this process, pushed to by turns, shows how much of that is node's and the machine's. The exit
 * code says nothing about the times.
 */

const DELAYS_MS = [0, 5, 50, 700];
const LATE_MS = 700;
const PUSHES = 250;
const WARM_UP = 250;
/** From one order to the next, ms; those of long delays overlap. */
const SPACING_MS = 4;
/** Inboxes keep only so much each; a flood goes to one after the other. */
const FLOOD = { inboxes: 40, connections: 4 };
const PERCENTILES = [50, 99, 100];

type Sent = Omit<Push, 'stampedAtMs'> & { id: string };

const offset = clockOffset();
const inbox = await startInbox({}, null, new Recorder(new Secrets()), 0);
const bare = await startBareServer();
const sender = new SenderProcess();
const flood = new SenderProcess();
const spinner = new SenderProcess();
let count = 0;
try {
  print('Error of the measured delivery time in ms: our stamp minus the time of sending.');
  print(`${PUSHES} pushes for each figure; "bare" is a node:http server that only stamps.`);
  // What else is done on the machine shows in the figures, whoever does it.
  print(`${cpus().length} cores; ${fixed(loadavg()[0] ?? 0)} processes wanted one during the last minute.\n`);
  // The first pushes wait for code to be loaded and compiled.
  await measure(0, WARM_UP);
  print(row('', '      told to wait', ['p50', 'p99', 'max', 'bare p50', 'bare p99', 'bare max']));
  const idle = await measureAll('idle');
  const began = performance.now();
  const urls = Array.from({ length: FLOOD.inboxes }, () => inbox.open(null).url);
  flood.begin({ kind: 'flood', urls, connections: FLOOD.connections, body: tokenAbout('flood') });
  spinner.begin({ kind: 'spin' });
  const load = await measureAll('load');
  const [pushes] = await Promise.all([flood.rest(), spinner.rest()]);
  const rate = Math.round((pushes * 1000) / (performance.now() - began));
  print(`\nLoad: ${rate} other pushes a second to the same server, and a process that keeps a core busy.`);
  print(`\nDelivery in ms of a Transmitter that is told to be ${LATE_MS} ms late:\n`);
  for (const [condition, late] of [['idle', idle] as const, ['load', load] as const]) {
    const own = late.map(({ orderedAtMs, sentAtMs }) => sentAtMs - orderedAtMs);
    compare(`${condition}, pushes of another process`, deliveryOf(late), own);
  }
  const { ledger, waitedMs } = await playLate(LATE_MS);
  compare('idle, a scenario between mocks', ledger, waitedMs);
} finally {
  bare.close();
  await Promise.all([inbox.close(), sender.close(), flood.close(), spinner.close()]);
}

/** Prints a row for each delay; gives the pushes to us that were to come `LATE_MS` late. */
async function measureAll(condition: string): Promise<Push[]> {
  let late: Push[] = [];
  for (const delayMs of DELAYS_MS) {
    const { ours, theirs } = await measure(delayMs, PUSHES);
    print(row(condition, `${delayMs} ms`, [...errorsOf(ours), ...errorsOf(theirs)]));
    if (delayMs === LATE_MS) late = ours;
  }
  return late;
}

/** Has SETs pushed to an inbox and to the bare server by turns. */
async function measure(delayMs: number, pushes: number): Promise<{ ours: Push[]; theirs: Push[] }> {
  const { id, url } = inbox.open(null);
  const ours: Promise<Sent>[] = [];
  const theirs: Promise<Sent>[] = [];
  for (let n = 0; n < pushes; n++) {
    ours.push(order(url, delayMs));
    await after(SPACING_MS);
    theirs.push(order(bare.url, delayMs));
    await after(SPACING_MS);
  }
  const sent = { ours: await Promise.all(ours), theirs: await Promise.all(theirs) };
  return { ours: stamped(sent.ours, await stampsOf(id)), theirs: stamped(sent.theirs, bare.stamps) };
}

async function order(url: string, delayMs: number): Promise<Sent> {
  const id = `push-${count++}`;
  const compact = tokenAbout(id);
  const orderedAtMs = performance.now();
  const sentAt = await sender.push({ id, url, delayMs, body: compact });
  return { id, compact, orderedAtMs, sentAtMs: sentAt - offset };
}

function stamped(sent: readonly Sent[], stamps: ReadonlyMap<string, number>): Push[] {
  return sent.map(({ id, ...push }) => {
    const stampedAtMs = stamps.get(id);
    if (stampedAtMs === undefined) throw new Error(`The push ${id} was answered but not stamped`);
    return { ...push, stampedAtMs };
  });
}

async function stampsOf(inboxId: string): Promise<Map<string, number>> {
  const arrivals = await inbox.arrivals(inboxId, 0, 0);
  return new Map(arrivals.map(({ request, atMs }) => [request.headers[PUSH_HEADER] ?? '', atMs]));
}

/** Prints what the ledger says of the delivery beside the delays that the sender itself measured. */
function compare(what: string, { p50, p90, p99, max }: DurationRow, delaysMs: readonly number[]): void {
  const own = delaysMs.toSorted((a, b) => a - b);
  const ps = [50, 90, 99, 100].map((p) => fixed(percentile(own, p)));
  print(row('', what, ['p50', 'p90', 'p99', 'max']));
  print(row('', '  the ledger', [p50, p90, p99, max].map(fixed)));
  print(row('', '  the sender itself', ps));
}

function errorsOf(pushes: readonly Push[]): string[] {
  const errors = pushes.map(({ sentAtMs, stampedAtMs }) => stampedAtMs - sentAtMs);
  const sorted = errors.toSorted((a, b) => a - b);
  return PERCENTILES.map((p) => fixed(percentile(sorted, p)));
}

function row(condition: string, what: string, cells: readonly string[]): string {
  const head = condition === '' ? what : `${condition.padEnd(6)}${what}`;
  return [head.padEnd(36), ...cells.map((cell) => cell.padStart(10))].join('');
}

function fixed(ms: number): string {
  return ms.toFixed(2);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

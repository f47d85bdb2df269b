import { setTimeout as after } from 'node:timers/promises';
import { PushLine } from './push-line.ts';

/** What the process of the bench tells a sender. */
export type Order =
  /** Push this `delayMs` after now. */
  | { kind: 'push'; id: string; url: string; delayMs: number; body: string }
  /** Push over so many connections as fast as answers come, until told to rest. */
  | { kind: 'flood'; urls: readonly string[]; connections: number; body: string }
  /** Keep a core busy until told to rest. */
  | { kind: 'spin' }
  | { kind: 'rest' };

/** What a sender says: when it sent, by `machineNow`; or how many pushes its flood was. */
export type Report = { kind: 'pushed'; id: string; sentAt: number } | { kind: 'rested'; pushes: number };

/** A process beside the bench that pushes SETs to it, or that loads the machine. */
const lines = new Map<string, PushLine>();
let resting = false;
let pushes = 0;

process.on('message', (order: Order) => {
  void obey(order).catch((error: unknown) => {
    process.stderr.write(`The sender failed: ${String(error)}\n`);
    process.exit(1);
  });
});

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'push': {
      if (order.delayMs > 0) await after(order.delayMs);
      const sentAt = await lineTo(order.url).push(order.id, order.body);
      return report({ kind: 'pushed', id: order.id, sentAt });
    }
    case 'flood':
      resting = false;
      await Promise.all(Array.from({ length: order.connections }, () => flood(order.urls, order.body)));
      return report({ kind: 'rested', pushes });
    case 'spin':
      resting = false;
      return spin();
    case 'rest':
      resting = true;
  }
}

async function flood(urls: readonly string[], body: string): Promise<void> {
  while (!resting) {
    // Each inbox keeps only so much; those of a flood are filled one after the other.
    const url = urls[Math.floor(pushes / PER_INBOX) % urls.length] ?? '';
    pushes += 1;
    await lineTo(url).push('flood', body);
  }
}

const PER_INBOX = 2_000;

/** Works for 20 ms at a time, so that orders are heard. */
function spin(): void {
  const until = performance.now() + 20;
  while (performance.now() < until);
  if (!resting) setImmediate(spin);
  else report({ kind: 'rested', pushes: 0 });
}

function lineTo(url: string): PushLine {
  const line = lines.get(url) ?? new PushLine(url);
  lines.set(url, line);
  return line;
}

function report(said: Report): void {
  process.send?.(said);
}

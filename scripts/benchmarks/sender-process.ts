import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Order, Report } from './sender.ts';

/** A process beside the bench that does what it is told. */
export class SenderProcess {
  readonly #process: ChildProcess;
  readonly #pushed = new Map<string, (sentAt: number) => void>();
  #closing = false;
  #rested: ((pushes: number) => void) | null = null;

  constructor() {
    this.#process = fork(new URL('./sender.js', import.meta.url));
    this.#process.on('message', (report: Report) => {
      if (report.kind === 'rested') this.#rested?.(report.pushes);
      else this.#pushed.get(report.id)?.(report.sentAt);
    });
    this.#process.once('exit', (code) => {
      // Nobody could go on without it, and nothing else would ever say so.
      if (!this.#closing) throw new Error(`A process of the bench ended by itself (${code})`);
    });
  }

  /** Has one SET pushed; resolves when it is answered, with the time at which it was sent (`machineNow`). */
  push(order: Omit<Extract<Order, { kind: 'push' }>, 'kind'>): Promise<number> {
    return new Promise((resolve) => {
      this.#pushed.set(order.id, resolve);
      this.#tell({ kind: 'push', ...order });
    });
  }

  begin(order: Extract<Order, { kind: 'flood' | 'spin' }>): void {
    this.#tell(order);
  }

  /** Ends what was begun; gives how many pushes it was. */
  rest(): Promise<number> {
    return new Promise((resolve) => {
      this.#rested = resolve;
      this.#tell({ kind: 'rest' });
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill();
    await gone;
  }

  #tell(order: Order): void {
    this.#process.send(order);
  }
}

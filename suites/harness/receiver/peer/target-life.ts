import type { StartOutcome, StartRequest } from '../exchange.ts';
import type { ReceiverTarget, TargetProcess } from '../session-options.ts';
import { within } from './within.ts';

/** The lives of the target, one after the other: begun by the start hook, ended by the stop hook and with its process. */
export class TargetLife {
  /** 0 before the first start. */
  number = 0;
  readonly #target: ReceiverTarget;
  /** ms that a hook may take. */
  readonly #limitMs: number;
  #process: TargetProcess | null = null;
  #alive = false;

  constructor(target: ReceiverTarget, limitMs: number) {
    this.#target = target;
    this.#limitMs = limitMs;
  }

  /** Calls the start hook for the life that has just begun. */
  async start(request: StartRequest, signal: AbortSignal | undefined): Promise<StartOutcome> {
    const { start } = this.#target;
    if (start === undefined) return { ok: false, message: 'no start hook is configured' };
    const deadline = AbortSignal.timeout(this.#limitMs);
    const stop = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    const starting = start(request, stop);
    this.#alive = true;
    const outcome = await within(this.#limitMs, starting);
    if (outcome === undefined) {
      // It may still come up: then nobody waits for it any more.
      starting.then(({ process }) => process?.stop()).catch(() => undefined);
      return { ok: false, message: `the start hook was not done within ${this.#limitMs} ms` };
    }
    const { process = null, ...rest } = outcome;
    this.#process = process;
    return rest;
  }

  /** Ends whatever was started. */
  async end(): Promise<void> {
    if (!this.#alive) return;
    this.#alive = false;
    const process = this.#process;
    this.#process = null;
    // First the word, so that the target can delete its stream; then the process.
    await this.#quietly(async () => this.#target.stop?.());
    await this.#quietly(async () => process?.stop());
  }

  /** What fails at the end of a life keeps nothing from going on. */
  async #quietly(work: () => Promise<void>): Promise<void> {
    await within(this.#limitMs, work()).catch(() => undefined);
  }

  /** What the process of the current life complained of; empty where there is none that can be heard. */
  said(): string {
    return this.#process?.said?.() ?? '';
  }

  ended(): boolean | null {
    return this.#process?.ended() ?? null;
  }
}

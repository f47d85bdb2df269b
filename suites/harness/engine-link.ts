import type { Delivery, Role } from '../../reports/results.ts';
import type { Rim } from './exchange.ts';
import type { Executed } from './execute.ts';
import type { Severity } from './probe/judge.ts';
import type { ReceiverRim } from './receiver/exchange.ts';

/** What the main process hands to the worker by `provide`. */
export interface EngineInput {
  role: Role;
  /** Name of the BroadcastChannel over which the worker reaches the rim. */
  channel: string;
  instances: { key: string; id: string; delivery: Delivery | null }[];
  severities: Partial<Record<string, Severity>>;
  /** Modules of the tester's own, which the worker has to import itself: functions do not cross. */
  own: { file: string; name: string }[];
  /** ms that one check may take before Vitest ends it. */
  timeoutMs: number;
}

/** What the worker can call in the main process: the rim for its role, and this. */
export interface EngineHost {
  /** The thread of this id is not blocked; told every second. */
  beat(threadId: number): Promise<void>;
  started(key: string): Promise<void>;
  /** A check waits for something, and has done so for `elapsedMs`; `waitEnded` with the same id when that is over. */
  waitBegan(wait: { id: number; what: string; limitMs: number; elapsedMs: number }): Promise<void>;
  waitEnded(id: number): Promise<void>;
}
export type TransmitterHost = EngineHost & Rim;
export type ReceiverHost = EngineHost & ReceiverRim;

declare module 'vitest' {
  interface ProvidedContext {
    ssf: EngineInput;
  }
  interface TaskMeta {
    executed?: Executed;
  }
}

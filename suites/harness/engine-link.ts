import type { Delivery } from '../../reports/results.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import type { Rim } from './exchange.ts';
import type { Executed } from './execute.ts';
import type { Severity } from './probe/judge.ts';

/** What the main process hands to the worker by `provide`. */
export interface EngineInput {
  /** Name of the BroadcastChannel over which the worker reaches the rim. */
  channel: string;
  instances: { key: string; id: string; delivery: Delivery | null }[];
  severities: Partial<Record<RequirementId, Severity>>;
  /** ms that one check may take before Vitest ends it. */
  timeoutMs: number;
}

/** What the worker can call in the main process. */
export interface EngineHost extends Rim {
  started(key: string): Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    ssf: EngineInput;
  }
  interface TaskMeta {
    executed?: Executed;
  }
}

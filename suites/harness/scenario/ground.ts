import type { Delivery, Results } from '../../../reports/results.ts';
import type { People, Scenario } from '../../scenarios/scenario.ts';
import type { Limits } from '../exchange.ts';
import type { Recorder } from '../rim/recorder.ts';
import type { Secrets } from '../rim/secrets.ts';
import type { Stage } from './stage.ts';

/** Where all scenarios of a run are played: the targets, the record, and stages one after the other. */
export interface Ground {
  target: Results['target'];
  deliveries: readonly Delivery[];
  limits: Limits;
  seed: number;
  startedAt: string;
  /** ms since the start of the run (monotonic). */
  now: () => number;
  recorder: Recorder;
  secrets: Secrets;
  /** Rejects with NoStage when it cannot be had. */
  open(scenario: Scenario, people: People, delivery: Delivery): Promise<Stage>;
  /** Ends everything; tells what was left behind, in words. */
  close(): Promise<string[]>;
}

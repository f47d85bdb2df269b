import type { Exchange, Rim, RunFacts } from '../exchange.ts';
import type { JsonObject, SeenSet, TestStream } from '../probe.ts';
import { untold, type Waiting } from '../waits.ts';
import { Patience } from './patience.ts';
import { Silence } from './silence.ts';

/** What the checks of one run share: documents fetched once, the streams still open, the SETs seen so far. */
export interface RunState {
  rim: Rim;
  facts: RunFacts;
  metadata: Promise<{ exchange: Exchange; document: JsonObject | null }> | null;
  jwks: Promise<{ exchange: Exchange; keys: JsonObject[] | null }> | null;
  /** Streams of ours that are not deleted yet, by id. */
  open: Map<string, TestStream>;
  /** Whether the target allows a second stream; null until it was tried. */
  allowsSeveralStreams: boolean | null;
  /** How often the deletion of a stream of ours failed, by id. */
  undeleted: Map<string, number>;
  /** Create requests went on being answered 409 although none of our streams is left. */
  hasForeignStream: boolean;
  /** Whether a new stream can be read only a moment later (SSF-8.1.1.1-17 warns of it); null until it was tried. */
  createsLate: boolean | null;
  patience: Patience;
  sets: SeenSet[];
  /** Of all SETs that came, kept or not. */
  setBytes: number;
  silence: Silence;
  waiting: Waiting;
  /**
   * Event types that streams ask for unless a check says otherwise; those of the target where it refuses ours, null
   * where it names none.
   */
  knownEventTypes: readonly string[] | null;
}

export async function createRunState(
  rim: Rim,
  knownEventTypes: readonly string[],
  waiting: Waiting = untold,
): Promise<RunState> {
  return {
    rim,
    facts: await rim.facts(),
    metadata: null,
    jwks: null,
    open: new Map(),
    allowsSeveralStreams: null,
    undeleted: new Map(),
    hasForeignStream: false,
    createsLate: null,
    patience: new Patience({ waiting }),
    sets: [],
    setBytes: 0,
    silence: new Silence(),
    waiting,
    knownEventTypes,
  };
}

import type { Answer, Arrival, Attempts, BadEndpoint, InboxHandle } from '../exchange.ts';

/** What a push is answered, found elsewhere. */
export interface Relayed {
  answer: Answer;
  /** Told when it was given, ms since the start of the run; null: the Transmitter had gone before. */
  given?(atMs: number | null): void;
}

/** Finds the answer to a push; `body` is what came, byte for byte unless the arrival has an error. Never rejects. */
export type Relay = (arrival: Arrival, body: Buffer) => Promise<Relayed>;

/** The push endpoints of the mock Receiver, as the rim uses them: every arrival is recorded once, masked. */
export interface InboxPort {
  open(check: string | null): InboxHandle;
  script(inbox: string, answers: Answer[]): void;
  /** From now on this answers what no script answers. */
  relay(inbox: string, relay: Relay): void;
  /** Arrivals with index >= `from`; waits up to `waitMs` ms until there is at least one. */
  arrivals(inbox: string, from: number, waitMs: number): Promise<Arrival[]>;
  /** As `open`, but on a listener that the target ought to refuse. */
  openBad(kind: BadEndpoint, check: string | null): Promise<InboxHandle>;
  /** What became of the connections to the bad endpoint of this kind; waits up to `waitMs` until more than `beyond` were refused. */
  attempts(kind: BadEndpoint, beyond: number, waitMs: number): Promise<Attempts>;
  close(): Promise<void>;
}

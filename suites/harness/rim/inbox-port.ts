import type { Answer, Arrival, InboxHandle } from '../exchange.ts';

/** The push endpoints of the mock Receiver, as the rim uses them: every arrival is recorded once, masked. */
export interface InboxPort {
  open(check: string | null): InboxHandle;
  script(inbox: string, answers: Answer[]): void;
  /** Arrivals with index >= `from`; waits up to `waitMs` ms until there is at least one. */
  arrivals(inbox: string, from: number, waitMs: number): Promise<Arrival[]>;
  /** As `open`, but without TLS and on loopback: to see that a target which is served over TLS does not push there. */
  openPlain(check: string | null): Promise<InboxHandle>;
  close(): Promise<void>;
}

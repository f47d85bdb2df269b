import type { LogEntry } from '../vendor.ts';

/** Event types of Okta's System Log that its documentation or release notes name. */
const published: readonly string[] = [
  'security.events.provider.receive_event',
  'user.risk.change',
  'user.risk.detect',
  'policy.entity_risk.evaluate',
  'policy.entity_risk.action',
  'user.session.start',
  'user.session.end',
  'user.session.clear',
  'user.authentication.universal_logout',
  'user.lifecycle.create',
  'user.lifecycle.suspend',
  'user.lifecycle.unsuspend',
  'workflows.user.delegatedflow.run',
];

/** Entries that are kept; the oldest are forgotten. */
const KEPT = 20_000;

/** The System Log: one chain of entries for each event, held together by `TraceId`. */
export class SystemLog {
  readonly #now: () => number;
  readonly #onEntry: ((entry: LogEntry) => void) | undefined;
  #entries: LogEntry[] = [];

  /** `now`: ms since the epoch. */
  constructor(now: () => number, onEntry?: (entry: LogEntry) => void) {
    this.#now = now;
    this.#onEntry = onEntry;
  }

  /** Writes an entry. Types that Okta has not published are marked as our assumption. */
  write(type: string, text: string, detail: Record<string, unknown> = {}): void {
    const marked = published.includes(type) ? detail : { ...detail, assumption: 'type of entry' };
    const entry = { at: new Date(this.#now()).toISOString(), type, text, detail: marked };
    this.#entries.push(entry);
    this.#onEntry?.(entry);
    if (this.#entries.length > KEPT + 1000) this.#entries = this.#entries.slice(-KEPT);
  }

  /** Oldest first. */
  entries(): readonly LogEntry[] {
    return [...this.#entries];
  }
}

import { AuditLog } from '../audit-log.ts';
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
  'user.account.update_profile',
  'user.lifecycle.suspend',
  'user.lifecycle.unsuspend',
  'workflows.user.delegatedflow.run',
];

/** The System Log: one chain of entries for each event, held together by `traceId`, which is the jti of the SET. */
export class SystemLog {
  readonly #log: AuditLog;

  /** `now`: ms since the epoch. */
  constructor(now: () => number, onEntry?: (entry: LogEntry) => void) {
    this.#log = new AuditLog(now, onEntry);
  }

  /** Writes an entry. Types that Okta has not published are marked as our assumption. */
  write(type: string, text: string, detail: Record<string, unknown> = {}): void {
    const marked = published.includes(type) ? detail : { ...detail, assumption: 'type of entry' };
    this.#log.add(type, text, marked);
  }

  /** Oldest first. */
  entries(): readonly LogEntry[] {
    return this.#log.entries();
  }
}

import { AuditLog } from '../audit-log.ts';
import type { Happening } from '../happening.ts';
import { fateOf, type PushFate, sending } from '../push-fate.ts';
import type { LogEntry, VendorTransmitter, VendorTransmitterParts } from '../vendor.ts';
import { FASTEST_KMH, impossibleTravel, type SignIn } from './impossible-travel.ts';
import { type Level, levels, riskChange, type ScoreChange } from './risk-change.ts';

/** What it knows of a user. */
export interface ScoredUser {
  /** E-mail address. */
  email: string;
  score: Level;
  lastSignIn: SignIn | null;
  /** What became of the last change that was sent; null before the first. */
  shared: Shared | null;
}

/** A risk level that was sent to whom it concerns. */
interface Shared {
  score: Level;
  fate: PushFate;
}

/** Something that raises the risk of a user. */
export interface RiskEvent {
  user: string;
  /** `impossible-travel` */
  what: string;
  text: string;
  /** ms since the epoch. */
  at: number;
}

/** User risk score sharing of Cloudflare One. */
export interface CloudflareOne extends VendorTransmitter {
  users(): readonly ScoredUser[];
  riskEvents(): readonly RiskEvent[];
  isSharing(): boolean;
  /** Switches sharing on or off; changes while it is off are not made up for. */
  share(on: boolean): void;
}

const assumptions = [
  `Impossible travel: two sign-ins that lie further apart than somebody travels at ${FASTEST_KMH} km/h (over 100 km); the vendor's threshold is not published.`,
  'Impossible travel makes the score high at once, any other risk event raises it by one level; the weights of the detections are not published.',
  'A user of whom nothing is known has a low score.',
  'The body of the SET is not published. To Okta it is user-risk-change as Okta documents it for its providers, to others risk-level-change of CAEP; the subject is the e-mail address, as sub_id on top, and for Okta inside the event, too.',
];

/** Types of entries about what became of a change that was sent. */
const logTypes: Readonly<Record<PushFate['state'], string>> = {
  sending: 'risk_score_sent',
  queued: 'risk_score_queued',
  accepted: 'risk_score_shared',
  'given-up': 'risk_score_not_shared',
};

/** The rules without sockets. */
export function createCloudflareOne(
  parts: VendorTransmitterParts,
  options: { onLog?: ((entry: LogEntry) => void) | undefined } = {},
): CloudflareOne {
  const log = new AuditLog(parts.now, options.onLog);
  const users = new Map<string, ScoredUser>();
  const riskEvents: RiskEvent[] = [];
  let sharing = true;

  const userOf = (email: string): ScoredUser => {
    const known = users.get(email) ?? { email, score: 'low', lastSignIn: null, shared: null };
    users.set(email, known);
    return known;
  };

  async function move(user: ScoredUser, change: Omit<ScoreChange, 'user' | 'previous'>): Promise<void> {
    const previous = user.score;
    if (change.current === previous) return;
    user.score = change.current;
    const detail = { user: user.email, previous, current: change.current, cause: change.cause };
    log.add('risk_score_change', `${user.email}: ${previous} → ${change.current}. ${change.reason}`, detail);
    if (!sharing) return;
    const shared: Shared = { score: change.current, fate: sending };
    user.shared = shared;
    const sent = await parts.emit(riskChange({ ...change, user: user.email, previous }, parts.dialect));
    const score = `The score ${change.current} of ${user.email}`;
    log.add('risk_score_sent', `${score} is handed to the streams.`, detail);
    // Not waited for: a Receiver may come up later.
    void sent?.pushed.then((result) => {
      shared.fate = fateOf(result, sent.polled);
      log.add(logTypes[shared.fate.state], `${score}: ${shared.fate.text}.`, detail);
    });
  }

  function note(event: RiskEvent): void {
    riskEvents.push(event);
    log.add('risk_event', `${event.user}: ${event.text}`, { user: event.user, risk: event.what });
  }

  async function signIn(happening: Extract<Happening, { kind: 'sign-in' }>): Promise<void> {
    const { place, at } = happening;
    const user = userOf(happening.user);
    const before = user.lastSignIn;
    user.lastSignIn = { place, at };
    const where = `${place.city}, ${place.country}`;
    log.add('sign_in', `${user.email} signed in from ${where} (${place.ip}).`, {
      user: user.email,
      place,
      at,
    });
    const travel = before === null ? null : impossibleTravel(before, { place, at });
    if (before === null || travel === null) return;
    const cause = 'impossible-travel';
    const reason = `Impossible travel: sign-ins from ${before.place.city} and ${place.city}, ${travel.km} km apart within ${Math.max(1, travel.minutes)} min.`;
    note({ user: user.email, what: cause, text: reason, at });
    await move(user, { current: 'high', cause, reason, at });
  }

  return {
    name: 'Cloudflare One',
    assumptions,
    async happen(happening) {
      switch (happening.kind) {
        case 'sign-in':
          return signIn(happening);
        case 'risk-event': {
          const { what, at } = happening;
          const user = userOf(happening.user);
          note({ user: user.email, what, text: `Risk event: ${what}.`, at });
          const current = levels[levels.indexOf(user.score) + 1] ?? 'high';
          return move(user, { current, cause: what, reason: `Risk event: ${what}.`, at });
        }
        case 'risk-lowered': {
          const user = userOf(happening.user);
          // Down only: who is lower already stays there.
          const lower = levels.indexOf(happening.to) < levels.indexOf(user.score);
          const current = lower ? happening.to : user.score;
          return move(user, {
            current,
            cause: 'risk-reset',
            reason: 'The risk has passed.',
            at: happening.at,
          });
        }
        case 'device-report':
        case 'sessions-revoked':
        case 'credential-changed':
        case 'other':
          throw new RangeError(`Cloudflare One does not see happenings of the kind ${happening.kind}.`);
      }
    },
    log: () => log.entries(),
    users: () => [...users.values()],
    riskEvents: () => [...riskEvents],
    isSharing: () => sharing,
    share(on) {
      if (on === sharing) return;
      sharing = on;
      log.add(
        on ? 'risk_score_sharing_enabled' : 'risk_score_sharing_disabled',
        `Sending risk scores was switched ${on ? 'on' : 'off'}.`,
      );
    },
  };
}

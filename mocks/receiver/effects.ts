import { isObject } from '../vocabulary/is-object.ts';
import { COMPLEX } from '../vocabulary/subject-formats.ts';
import { knownMembers } from './examination/subject.ts';
import type { Effect, Examined } from './seams.ts';

type Action = (event: Record<string, unknown>) => string;

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const risc = 'https://schemas.openid.net/secevent/risc/event-type/';

/** Worth writing down, no reason to do anything. */
const note: Action = () => 'note';

/** What this Receiver does about an event: its own choice (SSF 4.1.5). Types that are not here have no effect. */
const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  [`${caep}session-revoked`, () => 'end-sessions'],
  [`${caep}token-claims-change`, () => 'replace-token-claims'],
  [`${caep}credential-change`, () => 'reauthenticate'],
  // CAEP 3.4: without a former level nothing is known of the direction, which calls for care.
  [
    `${caep}assurance-level-change`,
    ({ change_direction }) => (change_direction === 'increase' ? 'note' : 'reauthenticate'),
  ],
  [
    `${caep}device-compliance-change`,
    ({ current_status }) => (current_status === 'compliant' ? 'admit-device' : 'shut-out-device'),
  ],
  [`${caep}session-established`, note],
  [`${caep}session-presented`, note],
  [
    `${caep}risk-level-change`,
    ({ current_level }) => (current_level === 'HIGH' ? 'end-sessions' : 'set-risk-level'),
  ],
  [`${risc}account-credential-change-required`, () => 'require-credential-change'],
  [`${risc}account-purged`, () => 'delete-account'],
  [`${risc}account-disabled`, () => 'disable-account'],
  [`${risc}account-enabled`, () => 'enable-account'],
  [`${risc}identifier-changed`, () => 'change-identifier'],
  [`${risc}identifier-recycled`, () => 'unlink-identifier'],
  [`${risc}credential-compromise`, () => 'require-credential-change'],
  [`${risc}opt-in`, () => 'set-opt-out-state'],
  [`${risc}opt-out-initiated`, () => 'set-opt-out-state'],
  [`${risc}opt-out-cancelled`, () => 'set-opt-out-state'],
  [`${risc}opt-out-effective`, () => 'set-opt-out-state'],
  [`${risc}recovery-activated`, note],
  [`${risc}recovery-information-changed`, note],
  [`${risc}sessions-revoked`, () => 'end-sessions'],
]);

/**
 * What is to be done because of an accepted SET. `critical` are the Transmitter's `critical_subject_members`, `at` is in
 * ms since the epoch.
 */
export function effectsOf({ claims }: Examined, critical: readonly string[], at: number): Effect[] {
  const { sub_id: subject, jti, events } = claims;
  if (!isObject(subject) || !isObject(events)) return [];
  return Object.entries(events).flatMap(([type, payload]) => {
    const event = isObject(payload) ? payload : {};
    // SSF 3.6: who does not understand a critical member does not know whom the event is about. Events may name further
    // subjects (3.1.3).
    if ([subject, ...Object.values(event)].some((value) => hasUnknownCritical(value, critical))) return [];
    const action = actions.get(type)?.(event);
    return action === undefined
      ? []
      : [{ action, subject, jti: String(jti), at: new Date(at).toISOString() }];
  });
}

function hasUnknownCritical(subject: unknown, critical: readonly string[]): boolean {
  return (
    isObject(subject) &&
    subject.format === COMPLEX &&
    critical.some((name) => name in subject && !knownMembers.includes(name))
  );
}

import {
  type Definition,
  filledText,
  type Member,
  objectionTo,
  oneOf,
  text,
} from '../../receiver/event-definitions/members.ts';
import { refuse } from '../../receiver/examination/refuse.ts';
import type { ReceiverSeams } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { isSubject } from '../../vocabulary/subject-formats.ts';
import { caepBase, oktaBase, riscBase } from './event-uris.ts';

const level = oneOf('low', 'medium', 'high', 'secure', 'none');
const status = oneOf('compliant', 'not-compliant');

const seconds: Member = { wants: 'a whole number of seconds', fits: Number.isInteger };

/** Documented with the members `user` and `device`, either or both, and without a format of its own. */
const subject: Member = {
  wants: 'an object with a well-formed user, device or both',
  fits: (value) =>
    isObject(value) &&
    ('user' in value || 'device' in value) &&
    [value.user, value.device].every((member) => member === undefined || isSubject(member)),
};

const reason: Member = {
  wants: 'an object of texts by language that has one in English (en)',
  fits: (value) =>
    isObject(value) &&
    filledText.fits(value.en) &&
    Object.values(value).every((entry) => typeof entry === 'string'),
};

function define(required: Definition['required'], optional: Definition['optional'] = {}): Definition {
  return {
    required: { ...required, event_timestamp: seconds, subject },
    optional: {
      initiating_entity: oneOf('admin', 'user', 'policy', 'system'),
      reason_admin: reason,
      reason_user: reason,
      ...optional,
    },
  };
}

/** Event types that Okta takes from security events providers, as its API reference defines them. */
const definitions: ReadonlyMap<string, Definition> = new Map([
  [`${oktaBase}user-risk-change`, define({ current_level: level, previous_level: level })],
  [`${oktaBase}device-risk-change`, define({ current_level: level, previous_level: level })],
  [`${oktaBase}ip-change`, define({ current_ip_address: filledText, previous_ip_address: filledText })],
  [`${caepBase}device-compliance-change`, define({ current_status: status, previous_status: status })],
  [
    `${caepBase}session-revoked`,
    define(
      {},
      { current_ip: text, current_user_agent: text, last_known_ip: text, last_known_user_agent: text },
    ),
  ],
  [`${riscBase}identifier-changed`, define({}, { 'new-value': text })],
]);

/** Types of which it is not demanded that they give a reason. */
const withoutReason: readonly string[] = [`${riscBase}identifier-changed`];

type Steps = NonNullable<ReceiverSeams['steps']>;

/** Steps of the examination that differ from the standards' where Okta's documentation is followed. */
const ownSteps: Steps = {
  // Documented as required, where RFC 7515 4.1.4 leaves it open.
  key: async (set, reference) =>
    typeof set.header.kid === 'string' ? reference() : refuse('invalid_request', 'kid is missing.'),
  // The documented claims have no `sub_id`; the subject is part of the event.
  subject: async () => null,
  event: async ({ claims: { events } }) => {
    for (const [type, payload] of Object.entries(isObject(events) ? events : {})) {
      const objection = isObject(payload) ? objectionOf(type, payload) : null;
      if (objection !== null) return refuse('invalid_request', `${type}: ${camelCased(objection)}`);
    }
    return null;
  },
};

/** Steps of a reading, under those of a fault, which see them as the reference. */
export function stepsFor(reading: 'own' | 'standard', faults: Steps = {}): Steps {
  const steps: Steps = {
    ...(reading === 'own' ? ownSteps : {}),
    // Whoever set the stream up asked for the verification; this side was not told with which state.
    state: () => null,
  };
  const all: Steps = { ...steps, ...faults };
  for (const name of Object.keys(steps) as (keyof Steps)[]) {
    const [inner, outer] = [steps[name], faults[name]];
    if (inner && outer) all[name] = (set, reference) => outer(set, async () => inner(set, reference));
  }
  return all;
}

function objectionOf(type: string, event: Record<string, unknown>): string | null {
  const definition = definitions.get(type);
  if (definition === undefined) return null;
  const objection = objectionTo(event, definition);
  if (objection !== null || withoutReason.includes(type)) return objection;
  return event.reason_admin === undefined && event.reason_user === undefined
    ? 'reason_admin or reason_user is missing.'
    : null;
}

/** Okta's descriptions show names of claims in camel case. */
function camelCased(sentence: string): string {
  return sentence.replace(
    /([a-z])_([a-z])/g,
    (_, before: string, after: string) => before + after.toUpperCase(),
  );
}

import { eventsOf } from '../../../set/events.ts';
import { judgeOktaEvent, type VendorViolation } from '../../../set/okta-event.ts';
import type { SetContext } from '../../../set/rule.ts';
import { isObject } from '../../../set/subject.ts';
import type { Violation } from '../../../set/violation.ts';
import { judgeWholeSet } from '../../../set/whole-set.ts';
import { OKTA_EVENT_BASE } from '../../../standard/events/okta/index.ts';
import type { Performance, WireSet } from '../../performance.ts';

/**
 * What is wrong with a SET by the standards. Okta wants the subject inside of every event, in a shape of its own: in its
 * dialect that place is judged by its contract only.
 */
export function setViolations(performance: Performance, set: WireSet): Violation[] {
  const found = [...judgeWholeSet(set.parsed, contextOf(performance, set)), ...pushViolations(set)];
  if (performance.dialect !== 'okta') return found;
  return found.filter(
    ({ requirement, path }) =>
      !(requirement === 'SSF-3.1.2-02' && path?.startsWith(OKTA_EVENT_BASE)) &&
      !/^\/events\/[^/]+\/subject(?:\/|$)/.test(path ?? ''),
  );
}

/** Of the pushes themselves only what keeps a Receiver from taking them is judged here; the rest is a matter of checks. */
function pushViolations({ attempts }: WireSet): Violation[] {
  const violations: Violation[] = [];
  if (attempts.some(({ unauthorized }) => unauthorized === true)) {
    violations.push({
      requirement: 'SSF-6.1.1-06',
      message: 'A push did not carry the authorization_header of its stream, and was refused.',
      expected: 'Authorization with the value that was given when the stream was created',
      actual: 'another value, or none',
    });
  }
  const mistyped = attempts.find((attempt) => attempt.mistyped !== undefined)?.mistyped;
  if (mistyped !== undefined) {
    violations.push({
      requirement: 'RFC8935-2.1-02',
      message: 'A push is not declared as a SET.',
      expected: 'Content-Type: application/secevent+jwt',
      actual: mistyped === '' ? 'no Content-Type' : `Content-Type: ${mistyped}`,
    });
  }
  return violations;
}

/** What is wrong with a SET by what Okta documents: of its own event types, and of the standard ones where its dialect is spoken. */
export function oktaViolations({ dialect, scenario }: Performance, { parsed }: WireSet): VendorViolation[] {
  const direction = scenario.cast.receiver === 'okta-itp' ? 'to' : 'from';
  return eventsOf(parsed.claims ?? {}).flatMap(([type, event]) =>
    isObject(event) && (dialect === 'okta' || type.startsWith(OKTA_EVENT_BASE))
      ? judgeOktaEvent(type, event, direction)
      : [],
  );
}

function contextOf(
  { issuer, audience, epochMs, startedAtMs, limits }: Performance,
  set: WireSet,
): SetContext {
  return {
    issuer,
    audience,
    arrivedAt: (epochMs + (set.attempts[0]?.atMs ?? 0)) / 1000,
    runStartedAt: (epochMs + startedAtMs) / 1000,
    clockSkew: limits.clockSkew / 1000,
  };
}

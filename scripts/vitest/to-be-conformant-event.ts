import { judgeReason } from '../../suites/set/interop-rules.ts';
import { judgeTypedEvent } from '../../suites/set/typed-event-rules.ts';
import { eventSchema } from '../../suites/standard/events/index.ts';
import { nameOfType, typeUri } from './event-types.ts';
import { JUDGING_OPTIONS, type JudgingOptions, readOptions } from './expectations.ts';
import { readObject } from './json-value.ts';
import { complaintsOf, onlyComplaints } from './judgement.ts';
import { resultOf } from './judgement-text.ts';
import type { MatcherContext, MatcherResult } from './matcher.ts';
import { pointerPath } from './pointer-path.ts';

export interface EventExpectations extends JudgingOptions {
  /** `sub_id` of the SET around it: some event types say whom they may be about. */
  subject?: object | undefined;
}

export function toBeConformantEvent(
  this: MatcherContext,
  received: unknown,
  type: string,
  expected?: EventExpectations,
): MatcherResult {
  const matcher = 'toBeConformantEvent';
  const {
    profile = 'ssf',
    warnings,
    except,
    subject,
  } = readOptions(matcher, expected, [...JUDGING_OPTIONS, 'subject']);
  const uri = typeUri(matcher, type);
  if (eventSchema(uri) === undefined)
    throw new TypeError(
      `${matcher}: ${uri} is no event type of SSF, CAEP or RISC; its events cannot be judged.`,
    );
  const event = readObject(matcher, 'the object of an event', received);
  const claims =
    subject === undefined ? {} : { sub_id: readObject(matcher, 'a subject identifier', subject) };
  const violations = [...judgeTypedEvent(uri, event, claims), ...judgeReason(uri, event)];
  const complaints = complaintsOf(violations, profile, (path = '') =>
    path === '' ? 'event' : `event.${pointerPath(path)}`,
  );
  return resultOf(onlyComplaints(complaints), {
    what: `The event ${nameOfType(uri)}`,
    profile,
    warnings,
    except,
  });
}

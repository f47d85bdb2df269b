import { type ParsedSet, parseSet } from '../../suites/set/parse.ts';
import { readSet } from '../../suites/set/reading/read-set.ts';
import type { PartReading, ReadingContext } from '../../suites/set/reading/reading.ts';
import type { Complaint, Judgement } from './judgement.ts';
import { kindOf } from './kind-of.ts';
import { pointerPath } from './pointer-path.ts';

/** The rule that a SET's signature verifies with a key of its issuer. */
const SIGNATURE_RULE = 'RFC8417-5.1-05';

/** Longest token that is judged, characters. No standard has a limit; beyond this it is a mistake. */
const LONGEST = 8 * 1024 * 1024;

/**
 * The token as it can be judged. Throws a TypeError for what is none: an assertion about `undefined` must not hold, with
 * or without `.not`.
 */
export function readToken(matcher: string, received: unknown): ParsedSet {
  if (typeof received !== 'string') {
    const hint = received instanceof Promise ? ' Await it first.' : '';
    throw new TypeError(
      `${matcher}: expected a SET in compact serialization (a string), received ${kindOf(received)}.${hint}`,
    );
  }
  if (received.length > LONGEST)
    throw new TypeError(
      `${matcher}: the token has ${received.length} characters, which is too long to be judged.`,
    );
  return parseSet(received);
}

/** Judges a SET as `lens` does. With keys its signature must have verified, not only not failed to. */
export function judgeSet(set: ParsedSet, context: ReadingContext): Judgement {
  const { parts, notes } = readSet(set, context);
  const complaints = parts
    .flatMap((part) => complaintsOfPart(part, set))
    .map((complaint) => asExpected(complaint, context));
  return {
    complaints: [...unreadable(set, complaints), ...unverified(parts, complaints, context), ...complaints],
    kept: parts.flatMap(({ rules }) => rules).filter(({ outcome }) => outcome === 'kept').length,
    open: new Map(
      parts.flatMap(({ rules }) =>
        rules.flatMap((rule) =>
          rule.outcome === 'not-judged' ? [[rule.requirement, rule.why] as const] : [],
        ),
      ),
    ),
    notes,
  };
}

function complaintsOfPart({ path, pointer, value, rules }: PartReading, set: ParsedSet): Complaint[] {
  return rules.flatMap((rule): Complaint[] => {
    if (rule.outcome !== 'broken') return [];
    const { requirement: id, severity, message, expected, hint } = rule;
    // What cannot be read as a SET may be a secret: none of it is shown.
    const actual = path === 'token' ? `a token of ${set.compact.length} characters` : (rule.actual ?? value);
    return [
      {
        requirement: id,
        severity,
        where: whereOf(path, pointer),
        message,
        ...(expected === undefined ? {} : { expected }),
        ...(actual === undefined ? {} : { actual }),
        ...(hint === undefined ? {} : { hint }),
      },
    ];
  });
}

/** RFC 8417 2.2 only recommends `aud`; who expects an audience expects to see it. */
function asExpected(complaint: Complaint, { audience }: ReadingContext): Complaint {
  return audience !== null && complaint.requirement === 'RFC8417-2.2-06'
    ? { ...complaint, severity: 'fail', expected: audience }
    : complaint;
}

/** What cannot be read was not judged: that no rule is broken says nothing. */
function unreadable({ header, claims, parts }: ParsedSet, complaints: readonly Complaint[]): Complaint[] {
  if ((header !== null && claims !== null) || complaints.some(({ severity }) => severity === 'fail'))
    return [];
  const message =
    parts === 5
      ? 'The token is encrypted (JWE): only the holder of the key can read it, so nothing of it was judged.'
      : 'The token cannot be read, so nothing of it was judged.';
  return [{ requirement: null, severity: 'fail', where: 'token', message }];
}

/** With keys at hand a SET is right only if one of them has verified it. */
function unverified(
  parts: readonly PartReading[],
  complaints: readonly Complaint[],
  { keys }: ReadingContext,
): Complaint[] {
  if (keys === null) return [];
  const rules = parts.flatMap((part) => part.rules);
  if (rules.some((rule) => rule.requirement === SIGNATURE_RULE && rule.outcome === 'kept')) return [];
  const isTold = complaints.some(
    ({ severity, where, requirement: id }) =>
      severity === 'fail' && (id === SIGNATURE_RULE || id === 'SSF-4.1.4-01' || where === 'token'),
  );
  if (isTold) return [];
  const why = rules.find((rule) => rule.requirement === SIGNATURE_RULE && rule.outcome === 'not-judged');
  const reason = why?.outcome === 'not-judged' ? `: ${why.why}` : '';
  return [
    {
      requirement: SIGNATURE_RULE,
      severity: 'fail',
      where: 'signature',
      message: `The signature was not verified${reason}.`,
      expected: 'a signature that verifies with one of the keys that were given',
      actual: 'one of which nothing can be said',
    },
  ];
}

/** `claims.events."https://…/session-revoked".reason_admin` */
function whereOf(path: string, pointer: string): string {
  if (pointer === '') return path;
  const [root = ''] = path.split('.', 1);
  return `${root}.${pointerPath(pointer)}`;
}

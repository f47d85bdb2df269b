import { excerptLine } from '../../reports/text/excerpt.ts';
import { eventsOf } from '../../suites/set/events.ts';
import { isObject, type JsonObject } from '../../suites/set/subject.ts';
import { nameOfType, typeUri } from './event-types.ts';
import { readOptions } from './expectations.ts';
import type { MatcherContext } from './matcher.ts';

/** What an event is looked for by; members that are not named may be anything, and `expect.any(...)` may stand anywhere. */
export interface EventWish {
  /** Members of the subject: `sub_id`, or where there is none the `subject` inside the event. */
  subject?: object | undefined;
  /** Members of the event object. */
  event?: object | undefined;
  /** Claims of the SET around it, such as `txn`. */
  claims?: object | undefined;
}

export const WISH_OPTIONS: readonly string[] = ['subject', 'event', 'claims'];

/** An event type, and what else is wished for. */
export interface ReadWish {
  uri: string;
  wish: EventWish;
}

/** Throws a TypeError for an unknown event type or option. */
export function readWish(matcher: string, type: unknown, wish: EventWish | undefined): ReadWish {
  return { uri: typeUri(matcher, type), wish: readOptions(matcher, wish, WISH_OPTIONS) };
}

/** Why a SET is not the one that is looked for, part by part; empty where it is. */
export function differences(
  claims: JsonObject | null,
  { uri, wish }: ReadWish,
  context: Pick<MatcherContext, 'equals' | 'utils'>,
): string[] {
  if (claims === null) return ['its claims cannot be read'];
  const event = eventsOf(claims).find(([type]) => type === uri)?.[1];
  if (event === undefined) return [`its event is ${typesText(claims)}`];
  const subject = claims.sub_id ?? (isObject(event) ? event.subject : undefined);
  return [
    ...differing('subject', subject, wish.subject, context),
    ...differing('event', event, wish.event, context),
    ...differing('claims', claims, wish.claims, context),
  ];
}

function differing(
  what: string,
  seen: unknown,
  wished: object | undefined,
  { equals, utils }: Pick<MatcherContext, 'equals' | 'utils'>,
): string[] {
  if (wished === undefined) return [];
  // Sound: both are testers, which Vitest and Jest type each in a way of its own.
  const testers = [utils.iterableEquality, utils.subsetEquality] as never[];
  const shown = (value: unknown): string => excerptLine(value === undefined ? 'nothing' : plain(value), 200);
  if (equals(seen, wished, testers)) return [];
  if (!isObject(seen) || !isObject(wished) || '$$typeof' in wished)
    return [`${what}: expected ${shown(wished)}, seen ${shown(seen)}`];
  return Object.entries(wished)
    .filter(([name, value]) => !equals(Object.hasOwn(seen, name) ? seen[name] : undefined, value, testers))
    .map(
      ([name, value]) =>
        `${what}.${excerptLine(name, 60)}: expected ${shown(value)}, seen ${shown(Object.hasOwn(seen, name) ? seen[name] : undefined)}`,
    );
}

/** What is looked for, in words. */
export function wishText({ uri, wish }: ReadWish): string {
  const parts = Object.entries(wish).map(([name, value]) => `${name} ${plain(value)}`);
  return [excerptLine(nameOfType(uri), 200), ...parts.map((part) => excerptLine(part, 400))].join(', ');
}

/** `session-revoked about {"format":"email",...}, jti 4711` */
export function setText(claims: JsonObject | null): string {
  if (claims === null) return 'what is no SET that can be read';
  const { sub_id: subject, jti } = claims;
  return [
    typesText(claims),
    ...(subject === undefined ? [] : [`about ${excerptLine(plain(subject), 200)}`]),
    ...(typeof jti === 'string' ? [`(jti ${excerptLine(jti, 60)})`] : []),
  ].join(' ');
}

/** As JSON, on one line; `expect.any(String)` as `Any<String>`. */
function plain(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_, inner: unknown) =>
        isAsymmetric(inner) ? inner.toAsymmetricMatcher() : inner,
      ) ?? 'nothing'
    );
  } catch {
    return String(value);
  }
}

function isAsymmetric(value: unknown): value is { toAsymmetricMatcher(): string } {
  return typeof value === 'object' && value !== null && '$$typeof' in value && 'toAsymmetricMatcher' in value;
}

function typesText(claims: JsonObject): string {
  const names = eventsOf(claims).map(([type]) => excerptLine(nameOfType(type), 120));
  return names.length === 0 ? 'none' : names.slice(0, 5).join(' and ');
}

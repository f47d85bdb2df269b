import { caepClaims } from '../event-rules.ts';
import { exactlyOneEvent, profiledAlgorithm } from '../interop-rules.ts';
import type { ParsedSet } from '../parse.ts';
import { isJudged, type SetRule } from '../rule.ts';
import { isObject, type JsonObject } from '../subject.ts';
import type { Violation } from '../violation.ts';
import { wholeSetRules } from '../whole-set.ts';
import { Collection } from './collect.ts';
import { listParts } from './parts.ts';
import { claimsPlace, type Place, placeOf, TOKEN } from './places.ts';
import { readEvents } from './read-events.ts';
import { readIdentifiers } from './read-identifiers.ts';
import { readSignature } from './read-signature.ts';
import type { ReadingContext, SetReading } from './reading.ts';
import { setTies } from './ties.ts';
import { notesOnEvents } from './unknown-events.ts';

/** Every rule about a whole SET that a reading applies, beside those about its events, its subjects and its signature. */
export const readRules: readonly SetRule[] = [...wholeSetRules, profiledAlgorithm, exactlyOneEvent];

/**
 * Reads a SET part by part: each with the rules about it, and what came of them. It applies the rules that checks and
 * scenarios apply; a rule that found nothing keeps only those of its rows that say something about this SET.
 */
export function readSet(set: ParsedSet, context: ReadingContext): SetReading {
  const into = new Collection(context.profile);
  for (const rule of readRules) readRule(rule, set, context, into);
  readSignature(set, context, into);
  const { claims } = set;
  if (claims !== null) {
    readIdentifiers(claims, into);
    readEvents(claims, context.streamId, into);
  }
  const notes = claims === null ? [] : [...notesOnEvents(claims), ...noteOnStart(claims, context)];
  return { parts: listParts(set, into.found), notes };
}

/** RFC 7519 4.1.5: a token is not taken before `nbf`. To give one breaks no rule. */
function noteOnStart({ nbf }: JsonObject, { arrivedAt, clockSkew }: ReadingContext): string[] {
  return typeof nbf === 'number' && nbf > arrivedAt + clockSkew
    ? ['`nbf` lies ahead: until then no Receiver may take the SET (RFC 7519 section 4.1.5).']
    : [];
}

function readRule(rule: SetRule, set: ParsedSet, context: ReadingContext, into: Collection): void {
  if (rule.reads !== 'token' && set[rule.reads] === null) {
    const [first] = rule.requirements;
    const what = rule.reads === 'header' ? 'the header' : 'the claims';
    into.notJudged(setTies[first]?.at ?? TOKEN, first, `${what} cannot be read`);
    return;
  }
  if (!isJudged(rule, set)) return;
  if (rule.knows?.(context) === false) {
    const [first] = rule.requirements;
    const { at = TOKEN, needs = '' } = setTies[first] ?? {};
    into.notJudged(at, first, needs);
    return;
  }
  const violations = rule.judge(set, context);
  for (const violation of violations)
    for (const place of placesOf(violation, set)) into.broken(place, violation);
  if (violations.length > 0) return;
  for (const requirement of rule.requirements) {
    const { at, keeps } = setTies[requirement] ?? {};
    if (at === undefined || keeps?.(set) === false) continue;
    for (const place of everyEvent(at, set)) into.kept(place, requirement);
  }
}

/** Where a violation of a rule about the whole SET shows. */
function placesOf({ requirement, path }: Violation, { claims }: ParsedSet): Place[] {
  const at = setTies[requirement]?.at ?? TOKEN;
  if (requirement === 'CAEP-2-09') {
    return caepClaims
      .filter((claim) => claims !== null && claim in claims)
      .map((claim) => claimsPlace(claim));
  }
  if (path === undefined) return [at];
  // Rules about events name the event; those about what is in it say so with the place of their row.
  if (at.path.startsWith('claims.events.*')) {
    const [, , , ...inside] = at.path.split('.');
    return [claimsPlace('events', path, ...inside)];
  }
  return [placeOf(path, claims)];
}

/** A place in an event, once for each event of the SET. */
function everyEvent(at: Place, { claims }: ParsedSet): Place[] {
  if (!at.path.startsWith('claims.events.*')) return [at];
  const [, , , ...inside] = at.path.split('.');
  const events = isObject(claims?.events) ? Object.keys(claims.events) : [];
  return events.map((type) => claimsPlace('events', type, ...inside));
}

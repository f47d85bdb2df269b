import { eventSchema } from '../../standard/events/index.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE } from '../../standard/vocabulary.ts';
import { judgeCaepType, judgeRiscType, judgeTypeName } from '../event-rules.ts';
import { judgeEvent } from '../event-schema.ts';
import { eventsOf } from '../events.ts';
import { judgeReason, reasonRowOf } from '../interop-rules.ts';
import { judgeStreamSubject, streamSubjectRows } from '../stream-event-rules.ts';
import { isObject, type JsonObject } from '../subject.ts';
import { judgeTypedRules, typedRequirements } from '../typed-event-rules.ts';
import type { Violation } from '../violation.ts';
import type { Collection } from './collect.ts';
import { claimsPlace, type Place, placeOf } from './places.ts';
import { schemaTies, typedTies } from './schema-ties.ts';

/** Reads the events of a SET: how their types are named, their objects by their schemas, and what they ask of the SET. */
export function readEvents(claims: JsonObject, streamId: string | null, into: Collection): void {
  for (const [type, event] of eventsOf(claims)) {
    readType(type, into);
    if (!isObject(event)) continue;
    readObject(type, event, into);
    readTyped(type, event, claims, into);
    readReason(type, event, into);
    readStreamSubject(type, claims, streamId, into);
  }
}

function readType(type: string, into: Collection): void {
  const at = claimsPlace('events');
  for (const violation of judgeTypeName(type)) into.broken(at, violation);
  const violations = [...judgeCaepType(type), ...judgeRiscType(type)];
  for (const violation of violations) into.broken(at, violation);
  if (violations.length > 0) return;
  const schema = eventSchema(type);
  if (schema !== undefined) into.kept(at, schema['x-event'].uriRequirement, { eventType: type });
  // An event type that no document defines may begin so as well.
  const of = schema === undefined ? {} : { eventType: type };
  if (type.startsWith(CAEP_EVENT_BASE)) into.kept(at, 'CAEP-3-01', of);
  if (type.startsWith(RISC_EVENT_BASE)) into.kept(at, 'RISC-2-01', of);
}

function readObject(type: string, event: JsonObject, into: Collection): void {
  const ties = schemaTies(type);
  const wrong = new Set<string>();
  for (const violation of judgeEvent(type, event)) {
    // In the object, or that two of its members do not fit each other: then at the second.
    const member =
      firstOf(violation.path) ??
      ties.find(({ requirement }) => requirement === violation.requirement)?.member ??
      '';
    wrong.add(member);
    wrong.add(violation.requirement);
    into.broken(memberPlace(type, member), violation, { eventType: type });
  }
  for (const { member, requirement, applies } of ties) {
    if (wrong.has(member) || wrong.has(requirement) || !applies(event)) continue;
    into.kept(memberPlace(type, member), requirement, { eventType: type });
  }
}

function readTyped(type: string, event: JsonObject, claims: JsonObject, into: Collection): void {
  const violations = judgeTypedRules(type, event, claims);
  for (const row of typedRequirements(type)) {
    const tie = typedTies[row];
    if (tie === undefined) continue;
    const inClaims = tie.member === '' ? claimsPlace('sub_id') : claimsPlace('sub_id', tie.member);
    const at = tie.inSubject ? inClaims : memberPlace(type, tie.member);
    const broken = violations.filter(({ requirement }) => requirement === row);
    for (const violation of broken) into.broken(at, violation, { eventType: type });
    if (broken.length === 0 && tie.applies(event, claims.sub_id)) into.kept(at, row, { eventType: type });
  }
}

function readReason(type: string, event: JsonObject, into: Collection): void {
  const row = reasonRowOf(type);
  if (row !== null)
    settle(memberPlace(type, 'reason_admin'), [row], judgeReason(type, event), { eventType: type }, into);
}

function readStreamSubject(
  type: string,
  claims: JsonObject,
  streamId: string | null,
  into: Collection,
): void {
  const rows = streamSubjectRows(type);
  if (rows === undefined) return;
  const of = { eventType: type };
  const violations = judgeStreamSubject(type, claims, streamId);
  for (const violation of violations) into.broken(placeOf(violation.path ?? '', claims), violation, of);
  if (violations.length > 0 && violations[0]?.requirement !== rows.named) return;
  into.kept(claimsPlace('sub_id'), rows.present, of);
  into.kept(claimsPlace('sub_id', 'format'), rows.opaque, of);
  if (violations.length > 0) return;
  const at = claimsPlace('sub_id', 'id');
  if (streamId === null) into.notJudged(at, rows.named, 'the stream on which the SET came is not known', of);
  else into.kept(at, rows.named, of);
}

function settle(
  at: Place,
  rows: readonly Violation['requirement'][],
  violations: readonly Violation[],
  of: { eventType: string },
  into: Collection,
): void {
  for (const violation of violations) into.broken(at, violation, of);
  if (violations.length === 0) for (const row of rows) into.kept(at, row, of);
}

function memberPlace(type: string, member: string): Place {
  return member === '' ? claimsPlace('events', type) : claimsPlace('events', type, member);
}

/** The first name in a JSON pointer; undefined for the empty one. */
function firstOf(pointer: string | undefined): string | undefined {
  const [, first] = (pointer ?? '').split('/');
  return first?.replaceAll('~1', '/').replaceAll('~0', '~');
}

import type { JsonObject } from '../../harness/probe.ts';
import { defaultEvent } from '../../harness/receiver/default-events.ts';
import { CAEP_EVENT_BASE } from '../../standard/vocabulary.ts';

/** The members that every CAEP event may have, none of which it needs (CAEP 2). */
const COMMON: readonly string[] = ['event_timestamp', 'initiating_entity', 'reason_admin', 'reason_user'];

/** The usual event of a CAEP type, with other claims of its own. */
export function caepEvent(name: string, claims: JsonObject): JsonObject {
  const common = Object.entries(defaultEvent(CAEP_EVENT_BASE + name)).filter(([member]) =>
    COMMON.includes(member),
  );
  return { ...Object.fromEntries(common), ...claims };
}

/** The usual event of a CAEP type without what every CAEP event may have. */
export function withoutCommonClaims(name: string): JsonObject {
  return Object.fromEntries(
    Object.entries(defaultEvent(CAEP_EVENT_BASE + name)).filter(([member]) => !COMMON.includes(member)),
  );
}

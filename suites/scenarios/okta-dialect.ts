import type { JsonObject } from '../set/subject.ts';
import { OKTA_EVENT_BASE } from '../standard/events/okta/index.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import type { ExpectedEvent } from './scenario.ts';

const RISK_LEVEL_CHANGE = `${CAEP_EVENT_BASE}risk-level-change`;

/** What is compared with an event on the wire. */
export type SpokenEvent = Pick<ExpectedEvent, 'type' | 'event' | 'must' | 'mustIfThere'>;

/**
 * An expected event as it goes on the wire. Okta documents six types that it takes from providers: a change of risk has a
 * type of Okta's own for users and one for devices, without `principal` and `risk_reason` and with levels in lower case;
 * the others are those of CAEP and RISC.
 */
export function spoken(event: ExpectedEvent, dialect: 'standard' | 'okta'): SpokenEvent {
  if (dialect === 'standard' || event.type !== RISK_LEVEL_CHANGE) return event;
  const { principal, risk_reason: _, ...rest } = event.event;
  const translated: JsonObject = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      name.endsWith('_level') && typeof value === 'string' ? value.toLowerCase() : value,
    ]),
  );
  const stays = (name: string): boolean => name in translated;
  return {
    type: `${OKTA_EVENT_BASE}${principal === 'DEVICE' ? 'device' : 'user'}-risk-change`,
    event: translated,
    must: event.must.filter(stays),
    mustIfThere: event.mustIfThere.filter(stays),
  };
}

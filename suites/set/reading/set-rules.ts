import type { RecordedSet, SetRule } from '../../../reports/results.ts';
import type { ProfileName } from '../../standard/profiles.ts';
import { isRequirementId, requirement } from '../../standard/requirements.ts';
import { audienceOf } from '../claim-rules.ts';
import type { ParsedSet } from '../parse.ts';
import { readSet } from './read-set.ts';
import type { RuleReading } from './reading.ts';

interface Told {
  path: string;
  id: RuleReading['requirement'];
  /** Null: whatever the events, whatever the format. */
  eventTypes: Set<string> | null;
  formats: Set<string> | null;
}

/** The rules about the parts of SETs that a run recorded, each once, for whoever shows these SETs. */
export function setRulesOf(sets: readonly RecordedSet[], profile: ProfileName): SetRule[] {
  const told = new Map<string, Told>();
  const tell = (path: string, id: Told['id'], eventType?: string, format?: string): void => {
    const key = `${path} ${id}`;
    const known = told.get(key) ?? { path, id, eventTypes: new Set(), formats: new Set() };
    told.set(key, {
      ...known,
      eventTypes: eventType === undefined ? null : (known.eventTypes?.add(eventType) ?? null),
      formats: format === undefined ? null : (known.formats?.add(format) ?? null),
    });
  };
  const shapes = new Set<string>();
  for (const set of sets) {
    for (const { path, requirement: id } of set.breaches ?? []) {
      if (isRequirementId(id)) tell(path, id);
    }
    const shape = shapeOf(set);
    // Of a thousand SETs most have the members of another one, and the same rules speak of them.
    if (shapes.has(shape)) continue;
    shapes.add(shape);
    for (const { path, value, rules } of readSet(...asRead(set, profile)).parts) {
      if (value === undefined && path !== 'token') continue;
      for (const rule of rules)
        if (rule.outcome !== 'not-judged') tell(path, rule.requirement, rule.eventType, rule.format);
    }
  }
  return [...told.values()].map(({ path, id, eventTypes, formats }) => {
    const { spec, section, sectionTitle, level, summary } = requirement(id);
    return {
      path,
      rule: { id, spec, section, sectionTitle, level, summary },
      ...(eventTypes === null ? {} : { eventTypes: [...eventTypes] }),
      ...(formats === null ? {} : { formats: [...formats] }),
    };
  });
}

/** The names of the members of a SET, its event types and formats: what makes rules apply, without the values. */
function shapeOf({ header, claims }: RecordedSet): string {
  return JSON.stringify([header, claims], (name, value: unknown) =>
    (typeof value === 'object' && value !== null) || name === 'format' ? value : typeof value,
  );
}

/** A recorded SET once more as one that is read, where everything that could be known fits: for the rules, not for what came of them. */
function asRead({ header, claims }: RecordedSet, profile: ProfileName): Parameters<typeof readSet> {
  const set: ParsedSet = {
    compact: '',
    parts: 3,
    header,
    claims,
    headerText: '',
    claimsText: '',
    defects: [],
  };
  return [
    set,
    {
      profile,
      issuer: typeof claims?.iss === 'string' ? claims.iss : null,
      audience: audienceOf(claims?.aud),
      streamId: null,
      keys: null,
      arrivedAt: Number.MAX_SAFE_INTEGER,
      runStartedAt: null,
      clockSkew: 0,
    },
  ];
}

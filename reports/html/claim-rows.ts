/** One part of a SET: a member of its header or claims, a member of what lies in those, or the token as such. */
export interface ClaimRow {
  /** As rules name it (`SetRule.path`): `claims.events.*.event_timestamp`. */
  path: string;
  /** As people read it, within its group: `sub_id.email`, `event_timestamp`. */
  label: string;
  group: 'token' | 'header' | 'claims' | 'event';
  /** The event that it lies in. */
  eventType: string | null;
  /** The format of the subject identifier that it is or lies in. */
  format: string | null;
  /** Undefined: it is not there. */
  value: unknown;
  /** It is an object or an array whose members have rows of their own. */
  holds: boolean;
}

const deepest = 6;

type Place = Pick<ClaimRow, 'path' | 'label' | 'group' | 'eventType' | 'format'>;

/** The parts of a SET as far as it could be decoded, in the order in which they stand there. */
export function claimRows(set: {
  header: Record<string, unknown> | null;
  claims: Record<string, unknown> | null;
}): ClaimRow[] {
  const members = (of: Record<string, unknown> | null, group: 'header' | 'claims'): ClaimRow[] =>
    Object.entries(of ?? {}).flatMap(([name, value]) => {
      const place = { path: `${group}.${name}`, label: name, group, eventType: null, format: null };
      return place.path === 'claims.events' ? eventRows(place, value) : rowsOf(place, value, 1);
    });
  return [...members(set.header, 'header'), ...members(set.claims, 'claims')];
}

/** Which events there are, then each event and what it says. */
function eventRows(place: Place, events: unknown): ClaimRow[] {
  if (!isObject(events)) return rowsOf(place, events, 1);
  const each = Object.entries(events).flatMap(([eventType, event]): ClaimRow[] => {
    const at: Place = {
      path: `${place.path}.*`,
      label: 'the event',
      group: 'event',
      eventType,
      format: null,
    };
    if (!isObject(event)) return rowsOf(at, event, 1);
    const inner = Object.entries(event).flatMap(([name, value]) =>
      rowsOf({ ...at, path: `${at.path}.${name}`, label: name }, value, 2),
    );
    return [{ ...at, value: event, holds: inner.length > 0 }, ...inner];
  });
  return [{ ...place, value: events, holds: each.length > 0 }, ...each];
}

function rowsOf(place: Place, value: unknown, depth: number): ClaimRow[] {
  const inner = depth >= deepest ? [] : innerRows(place, value, depth);
  const format = formatOf(value) ?? place.format;
  return [{ ...place, format, value, holds: inner.length > 0 }, ...inner];
}

function innerRows(place: Place, value: unknown, depth: number): ClaimRow[] {
  const { path, label } = place;
  const format = formatOf(value) ?? place.format;
  if (Array.isArray(value)) {
    // A list of names reads best on one line.
    if (!value.some((item) => isObject(item) || Array.isArray(item))) return [];
    return value.flatMap((item: unknown, i) =>
      rowsOf({ ...place, format, path: `${path}.*`, label: `${label}[${i}]` }, item, depth + 1),
    );
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    rowsOf({ ...place, format, path: `${path}.${name}`, label: `${label}.${name}` }, member, depth + 1),
  );
}

function formatOf(value: unknown): string | null {
  return isObject(value) && typeof value.format === 'string' ? value.format : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

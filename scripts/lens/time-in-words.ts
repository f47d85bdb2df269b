/** Members that hold a time in seconds since the epoch. */
const TIMES: ReadonlySet<string> = new Set(['iat', 'exp', 'nbf', 'toe', 'event_timestamp', 'auth_time']);

const UNITS = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `2026-01-05 10:00:00 UTC, 3 days ago`; null for a member that is no time. `now` in s since the epoch. */
export function timeInWords(member: string, value: unknown, now: number): string | null {
  if (!TIMES.has(member) || typeof value !== 'number' || !Number.isFinite(value)) return null;
  const date = new Date(value * 1000);
  if (Number.isNaN(date.getTime())) return 'no time of the calendar';
  // In milliseconds a time says a year that no reader takes for right.
  if (date.getUTCFullYear() > 9999) return `in the year ${date.getUTCFullYear()}`;
  const instant = date
    .toISOString()
    .replace('T', ' ')
    .replace(/(?:\.\d+)?Z$/, ' UTC');
  return `${instant}, ${distance(now - value)}`;
}

function distance(ago: number): string {
  const size = Math.abs(ago);
  const [unit, seconds] = UNITS.find(([, length]) => size >= length) ?? UNITS[4];
  const count = Math.floor(size / seconds);
  if (count === 0) return 'now';
  const words = `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;
  return ago > 0 ? `${words} ago` : `${words} ahead`;
}

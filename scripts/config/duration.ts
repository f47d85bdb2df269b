const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DAY = 86_400_000;

/**
 * `500ms`, `60s`, `1.5m`, `1h` as whole ms; undefined when it is no duration, zero, or longer than a day.
 * A bare number has no meaning here on purpose: seconds read as milliseconds would make a right target fail.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || unit === undefined) return undefined;
  const ms = Math.round(Number(match[1]) * unit);
  return ms > 0 && ms <= DAY ? ms : undefined;
}

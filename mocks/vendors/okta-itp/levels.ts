/** Level of a user's entity risk. */
export type Level = 'low' | 'medium' | 'high';

const ranks: readonly Level[] = ['low', 'medium', 'high'];

/**
 * A level as events spell it, in either case; null for anything else. Okta's `none` and `secure` are its lowest here,
 * which is our assumption: no rule of an entity risk policy can ask for them.
 */
export function levelOf(value: unknown): Level | null {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'none' || word === 'secure') return 'low';
  return ranks.find((level) => level === word) ?? null;
}

/** Positive when `a` is the higher one. */
export function compareLevels(a: Level, b: Level): number {
  return ranks.indexOf(a) - ranks.indexOf(b);
}

/** The highest of some levels; low without any. */
export function highest(levels: Iterable<Level>): Level {
  return [...levels].reduce<Level>((most, level) => (compareLevels(level, most) > 0 ? level : most), 'low');
}

/** One level up, as far as there is one. */
export function raised(level: Level): Level {
  return ranks[ranks.indexOf(level) + 1] ?? 'high';
}

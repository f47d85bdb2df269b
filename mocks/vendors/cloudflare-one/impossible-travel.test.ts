import { expect, test } from 'vitest';
import { cities } from '../cities.ts';
import type { Place } from '../happening.ts';
import { distanceKm, impossibleTravel } from './impossible-travel.ts';

const at = (city: string): Place => {
  const place = cities.get(city.toLowerCase());
  if (!place) throw new RangeError(city);
  return place;
};
const HOUR = 3_600_000;

test.each([
  ['Berlin', 'Tokyo', 8_918],
  ['London', 'New York', 5_570],
  ['Sydney', 'Sydney', 0],
])('%s is as far from %s as maps say', (one, two, km) => {
  expect(Math.abs(distanceKm(at(one), at(two)) - km)).toBeLessThanOrEqual(30);
});

test.each<[string, string, number, boolean]>([
  ['Berlin', 'Tokyo', HOUR / 6, true],
  ['Berlin', 'Tokyo', 0, true],
  ['Berlin', 'Tokyo', -HOUR, true],
  ['Berlin', 'Tokyo', 12 * HOUR, false],
  ['Berlin', 'Berlin', 0, false],
  ['London', 'New York', 5 * HOUR, true],
  ['London', 'New York', 6 * HOUR, false],
])('%s and %s, %d ms apart: impossible is %s', (one, two, ms, impossible) => {
  const now = 1_700_000_000_000;
  const found = impossibleTravel({ place: at(one), at: now }, { place: at(two), at: now + ms });
  expect(found !== null).toBe(impossible);
});

import { faker } from '@faker-js/faker/locale/en';
import { expect, test } from 'vitest';
import { oktaEventTypes } from './event-types.ts';
import { stepsFor } from './own-reading.ts';

test.each([...oktaEventTypes])('a right $uri is what Okta takes', async (type) => {
  const { event } = stepsFor('own');
  for (let seed = 0; seed < 20; seed += 1) {
    faker.seed(seed);
    const subject = type.subject(faker);
    const wished = seed % 2 === 0 ? { current_level: 'low' } : { previous_level: 'high' };
    const claims = { ...type.claims({ faker, now: 1_700_000_000, wished, subject }), ...wished };
    const set = {
      compact: '',
      header: {},
      claims: { events: { [type.uri]: claims } },
      delivery: 'push' as const,
    };
    expect(await event?.(set, () => Promise.resolve(null))).toBeNull();
    // A change is a change.
    const { current_level, previous_level } = claims as Record<string, unknown>;
    expect(current_level === undefined || current_level !== previous_level).toBe(true);
  }
});

import { faker } from '@faker-js/faker/locale/en';
import { expect, test } from 'vitest';
import { eventTypes } from './event-types.ts';
import { isSubject } from './subject-formats.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const now = 1_700_000_000;

function claims(name: string, wished: Record<string, unknown> = {}, subject = { format: 'opaque', id: 'x' }) {
  const type = eventTypes.get(caep + name);
  return { ...type?.claims({ faker, now, wished, subject }), ...wished };
}

test('there are all types of CAEP and RISC', () => {
  const count = (spec: string) =>
    [...eventTypes.keys()].filter((uri) => uri.includes(`/${spec}/event-type/`)).length;
  expect([count('caep'), count('risc')]).toEqual([8, 14]);
});

test.each([...eventTypes.values()])(
  '$uri has a subject with all members, and claims about the past',
  (type) => {
    for (let seed = 0; seed < 20; seed += 1) {
      faker.seed(seed);
      const subject = type.subject(faker);
      expect(isSubject(subject)).toBe(true);
      const { event_timestamp: at = 0 } = type.claims({ faker, now, wished: {}, subject });
      expect(at).toBeLessThan(now);
    }
  },
);

test('generated claims agree with the wished ones', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    faker.seed(seed);
    expect(claims('device-compliance-change', { current_status: 'not-compliant' })).toMatchObject({
      previous_status: 'compliant',
    });
    const risk = claims('risk-level-change', { previous_level: 'HIGH' });
    expect(risk.current_level).not.toBe('HIGH');
    expect(claims('assurance-level-change', { current_level: 'nist-aal1' })).toMatchObject({
      change_direction: 'decrease',
    });
    expect(claims('credential-change', { credential_type: 'x509' })).toHaveProperty('x509_serial');
  }
});

test('the principal of a risk level is a member of the subject', () => {
  const device = {
    format: 'complex',
    device: { format: 'opaque', id: 'd' },
    tenant: { format: 'opaque', id: 't' },
  };
  expect(claims('risk-level-change', {}, device as never).principal).toBe('DEVICE');
});

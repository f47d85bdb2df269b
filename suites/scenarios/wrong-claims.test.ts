import { expect, test } from 'vitest';
import { wrongClaims } from './wrong-claims.ts';

const wished = {
  type: 'x',
  event: { claims: { role: 'reader' }, current_level: 'HIGH', previous_level: 'LOW' },
  must: ['claims', 'current_level'],
  mustIfThere: ['previous_level'],
};
const names = (event: Record<string, unknown>) => wrongClaims(wished, event).map(({ name }) => name);

test('what a standard leaves optional may be missing, but not be wrong', () => {
  expect(names(wished.event)).toEqual([]);
  expect(names({ claims: { role: 'reader' }, current_level: 'HIGH' })).toEqual([]);
  expect(names({ ...wished.event, previous_level: 'MEDIUM' })).toEqual(['previous_level']);
  expect(names({ claims: { role: 'reader' } })).toEqual(['current_level']);
});

test('an object may hold more than the story names', () => {
  expect(names({ ...wished.event, claims: { role: 'reader', team: 'a' } })).toEqual([]);
  expect(names({ ...wished.event, claims: { role: 'admin', team: 'a' } })).toEqual(['claims']);
  expect(names({ ...wished.event, claims: 'reader' })).toEqual(['claims']);
});

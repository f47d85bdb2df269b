import { expect, test } from 'vitest';
import { SubjectFilter } from './subject-filter.ts';

const user = { format: 'email', email: 'jdoe@example.com' };
const tenant = { format: 'opaque', id: 'acme' };
const ofTenant = { format: 'complex', tenant };
const userOfTenant = { format: 'complex', tenant, user };

test('with ALL every subject is wanted until it is removed, and again when it is added', () => {
  const filter = new SubjectFilter('ALL');
  expect(filter.wants(user)).toBe(true);
  filter.remove(user);
  expect(filter.wants(user)).toBe(false);
  expect(filter.wants({ format: 'email', email: 'other@example.com' })).toBe(true);
  filter.add(user);
  expect(filter.wants(user)).toBe(true);
});

test('with NONE only what was added is wanted', () => {
  const filter = new SubjectFilter('NONE');
  expect(filter.wants(userOfTenant)).toBe(false);
  filter.add(ofTenant);
  expect(filter.wants(userOfTenant)).toBe(true);
  filter.remove(ofTenant);
  expect(filter.wants(userOfTenant)).toBe(false);
});

test('removing one user of a tenant leaves the tenant', () => {
  const filter = new SubjectFilter('NONE');
  filter.add(ofTenant);
  filter.remove(userOfTenant);
  expect(filter.wants(userOfTenant)).toBe(false);
  expect(filter.wants(ofTenant)).toBe(true);
});

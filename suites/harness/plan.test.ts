import { describe, expect, test } from 'vitest';
import type { SelectedRequirement } from '../../reports/results.ts';
import { type TransmitterCheck, transmitterCheck } from './check.ts';
import { plan } from './plan.ts';

const row = {
  spec: 'SSF',
  section: '7',
  sectionTitle: 'T',
  level: 'MUST',
  severity: 'fail',
  summary: 's',
} as const;
const selected: SelectedRequirement[] = [{ id: 'SSF-7.1-03', ...row }];

function check(id: string, more: Partial<TransmitterCheck> = {}): TransmitterCheck {
  return {
    ...transmitterCheck({ id, title: id, what: id, requirements: ['SSF-7.1-03'], run: () => undefined }),
    ...more,
  };
}

const keys = (checks: TransmitterCheck[], more: Partial<Parameters<typeof plan>[0]> = {}): string[] =>
  plan({ role: 'transmitter', checks, selected, deliveries: ['push', 'poll'], hooks: [], ...more }).map(
    (one) => one.key,
  );

describe('the plan', () => {
  test('takes a check once, once per delivery method, or for one method', () => {
    expect(
      keys([check('a/x'), check('a/y', { delivery: 'each' }), check('a/z', { delivery: 'poll' })]),
    ).toEqual(['a/x', 'a/y@push', 'a/y@poll', 'a/z@poll']);
  });

  test('leaves out checks whose requirements the profile does not select', () => {
    expect(keys([check('a/x', { requirements: ['CAEP-INTEROP-2.6-01'] })])).toEqual([]);
  });

  test('puts checks that judge the whole run last', () => {
    expect(keys([check('a/last', { phase: 'last' }), check('a/x')])).toEqual(['a/x', 'a/last']);
  });

  test('a wish names a family, a check, or a check on one delivery method', () => {
    const checks = [check('a/x', { delivery: 'each' }), check('ab/y')];
    expect(keys(checks, { only: ['a'] })).toEqual(['a/x@push', 'a/x@poll']);
    expect(keys(checks, { only: ['a/x@poll', 'ab/y'] })).toEqual(['a/x@poll', 'ab/y']);
    expect(keys(checks, { skip: ['a/x'] })).toEqual(['ab/y']);
  });

  test('a delivery method that is not under test is not applicable, and says so', () => {
    const [one] = plan({
      role: 'transmitter',
      checks: [check('a/x', { delivery: 'push' })],
      selected,
      deliveries: ['poll'],
      hooks: [],
    });
    expect(one?.excluded).toEqual({
      outcome: 'not-applicable',
      reason: 'Delivery by push is not under test.',
    });
  });

  test('a missing hook keeps a check out and tells how to configure it', () => {
    const wants = check('a/x', { hooks: ['trigger'] });
    const [without] = plan({
      role: 'transmitter',
      checks: [wants],
      selected,
      deliveries: ['push'],
      hooks: [],
    });
    expect(without?.excluded).toMatchObject({ outcome: 'not-tested', hook: 'trigger' });
    expect(without?.excluded?.reason).toContain('--trigger-command');
    const [having] = plan({
      role: 'transmitter',
      checks: [wants],
      selected,
      deliveries: ['push'],
      hooks: ['trigger'],
    });
    expect(having?.excluded).toBeNull();
  });
});

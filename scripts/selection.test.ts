import { describe, expect, it } from 'vitest';
import { checkSelectors } from './selection.ts';

const checks = [
  { id: 'jwks/document' },
  { id: 'poll-delivery/order', delivery: 'poll' as const },
  { id: 'verification/state', delivery: 'each' as const },
];
const check =
  (...selectors: string[]) =>
  (): void =>
    checkSelectors(selectors, '--only', checks);

describe('checkSelectors', () => {
  it('accepts checks, families, and checks on one delivery method', () => {
    expect(
      check('jwks/document', 'verification', 'verification/state@push', 'poll-delivery/order@poll'),
    ).not.toThrow();
  });

  it('names what is unknown and what is near', () => {
    expect(check('jwks/documnt')).toThrow('--only: there is no check or family "jwks/documnt".');
    expect(check('verificaton')).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'Did you mean "verification"?' }),
    );
  });

  it('points to the flag for scenarios where a name comes from the report of one', () => {
    for (const name of ['impossible-travel/acts', 'impossible-travel/acts@push', 'impossible-travel']) {
      const hint = 'Choose it with --scenario impossible-travel';
      expect(check(name)).toThrow(expect.objectContaining({ code: 'USAGE', hint }));
    }
  });

  it('refuses a delivery method on which a check does not run', () => {
    expect(check('jwks/document@push')).toThrow('runs once');
    expect(check('poll-delivery/order@push')).toThrow('runs as poll-delivery/order@poll');
    expect(check('verification/state@mail')).toThrow('verification/state@push and verification/state@poll');
    expect(check('verification@push')).toThrow('no check or family "verification@push"');
  });
});

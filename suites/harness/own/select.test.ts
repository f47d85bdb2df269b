import { describe, expect, test } from 'vitest';
import { transmitterChecks } from '../../transmitter/index.ts';
import { plan } from '../plan.ts';
import { selectFor } from '../selection.ts';
import { collectOwn } from './collect.ts';
import { defineCheck, type OwnLevel } from './define-check.ts';
import { defineProfile, type OwnProfile } from './define-profile.ts';
import type { Own } from './own.ts';

const module = { file: '/acme.ts', name: 'acme.ts', sha256: '', files: ['/acme.ts'] };

function ownWith(levels: readonly OwnLevel[], ...profiles: OwnProfile[]): Own {
  const checks = levels.map((level, index) =>
    defineCheck({
      role: 'transmitter',
      id: `acme/check-${index}`,
      title: 't',
      what: 'w',
      rules: [{ id: `ACME-${index}`, spec: 'ACME', section: '1', level, summary: 's' }],
      run: () => {},
    }),
  );
  return collectOwn([{ module, exports: { checks, profiles } }]);
}

const rowsOf = (own: Own, ownProfile?: OwnProfile) =>
  selectFor(ownProfile?.base ?? 'ssf', 'transmitter', { own, ...(ownProfile && { ownProfile }) });

describe('rules of the tester’s own', () => {
  test('are selected beside those of the standards, each by its level', () => {
    const { selected, severities } = rowsOf(ownWith(['MUST', 'SHOULD NOT', 'MAY']));
    const own = selected.filter((row) => row.own === true);
    expect(own.map(({ severity }) => severity)).toEqual(['fail', 'warn', 'info']);
    expect(severities.get('ACME-2')).toBe('note');
    expect(selected.length - own.length).toBe(selectFor('ssf', 'transmitter').selected.length);
    expect(selectFor('ssf', 'receiver', { own: ownWith(['MUST']) }).selected.some((row) => row.own)).toBe(
      false,
    );
  });

  test('are checked after all of ours, those that judge the whole run included', () => {
    const own = ownWith(['MUST', 'MAY']);
    const keys = plan({
      role: 'transmitter',
      checks: [...own.checks.transmitter, ...transmitterChecks],
      selected: rowsOf(own).selected,
      deliveries: ['push'],
      hooks: [],
    }).map(({ check }) => check.id);
    expect(keys.slice(-2)).toEqual(['acme/check-0', 'acme/check-1']);
  });
});

describe('a profile of the tester’s own', () => {
  const base = selectFor('ssf', 'transmitter').selected;
  const [must, should] = [
    base.find(({ severity }) => severity === 'fail'),
    base.find(({ severity }) => severity === 'warn'),
  ];
  if (must === undefined || should === undefined) throw new Error('The catalogue is empty.');

  test('leaves out, adds, lowers and raises, and tells each', () => {
    const profile = defineProfile({
      name: 'acme',
      title: 'ACME',
      base: 'ssf',
      adds: ['RFC9728', 'CAEP-INTEROP-2.6-01'],
      omits: ['RISC', 'ACME-1'],
      levels: { [must.id]: 'SHOULD', [should.id]: 'MUST' },
    });
    const { selected, severities, difference } = rowsOf(ownWith(['MUST', 'MUST'], profile), profile);
    expect(selected.some(({ spec, id }) => spec === 'RISC' || id === 'ACME-1')).toBe(false);
    expect(severities.get(must.id)).toBe('warn');
    expect(severities.get(should.id)).toBe('fail');
    expect(difference?.lowered).toEqual([must]);
    expect(difference?.raised).toEqual([should.id]);
    expect(difference?.added).toContain('CAEP-INTEROP-2.6-01');
    expect(difference?.omitted.map(({ id }) => id)).toEqual([
      ...base.filter(({ spec }) => spec === 'RISC').map(({ id }) => id),
      'ACME-1',
    ]);
    for (const { id } of difference?.omitted ?? []) expect(severities.get(id)).toBe('note');
  });

  test('does not raise or lower what counts as it says already', () => {
    const profile = defineProfile({
      name: 'acme',
      title: 'ACME',
      base: 'ssf',
      levels: { [must.id]: 'MUST' },
    });
    expect(rowsOf(ownWith([], profile), profile).difference).toEqual({
      added: [],
      omitted: [],
      lowered: [],
      raised: [],
    });
  });
});

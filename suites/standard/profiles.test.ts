import { describe, expect, test } from 'vitest';
import {
  effectiveSeverity,
  profileNames,
  profiles,
  selectedRequirements,
  unselectedRequirements,
} from './profiles.ts';
import { requirement, requirements } from './requirements.ts';

const nothing: ReadonlySet<string> = new Set();
const ids = (...args: Parameters<typeof selectedRequirements>) =>
  selectedRequirements(...args).map((row) => row.id);

test('every document that a profile names has rows in the catalogue', () => {
  const specs = new Set(requirements.map((row) => row.spec));
  for (const name of profileNames) for (const spec of profiles[name].specs) expect(specs).toContain(spec);
});

describe('the rows of a profile', () => {
  test('are those of the role, and those of both', () => {
    expect(ids('ssf', 'transmitter', nothing)).toContain('SSF-3.1-01');
    expect(ids('ssf', 'receiver', nothing)).not.toContain('SSF-3.1-01');
    expect(ids('ssf', 'receiver', nothing)).toContain('SSF-3.1-02');
    expect(ids('ssf', 'transmitter', nothing)).toContain('RFC9325-3.1.1-01');
  });

  test('leave out what only informs', () => {
    for (const row of selectedRequirements('caep-interop', 'transmitter', nothing)) {
      expect(['fail', 'warn']).toContain(row.severity);
    }
  });

  test('include what needs a hook only where a check decides it', () => {
    expect(ids('ssf', 'transmitter', nothing)).not.toContain('CAEP-3.3-02');
    expect(ids('ssf', 'transmitter', new Set(['CAEP-3.3-02']))).toContain('CAEP-3.3-02');
  });

  test('include those of the interoperability profile in that profile only', () => {
    expect(ids('ssf', 'transmitter', nothing)).not.toContain('CAEP-INTEROP-2.6-01');
    expect(ids('caep-interop', 'transmitter', nothing)).toContain('CAEP-INTEROP-2.6-01');
  });

  test('leave out the rows that only sum up others', () => {
    expect(ids('caep-interop', 'transmitter', nothing)).not.toContain('CAEP-INTEROP-1-01');
  });
});

describe('a row of the interoperability profile', () => {
  test('is at most a warning when only the reconstructed draft has it', () => {
    expect(requirement('CAEP-INTEROP-2.3.8.2-07').severity).toBe('fail');
    expect(effectiveSeverity(requirement('CAEP-INTEROP-2.3.8.2-07'))).toBe('warn');
  });

  test('keeps its severity when the published draft has it too', () => {
    expect(effectiveSeverity(requirement('CAEP-INTEROP-2.6-01'))).toBe('fail');
  });

  test("is not selected when only the editor's copy has it", () => {
    expect(requirement('CAEP-INTEROP-3.4-01').versions).toEqual(['2026-09']);
    const decided = new Set(['CAEP-INTEROP-3.4-01']);
    expect(ids('caep-interop', 'transmitter', decided)).not.toContain('CAEP-INTEROP-3.4-01');
  });
});

test('what only the older draft of the interoperability profile asks for is a warning', () => {
  const rows = selectedRequirements('caep-interop', 'transmitter', new Set());
  expect(rows.find(({ id }) => id === 'CAEP-INTEROP-2509-2.3.5-01')?.severity).toBe('warn');
  expect(rows.find(({ id }) => id === 'CAEP-INTEROP-2.3.5-02')?.severity).toBe('fail');
});

describe('what a profile leaves out', () => {
  const left = (decided: ReadonlySet<string>) => unselectedRequirements('ssf', 'transmitter', decided);

  test('is told with the reason where no run can judge it, and counted where nothing can break it', () => {
    const { unobservable, descriptive } = left(nothing);
    expect(unobservable.map(({ row }) => row.id)).toEqual(
      expect.arrayContaining(['SSF-10.3.2-01', 'CAEP-3.3-02']),
    );
    expect(unobservable.map(({ row }) => row.id)).not.toContain('RFC8417-2.1-01');
    for (const { why } of unobservable) expect(why).toMatch(/^[A-Z].*\.$/);
    expect(descriptive).toBeGreaterThan(0);
  });

  test.each(profileNames)('makes, with the selected rows, every row of the documents of %s', (profile) => {
    for (const role of ['transmitter', 'receiver'] as const) {
      const { unobservable, descriptive } = unselectedRequirements(profile, role, nothing);
      const selected = ids(profile, role, nothing);
      const rows = requirements.filter(
        (row) => profiles[profile].specs.includes(row.spec) && (row.role === role || row.role === 'both'),
      );
      const umbrellas =
        profile === 'ssf' ? 0 : rows.length - selected.length - unobservable.length - descriptive;
      expect(umbrellas).toBeLessThan(9);
      expect(selected.length + unobservable.length + descriptive + umbrellas).toBe(rows.length);
      expect(selected.filter((id) => unobservable.some(({ row }) => row.id === id))).toEqual([]);
    }
  });
});

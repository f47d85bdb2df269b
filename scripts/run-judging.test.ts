import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Results, WaiverRow } from '../reports/results.ts';
import { sampleResults } from '../reports/sample.ts';
import { sampleScenarioResults } from '../reports/sample-scenarios.ts';
import { conclude } from '../suites/harness/conclude.ts';
import type { ConformanceConfig } from './config/define-config.ts';
import { type ResolvedRun, resolveRuns } from './config/resolve.ts';
import type { Sides } from './config/resolve-scenarios.ts';
import { gateSentence, type Judging, judged, judgingOf } from './run-judging.ts';
import { temporaryFolder } from './testing/program.ts';
import { UsageError } from './usage-error.ts';

const FILE = 'ssf-conformance.waivers.json';

describe('judgingOf', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = async (name: string, value: unknown): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  };
  const runs = (config: ConformanceConfig, sides: Sides): Promise<ResolvedRun[]> =>
    resolveRuns(config, sides, { env: {}, cwd: folder });
  const transmitter = (): Promise<ResolvedRun[]> =>
    runs({ transmitter: { issuer: 'http://127.0.0.1:1', auth: { accessToken: 't' } } }, 'transmitter');
  const judging = async (
    config: ConformanceConfig,
    more: { of?: ResolvedRun[]; waivers?: string | boolean; configFile?: string } = {},
  ): Promise<Judging> => {
    const { of = await transmitter(), waivers, configFile = null } = more;
    return judgingOf(config, waivers === undefined ? {} : { waivers }, of, configFile, folder);
  };
  const complaint = async (promise: Promise<unknown>): Promise<string> => {
    const error: unknown = await promise.catch((reason: unknown) => reason);
    if (!(error instanceof UsageError)) throw new Error(`expected a UsageError, got ${String(error)}`);
    return `${error.message} ${error.hint ?? ''}`;
  };
  const known = { check: 'jwks/served', reason: 'r', until: '2027-01-01' };

  it('takes no waivers where there is no file of them, or none are wanted', async () => {
    expect(await judging({})).toEqual({ waivers: [], earlier: new Map(), newOnly: false });
    await write(FILE, { waivers: [known] });
    expect((await judging({})).waivers).toEqual([known]);
    expect((await judging({}, { waivers: false })).waivers).toEqual([]);
    await write(FILE, 'garbage');
    expect((await judging({}, { waivers: false })).waivers).toEqual([]);
  });

  it('looks beside the config file first', async () => {
    await write(FILE, { waivers: [] });
    await write(`ci/${FILE}`, { waivers: [known] });
    const configFile = path.join(folder, 'ci/ssf-conformance.config.json');
    expect((await judging({}, { configFile })).waivers).toEqual([known]);
    await rm(path.join(folder, `ci/${FILE}`));
    expect((await judging({}, { configFile })).waivers).toEqual([]);
  });

  it('waives nothing of the built-in peers, and refuses to be asked to', async () => {
    await write(FILE, { waivers: [{ ...known, check: 'no/such' }] });
    for (const of of [
      await runs({}, null),
      await runs({}, 'transmitter'),
      await runs({}, 'receiver'),
      await runs({ scenarios: { names: ['storm'] } }, null),
    ]) {
      expect((await judging({}, { of })).waivers).toEqual([]);
      expect(await complaint(judging({ waivers: FILE }, { of, waivers: FILE }))).toContain(
        'the built-in peers are waived nothing',
      );
    }
  });

  it('ends before the run with what is wrong with the waivers', async () => {
    expect(await complaint(judging({ waivers: 'no.json' }))).toContain('There is no file of waivers');
    await write(FILE, {
      waivers: [
        { ...known, check: 'jwks/sreved' },
        { ...known, check: 'jwks/served@push' },
        { ...known, until: '2026-02-30' },
        { ...known, issue: 'SSF-1', requirements: ['SSF-7.1-1'] },
        { ...known, check: 'verification/state-echo' },
        { ...known, check: 'verification/state-echo@push' },
      ],
    });
    const message = await complaint(judging({}));
    for (const part of [
      'waivers.0: There is no check "jwks/sreved". Did you mean "jwks/served"',
      'waivers.1: jwks/served runs once',
      'waivers.2: until: there is no day "2026-02-30".',
      'waivers.3: issue: "SSF-1" is no http or https URL.',
      'waivers.3: requirements: there is no rule "SSF-7.1-1". Did you mean "SSF-7.1-01"',
      'waivers.3: "jwks/served@push" and "jwks/served" are about the same; keep one.',
      'waivers.5: "verification/state-echo" and "verification/state-echo@push" are about the same',
    ])
      expect(message).toContain(part);
  });

  it('reads what the run is compared with: a file, a report folder, or the folder of its name in one', async () => {
    const results = sampleResults();
    await write('old.json', results);
    await write('one/results.json', results);
    await write('many/transmitter/results.json', results);
    for (const against of ['old.json', 'one', 'many', 'many/transmitter', path.join(folder, 'one')])
      expect((await judging({ against })).earlier.get('transmitter')).toEqual(results);
  });

  it('compares each of several runs with the folder of its name', async () => {
    const of = (await runs({ only: ['jwks', 'refuse-signature'] }, null)).filter(({ role }) => role !== null);
    const transmitted = sampleResults();
    const received = { ...transmitted, target: { ...transmitted.target, role: 'receiver' as const } };
    await write('many/transmitter/results.json', transmitted);
    await write('many/receiver-hosted/results.json', received);
    expect(await complaint(judging({ against: 'many' }, { of }))).toContain(
      'Each of several runs is compared',
    );
    await write('many/receiver-managed/results.json', received);
    const { earlier } = await judging({ against: 'many' }, { of });
    expect([...earlier.keys()]).toEqual(['transmitter', 'receiver-hosted', 'receiver-managed']);
  });

  it('refuses to compare with another kind of run, or with what is no results', async () => {
    const results = sampleResults();
    await write('receiver.json', { ...results, target: { ...results.target, role: 'receiver' } });
    await write('scenarios.json', sampleScenarioResults());
    await write('garbage.json', '{');
    await write('empty/readme.txt', '');
    for (const against of ['receiver.json', 'scenarios.json'])
      expect(await complaint(judging({ against }))).toContain('These runs cannot be compared');
    expect(await complaint(judging({ against: 'garbage.json' }))).toContain('is not JSON');
    expect(await complaint(judging({ against: 'missing' }))).toContain('There is no file');
    expect(await complaint(judging({ against: 'empty' }))).toContain('holds no results.json');
  });

  it('tells apart the sides of scenarios', async () => {
    const scenarios = sampleScenarioResults();
    await write('mocks.json', { ...scenarios, target: { ...scenarios.target, form: 'mocks' } });
    await write('pair.json', { ...scenarios, target: { ...scenarios.target, form: 'pair' } });
    const of = await runs({ scenarios: { names: ['storm'] } }, null);
    expect((await judging({ against: 'mocks.json' }, { of })).earlier.size).toBe(1);
    expect(await complaint(judging({ against: 'pair.json' }, { of }))).toContain('cannot be compared');
    const target = await runs(
      {
        scenarios: { names: ['storm'] },
        transmitter: { issuer: 'http://127.0.0.1:1', auth: { accessToken: 't' }, trigger: () => true },
      },
      'transmitter',
    );
    expect(await complaint(judging({ against: 'mocks.json' }, { of: target }))).toContain(
      'cannot be compared',
    );
  });

  describe('with --new-only', () => {
    const issuer = 'http://127.0.0.1:1';
    const { target, targetLog: _, ...rest } = sampleResults();
    const own = { ...rest, target: { ...target, issuer, builtIn: false } };
    const asked = (against: string, more: ConformanceConfig = {}): Promise<string> =>
      complaint(judging({ against, newOnly: true, ...more }));

    it('goes by an earlier run of the same target, wherever the built-in ones stood', async () => {
      await write('old/results.json', own);
      expect((await judging({ against: 'old', newOnly: true })).earlier.size).toBe(1);
      await write('ours.json', { ...own, target: { ...target, builtIn: true } });
      const of = [...(await runs({ only: ['jwks'] }, 'transmitter'))];
      expect((await judging({ against: 'ours.json', newOnly: true }, { of })).earlier.size).toBe(1);
    });

    it('refuses results that this run replaces, whatever they are called', async () => {
      await write('conformance-report/results.json', own);
      await write('conformance-report/transmitter/results.json', own);
      for (const against of ['conformance-report', './conformance-report/results.json'])
        expect(await asked(against)).toContain('this run replaces it');
      expect(
        await asked('conformance-report/transmitter', { reportDir: 'conformance-report/transmitter' }),
      ).toContain('this run replaces it');
      const elsewhere = { against: 'conformance-report', newOnly: true, reportDir: 'new' };
      expect((await judging(elsewhere)).earlier.size).toBe(1);
      expect((await judging({ against: 'conformance-report' })).earlier.size).toBe(1);
    });

    it('refuses results of another target or profile, and of a run that was cut short', async () => {
      await write('other.json', { ...own, target: { ...own.target, issuer: 'http://127.0.0.1:2' } });
      await write('ours.json', { ...own, target: { ...own.target, builtIn: true } });
      await write('profile.json', { ...own, profile: 'caep-interop' });
      await write('cut.json', { ...own, interrupted: true, partial: true });
      expect(await asked('other.json')).toContain(
        'it tested http://127.0.0.1:2, this run tests http://127.0.0.1:1',
      );
      expect(await asked('ours.json')).toContain('it tested the built-in peers');
      expect(await asked('profile.json')).toContain('its profile was caep-interop');
      expect(await asked('cut.json')).toContain('that run was cut short');
    });

    it('knows a target that the run starts by what it is, wherever it stands and of whatever version', async () => {
      const target = (image: string): ConformanceConfig => ({
        transmitter: { issuer: 'http://127.0.0.1:{{target.port}}' },
        target: { container: { image, ports: [8080] } },
      });
      const log = (source: string) => ({ targetLog: { source, lines: [], omitted: 0 } });
      await write('same.json', { ...own, ...log('container acme/tx:1.1') });
      await write('other.json', { ...own, ...log('container acme/ty:1.1') });
      const of = await runs(target('acme/tx:1.2'), 'transmitter');
      expect((await judging({ against: 'same.json', newOnly: true }, { of })).earlier.size).toBe(1);
      expect(await complaint(judging({ against: 'other.json', newOnly: true }, { of }))).toContain(
        'it tested a transmitter started as container acme/ty, this run tests a transmitter started as container acme/tx',
      );
    });

    it('knows a Receiver by its own address', async () => {
      const url = 'http://127.0.0.1:3/push';
      const of = await runs({ receiver: { url, audience: 'https://receiver.example.com' } }, 'receiver');
      const hosted = { ...own.target, role: 'receiver', form: 'hosted', issuer: 'http://127.0.0.1:9' };
      await write('same.json', { ...own, target: { ...hosted, endpoint: url } });
      await write('other.json', { ...own, target: { ...hosted, endpoint: `${url}2` } });
      expect((await judging({ against: 'same.json', newOnly: true }, { of })).earlier.size).toBe(1);
      expect(await complaint(judging({ against: 'other.json', newOnly: true }, { of }))).toContain(
        'this run tests',
      );
    });
  });

  it('wants something to compare with for --new-only', async () => {
    expect(await complaint(judging({ newOnly: true }))).toContain('--against FILE');
  });
});

describe('judged', () => {
  const results = sampleResults();
  const without: Judging = { waivers: [], earlier: new Map(), newOnly: false };

  it('goes by the day on which the run began', () => {
    const failing = results.checks.find(({ outcome }) => outcome === 'fail')?.id ?? '';
    const { waivers: _, ...fresh } = results;
    const waive = (until: string): string | undefined =>
      judged(fresh, 'transmitter', { ...without, waivers: [{ check: failing, reason: 'r', until }] })
        .waivers?.[0]?.state;
    expect(waive(results.startedAt.slice(0, 10))).toBe('used');
    expect(waive('2026-08-23')).toBe('expired');
  });

  it('compares only with the earlier run of the same name, after waiving', () => {
    const earlier = new Map([['receiver' as const, results]]);
    const { comparison: _, ...fresh } = results;
    expect(judged(fresh, 'transmitter', { ...without, earlier }).comparison).toBeUndefined();
    const own = judged(fresh, 'receiver', { ...without, earlier, newOnly: true });
    expect(own.comparison?.newlyFailing).toEqual([]);
    expect(own.policy.newOnly).toBe(true);
  });
});

describe('gateSentence', () => {
  const waiver = (state: WaiverRow['state']): WaiverRow => ({
    check: 'a/b',
    reason: 'r',
    until: '2026-12-31',
    state,
    checks: [],
  });
  const { waivers: _w, comparison, ...base } = sampleResults();
  const passing = base.checks.filter(({ outcome }) => outcome === 'pass');
  const of = (more: Partial<Results>): string | null =>
    gateSentence(conclude({ ...base, checks: passing, ...more }));
  const newOnly = { ...base.policy, newOnly: true } as const;
  const nothing = { ...comparison, newlyFailing: [], newlyNotTested: [], stillFailing: 0 } as NonNullable<
    Results['comparison']
  >;

  it('says nothing where the verdict decides', () => {
    expect(of({})).toBeNull();
    expect(of({ checks: base.checks })).toBeNull();
    expect(of({ comparison: nothing })).toBeNull();
    expect(of({ waivers: [waiver('used')] })).toBeNull();
  });

  it('says why a conformant run fails for its waivers, and how to take them out', () => {
    const text = of({ waivers: [waiver('stale'), waiver('used')] });
    expect(text).toContain('a/b (stale). Exit code 1.');
    expect(text).toContain('ssf-conformance waive --remove a/b');
  });

  it('says what decided where only what is new counts', () => {
    const gate = (compared: Partial<typeof nothing>, more: Partial<Results> = {}): string | null =>
      of({ policy: newOnly, comparison: { ...nothing, ...compared }, ...more });
    expect(gate({})).toContain('nothing is newly failing. Exit code 0.');
    expect(gate({ stillFailing: 2 })).toContain('2 still failing, which does not count here. Exit code 0.');
    const rows = [{ key: 'a/b', title: 't', before: 'pass' as const, after: 'fail' as const }];
    expect(gate({ newlyFailing: rows })).toContain('1 newly failing. Exit code 1.');
    expect(gate({}, { waivers: [waiver('expired')] })).toContain(
      'a waiver is stale or expired. Exit code 1.',
    );
    expect(gate({}, { faulty: true })).toContain('the harness itself went wrong. Exit code 4.');
    expect(gate({}, { checks: [] })).toContain('nothing could be exercised. Exit code 5.');
  });
});

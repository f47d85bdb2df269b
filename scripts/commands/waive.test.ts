import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckResult, Results } from '../../reports/results.ts';
import { sampleResults } from '../../reports/sample.ts';
import { type Captured, capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';

const FILE = 'ssf-conformance.waivers.json';
const CHECK = 'discovery/document';
/** Runs once for each delivery method. */
const EACH = 'verification/event-arrives';
const TERMS = ['--reason', 'Mended in 4.3', '--until', '2026-12-31'];
/** For a waiver without results. */
const ANY = [...TERMS, '--any-finding'];

describe('waive', () => {
  let folder: string;
  beforeEach(async () => {
    vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z'), toFake: ['Date'] });
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await rm(folder, { recursive: true, force: true });
  });
  const waive = (...args: string[]): Promise<Captured> => capture(['waive', ...args], { cwd: folder });
  const written = async (name = FILE): Promise<unknown> =>
    JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  const write = (value: unknown, name = FILE): Promise<void> =>
    writeFile(path.join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  const writeResults = async (checks: Partial<CheckResult>[], more: Partial<Results> = {}): Promise<void> => {
    const results = sampleResults();
    const [model] = results.checks;
    const folderOfRun = path.join(folder, 'conformance-report');
    await mkdir(folderOfRun, { recursive: true });
    const value = { ...results, ...more, checks: checks.map((check) => ({ ...model, ...check })) };
    await writeFile(path.join(folderOfRun, 'results.json'), JSON.stringify(value));
  };
  const broken = (requirement: string, severity: 'fail' | 'warn' | 'note' = 'fail') => ({
    requirement,
    severity,
    message: 'm',
  });

  it('writes a waiver of whatever the check finds where that is asked for', async () => {
    const issue = 'https://tickets.example.com/SSF-12';
    const { exitCode, stdout, stderr } = await waive(CHECK, ...ANY, '--issue', issue, '--owner', 'Ann');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`${CHECK} is waived until 2026-12-31.`);
    expect(stdout).toContain('whatever the check finds');
    expect(stdout).toContain(`written to ${FILE}`);
    expect(await written()).toEqual({
      waivers: [{ check: CHECK, reason: 'Mended in 4.3', issue, owner: 'Ann', until: '2026-12-31' }],
    });
    expect(await readdir(folder)).toEqual([FILE]);
  });

  it('keeps the order and the other entries, and replaces the waiver of the same check in its place', async () => {
    const other = (check: string) => ({ check, reason: 'r', until: '2027-01-01' });
    await write({ $schema: 'x.json', waivers: [other('jwks/served'), other(CHECK), other('jwks/key-type')] });
    const { stdout } = await waive(CHECK, ...ANY);
    expect(stdout).toContain('in place of the waiver that it had');
    expect(await written()).toEqual({
      $schema: 'x.json',
      waivers: [
        other('jwks/served'),
        { check: CHECK, reason: 'Mended in 4.3', until: '2026-12-31' },
        other('jwks/key-type'),
      ],
    });
  });

  it('names the rules that are broken in the last run, so that another breach counts', async () => {
    await writeResults([
      { id: CHECK, outcome: 'fail', findings: [broken('SSF-7.1-10'), broken('SSF-7.2.2-02', 'warn')] },
    ]);
    const { stdout } = await waive(CHECK, ...TERMS);
    expect(stdout).toContain('It accepts a breach of SSF-7.1-10, as in conformance-report/results.json');
    expect(await written()).toMatchObject({ waivers: [{ requirements: ['SSF-7.1-10'] }] });
  });

  it('accepts no failure where there was a warning', async () => {
    await writeResults([{ id: CHECK, outcome: 'warn', findings: [broken('SSF-7.2.2-02', 'warn')] }]);
    await waive(CHECK, ...TERMS);
    expect(await written()).toMatchObject({ waivers: [{ requirements: ['SSF-7.2.2-02'], outcome: 'warn' }] });
  });

  it('names the rules of the instances that it is about', async () => {
    await writeResults([
      { id: EACH, delivery: 'push', outcome: 'fail', findings: [broken('SSF-7.1-10')] },
      { id: EACH, delivery: 'poll', outcome: 'fail', findings: [broken('SSF-7.1-18')] },
    ]);
    await waive(EACH, ...TERMS, '--delivery', 'push');
    expect(await written()).toMatchObject({
      waivers: [{ check: `${EACH}@push`, requirements: ['SSF-7.1-10'] }],
    });
    const both = await waive(EACH, ...TERMS);
    expect(both.exitCode).toBe(2);
    expect(both.stderr).toContain(`${EACH}@push is waived already`);
    expect(both.stderr).toContain(`waive --remove ${EACH}@push`);
    await waive('--remove', EACH, '--delivery', 'push');
    await waive(EACH, ...TERMS);
    expect(await written()).toMatchObject({ waivers: [{ requirements: ['SSF-7.1-10', 'SSF-7.1-18'] }] });
  });

  it('reads the breaches of what is waived already', async () => {
    const waived = { reason: 'r', until: '2026-12-01', outcome: 'fail' } as const;
    await writeResults([{ id: CHECK, outcome: 'waived', waived, findings: [broken('SSF-7.1-10')] }]);
    await waive(CHECK, ...TERMS);
    expect(await written()).toMatchObject({ waivers: [{ requirements: ['SSF-7.1-10'] }] });
  });

  it('accepts nothing that nobody has seen, and says where to see it', async () => {
    const refused = async (...args: string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await waive(CHECK, ...TERMS, ...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(await readdir(folder)).not.toContain(FILE);
      return stderr;
    };
    const without = await refused();
    expect(without).toContain(`No results show what ${CHECK} breaks. There is no file "conformance-report/`);
    for (const text of ['Run first', '--results FILE', '--any-finding']) expect(without).toContain(text);
    // What a run leaves that does not start, and one of several.
    await mkdir(path.join(folder, 'conformance-report/receiver'), { recursive: true });
    expect(await refused()).toContain('The folder "conformance-report" holds no results.json.');
    await write('{}', 'conformance-report/receiver/results.json');
    expect(await refused('--json')).toContain(
      'Name one of the folders in it: conformance-report/receiver. --any-finding',
    );
    await write('{', 'conformance-report/results.json');
    expect(await refused()).toContain('results.json is not JSON.');
    await writeResults([{ id: 'jwks/served', outcome: 'fail', findings: [broken('SSF-7.1-10')] }]);
    expect(await refused()).toContain('results.json, which does not have it.');
    await writeResults([{ id: CHECK, outcome: 'fail', findings: [] }]);
    expect(await refused()).toContain('which does not say what it breaks');
  });

  it('does not touch the waiver that a check has when it refuses another one', async () => {
    const narrow = { check: CHECK, reason: 'r', until: '2026-12-01', requirements: ['SSF-7.1-10'] };
    await write({ waivers: [narrow] });
    expect((await waive(CHECK, ...TERMS)).exitCode).toBe(2);
    expect(await written()).toEqual({ waivers: [narrow] });
  });

  it('names no rules where whatever the check finds is asked for, though results show some', async () => {
    await writeResults([{ id: CHECK, outcome: 'fail', findings: [broken('SSF-7.1-10')] }]);
    expect(await waive(CHECK, ...ANY)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await written()).toEqual({
      waivers: [{ check: CHECK, reason: 'Mended in 4.3', until: '2026-12-31' }],
    });
  });

  it('refuses a check that passed in the last run, or doubts its waiver where one is asked for', async () => {
    await writeResults([{ id: CHECK, outcome: 'pass', findings: [] }]);
    for (const results of [[], ['--results', 'conformance-report']]) {
      const refused = await waive(CHECK, ...TERMS, ...results);
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toMatch(/discovery\/document does not fail in conformance-report\S* \(pass\)\./);
    }
    const doubted = await waive(CHECK, ...ANY);
    expect(doubted.exitCode).toBe(0);
    expect(doubted.stderr).toContain('fails the next run as stale');
  });

  it('takes no results of a built-in peer', async () => {
    const { target } = sampleResults();
    const failing = { id: CHECK, outcome: 'fail' as const, findings: [broken('SSF-7.1-10')] };
    await writeResults([failing], { target: { ...target, builtIn: true } });
    for (const results of [[], ['--results', 'conformance-report']])
      expect((await waive(CHECK, ...TERMS, ...results)).stderr).toContain('which is about a built-in peer');
    expect(await waive(CHECK, ...ANY)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('needs no results that can be read for whatever the check finds, but those that are named', async () => {
    await mkdir(path.join(folder, 'conformance-report'));
    await write('{', 'conformance-report/results.json');
    expect((await waive(CHECK, ...ANY)).exitCode).toBe(0);
    expect((await waive(CHECK, ...TERMS, '--results', 'conformance-report')).exitCode).toBe(2);
    expect((await waive(CHECK, ...TERMS, '--results', 'nowhere')).exitCode).toBe(2);
  });

  it('takes what is judged of a scenario, and limits', async () => {
    for (const check of ['impossible-travel/arrives', 'storm/arrives@poll', 'limits/delivery.p99'])
      expect(await waive(check, ...ANY)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await written()).toMatchObject({ waivers: [{}, {}, {}] });
  });

  it('takes today as last day, and warns of one that is more than a year away', async () => {
    expect(await waive(CHECK, ...ANY, '--until', '2026-11-22')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    const long = await waive(CHECK, ...ANY, '--until', '2029-01-01');
    expect(long.exitCode).toBe(0);
    expect(long.stderr).toContain('nobody will remember why');
  });

  it.each([
    [['discovery/documnet', ...TERMS], 'There is no check "discovery/documnet".', '"discovery/document"'],
    [['discovery', ...TERMS], '"discovery" is a family of checks', 'discovery/'],
    [['__proto__', ...TERMS], 'There is no check "__proto__".', ''],
    [['imposible-travel/arrives', ...TERMS], 'There is no check', 'impossible-travel/arrives'],
    [[`${CHECK}@push`, ...TERMS], `${CHECK} runs once, not per delivery method`, ''],
    [[CHECK, ...TERMS, '--delivery', 'poll'], `${CHECK} runs once`, ''],
    [[`${EACH}@pull`, ...TERMS], 'has no instance by "pull"', `${EACH}@push and ${EACH}@poll`],
    [[`${EACH}@push`, ...TERMS, '--delivery', 'poll'], 'has no instance by "push@poll"', ''],
    [[EACH, ...TERMS, '--delivery', 'pull'], 'Allowed choices are push, poll.', ''],
    [[CHECK, '--until', '2026-12-31'], 'A waiver needs a reason', '--reason'],
    [[CHECK, '--until', '2026-12-31', '--reason', ' '], 'A waiver needs a reason', ''],
    [[CHECK, '--reason', 'r'], 'A waiver needs a last day.', '--until YYYY-MM-DD'],
    [[CHECK, '--reason', 'r', '--until', '2026-11-21'], '2026-11-21 has passed; today is 2026-11-22', ''],
    [[CHECK, '--reason', 'r', '--until', '2026-02-30'], 'there is no day "2026-02-30"', ''],
    [[CHECK, '--reason', 'r', '--until', 'tomorrow'], 'there is no day "tomorrow"', 'YYYY-MM-DD'],
    [[CHECK, '--reason', 'r', '--until', '31.12.2026'], 'there is no day', ''],
    [[CHECK, ...TERMS, '--issue', 'SSF-12'], '"SSF-12" is no http or https URL', ''],
    [[CHECK, ...TERMS, '--issue', 'javascript:alert(1)'], 'is no http or https URL', ''],
    [[CHECK, ...TERMS, '--owner', ''], '--owner is empty', ''],
    [[CHECK, ...ANY, '--reason', 'r'.repeat(2001)], 'of 2000 characters at most', ''],
    [[], 'There is no check to waive.', '--list'],
    [[CHECK, '--list'], 'exclude each other', ''],
    [[CHECK, '--remove', CHECK], 'exclude each other', ''],
    [[CHECK, ...ANY, '--results', 'x'], '--results and --any-finding exclude each other', 'whatever'],
    [['--list', '--any-finding'], '--any-finding says something of a waiver', ''],
    [['--remove', CHECK, '--any-finding'], '--any-finding says something of a waiver', ''],
    [[CHECK, ...TERMS], `No results show what ${CHECK} breaks`, '--any-finding'],
    [['--list', '--reason', 'r'], '--reason says something of a waiver', ''],
    [['--list', '--delivery', 'push'], '--delivery says something', ''],
    [['--remove', CHECK], `has no waiver of "${CHECK}"`, 'waive --list'],
    [[CHECK, '--until'], 'argument missing', ''],
    [[CHECK, CHECK], 'too many arguments', ''],
    [[CHECK, '--reasn', 'r'], "unknown option '--reasn'", '--reason'],
    [[CHECK, ...TERMS, '--waivers', '/dev/null/x.json'], 'cannot be', ''],
  ])('refuses %j', async (args, message, hint) => {
    const { exitCode, stdout, stderr } = await waive(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['', 'are not JSON: it is empty'],
    ['{"waivers": [', 'are not JSON'],
    ['[]', 'the file: expected an object, got an empty list.'],
    ['{}', 'waivers: missing.'],
    ['{"waivres": []}', 'waivres: no such key. Did you mean "waivers"?'],
    [{ waivers: {} }, 'waivers: expected a list, got an object.'],
    [{ waivers: [{ check: 'a/b', reason: 'r' }] }, 'waivers.0.until: missing.'],
    [
      { waivers: [{ check: 'a/b', reason: 'r', until: '2026-12-31', isue: 'x' }] },
      'waivers.0.isue: no such key. Did you mean "waivers.0.issue"?',
    ],
    [
      { waivers: [{ check: 'a', reason: 'r', until: 'soon' }] },
      'waivers.0.until: expected a date, YYYY-MM-DD, got "soon".',
    ],
    [
      { waivers: [{ check: 'a', reason: 'r', until: '2026-12-31' }] },
      'waivers.0.check: expected the id of a check',
    ],
    [
      { waivers: [{ check: 'a/b', reason: 'r', until: '2026-12-31', requirements: [] }] },
      'waivers.0.requirements: expected a list that is not empty',
    ],
    ['huge', 'is too large'],
  ])('neither reads nor replaces a file that is not valid: %j', async (content, message) => {
    await write(content === 'huge' ? ' '.repeat(1024 * 1024 + 1) : content);
    const before = await readFile(path.join(folder, FILE), 'utf8');
    for (const args of [[CHECK, ...TERMS], ['--list'], ['--remove', CHECK]]) {
      const { exitCode, stderr } = await waive(...args);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(message);
    }
    expect(await readFile(path.join(folder, FILE), 'utf8')).toBe(before);
  });

  it('lists what is waived by its day, and what a run would refuse', async () => {
    expect((await waive('--list')).stdout).toContain('Nothing is waived');
    const issue = 'https://tickets.example.com/1';
    await write({
      waivers: [
        {
          check: CHECK,
          reason: 'One\u001b[2J',
          issue,
          owner: 'Ann',
          until: '2026-11-22',
          requirements: ['SSF-7.1-10'],
        },
        { check: 'jwks/served', reason: 'Two', until: '2026-11-21' },
        { check: 'no/such', reason: 'Three', until: '2027-01-01' },
        { check: CHECK, reason: 'Four', until: '2026-12-01' },
      ],
    });
    const { exitCode, stdout } = await waive('--list');
    expect(exitCode).toBe(0);
    for (const text of [
      'today is its last day',
      'One\\x1b[2J',
      issue,
      'owner: Ann',
      'accepts SSF-7.1-10',
      'expired on 2026-11-21',
      'whatever the check finds',
      'There is no check "no/such"',
      'are about the same; keep one',
      `4 in ${FILE}`,
    ])
      expect(stdout).toContain(text);
    const { waivers } = JSON.parse((await waive('--list', '--json')).stdout) as {
      waivers: { state: string; daysLeft: number; problems: string[] }[];
    };
    expect(waivers.map(({ state, daysLeft }) => [state, daysLeft])).toEqual([
      ['valid', 0],
      ['expired', -1],
      ['valid', 40],
      ['valid', 9],
    ]);
    expect(waivers[2]?.problems).toHaveLength(1);
  });

  it('takes a waiver out, of a check that exists no more, too', async () => {
    await write({ waivers: [{ check: 'no/such', reason: 'r', until: '2027-01-01' }] });
    const near = await waive('--remove', 'no/sch');
    expect(near.stderr).toContain('Did you mean "no/such"?');
    const { exitCode, stdout } = await waive('--remove', 'no/such');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `no/such is not waived any more.\n  written to ${FILE}\n`,
    });
    expect(await written()).toEqual({ waivers: [] });
  });

  it('says of another entry that a run would refuse it', async () => {
    await write({ waivers: [{ check: 'no/such', reason: 'r', until: '2027-01-01' }] });
    const { exitCode, stderr } = await waive(CHECK, ...ANY);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`${FILE}: waivers.0: There is no check "no/such".`);
  });

  it('writes to the file that is named, or that the config file names, and through a link', async () => {
    await waive(CHECK, ...ANY, '--waivers', 'deep/own.json');
    expect(await written('deep/own.json')).toMatchObject({ waivers: [{ check: CHECK }] });
    await write(
      { waivers: 'ci/w.json', transmitter: { auth: { accessToken: '${NOT_SET}' } } },
      'ssf-conformance.config.json',
    );
    await waive(CHECK, ...ANY);
    expect(await written('ci/w.json')).toMatchObject({ waivers: [{ check: CHECK }] });
    await waive(CHECK, ...ANY, '--no-config');
    expect(await written()).toMatchObject({ waivers: [{ check: CHECK }] });
    await symlink('ci/w.json', path.join(folder, 'link.json'));
    await waive('jwks/served', ...ANY, '--waivers', 'link.json');
    expect(await written('ci/w.json')).toMatchObject({
      waivers: [{ check: CHECK }, { check: 'jwks/served' }],
    });
  });

  it('prints one JSON document with --json', async () => {
    const { stdout, stderr } = await waive(CHECK, ...ANY, '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      file: path.join(folder, FILE),
      waiver: { check: CHECK },
      replaced: false,
      warnings: [],
    });
    expect(JSON.parse((await waive('--remove', CHECK, '--json')).stdout)).toMatchObject({ removed: CHECK });
  });

  it('helps', async () => {
    const { exitCode, stdout } = await waive('--help');
    expect(exitCode).toBe(0);
    for (const text of ['--until', 'Examples:', 'UTC']) expect(stdout).toContain(text);
  });
});

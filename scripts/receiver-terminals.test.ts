import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiverFaults } from '../mocks/faults/receiver/index.ts';
import type { Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import { clauseName } from '../reports/view.ts';
import { receiverChecks } from '../suites/receiver/index.ts';
import { requirement } from '../suites/standard/requirements.ts';
import { freePort } from './free-port.ts';
import { PROGRAM, type Program, startProgram, temporaryFolder } from './testing/program.ts';

const AUDIENCE = 'https://rx.example/acme';
const TOKEN = 's3cret-receiver-token';
const LIMITS = ['start=20s', 'quiet=300ms', 'longPoll=400ms', 'delivery=5s', 'pollInterval=5s', 'effect=5s'];
const NODE = `exec '${process.execPath}'`;
/** Families that are quick: right SETs, wrong ones, and what came of them. */
const QUICK = ['accept-set', 'refuse-signature', 'effects'];

/** A fault that breaks the own rule of this check, and the check. */
function example(id: string): { fault: string; check: string; breaks: string; clause: string } {
  const check = receiverChecks.find((one) => one.id === id);
  const own = check?.requirements[0];
  const fault = receiverFaults.find(({ breaks, form }) => breaks === own && form !== 'hosted');
  if (check === undefined || own === undefined || fault === undefined) throw new Error(`no fault for ${id}`);
  return {
    fault: fault.name,
    check: id,
    breaks: own,
    clause: clauseName({ ...requirement(own), severity: 'fail' }, own),
  };
}

describe('a Receiver in another process', { timeout: 180_000 }, () => {
  let folder: string;
  let mocks: Program[];
  beforeEach(async () => {
    folder = await temporaryFolder();
    mocks = [];
  });
  afterEach(async () => {
    for (const { child } of mocks) child.kill('SIGTERM');
    await Promise.all(mocks.map(({ ended }) => ended));
    await rm(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[], only: readonly string[]): Program =>
    startProgram(
      [...args, ...only.flatMap((id) => ['--only', id]), ...LIMITS.flatMap((limit) => ['--limit', limit])],
      folder,
    );
  const results = async (): Promise<Results> => {
    const text = await readFile(path.join(folder, 'conformance-report/results.json'), 'utf8');
    expect(text).not.toContain(TOKEN);
    const value: unknown = JSON.parse(text);
    expect(resultsProblems(value)).toEqual([]);
    return value as Results;
  };
  /** What went wrong, but for want of a start hook, which a hosted Receiver has not. */
  const outcomes = ({ checks }: Results): string[] =>
    checks
      .filter(
        ({ outcome, hook }) =>
          !['pass', 'note', 'not-applicable'].includes(outcome) && !['start', 'restart'].includes(hook ?? ''),
      )
      .map(({ id, outcome, reason }) => `${id}: ${outcome} ${reason}`);
  /** A command that prints what the mock's control URL tells. */
  const effectsOf = (url: string): string =>
    `${NODE} -e 'fetch("${url}").then((r) => r.text()).then((t) => process.stdout.write(t))'`;

  /** A hosted mock that takes SETs of an issuer at this port, and what its Transmitter must be told of it. */
  async function hosted(port: number, more: readonly string[] = []): Promise<string[]> {
    const wellKnown = `http://127.0.0.1:${port}/.well-known/ssf-configuration`;
    const mock = startProgram(
      ['mock', 'receiver', '--well-known', wellKnown, '--audience', AUDIENCE, ...more],
      folder,
    );
    mocks.push(mock);
    await mock.printed('Ctrl-C');
    const url = /push endpoint +(\S+)/.exec(mock.stdout())?.[1] ?? '';
    const effects = /effects +(\S+)/.exec(mock.stdout())?.[1] ?? '';
    return [
      '--receiver',
      url,
      '--audience',
      AUDIENCE,
      '--listen',
      `127.0.0.1:${port}`,
      '--effects-command',
      effectsOf(effects),
    ];
  }

  /** A managed mock as the start command of a run. */
  async function managed(delivery: 'push' | 'poll', more = ''): Promise<string[]> {
    const control = await freePort();
    const command = `${NODE} '${PROGRAM}' mock receiver --issuer "$SSF_ISSUER" --delivery "$SSF_DELIVERY" --audience "$SSF_AUDIENCE" --access-token ${TOKEN} --control-port ${control} ${more}`;
    return [
      '--start-command',
      command,
      '--receiver-access-token',
      TOKEN,
      '--delivery',
      delivery,
      '--effects-command',
      effectsOf(`http://127.0.0.1:${control}/effects`),
    ];
  }

  it('is judged at its push endpoint from flags alone, with an issuer and keys that stay', async () => {
    const target = await hosted(await freePort(), ['--push-authorization', 'Bearer s3cret-receiver-token']);
    const args = [...target, '--push-authorization', 'Bearer s3cret-receiver-token'];
    const first = run(args, QUICK);
    expect({ code: await first.ended, error: first.stderr() }).toEqual({ code: 0, error: '' });
    const { target: tested, checks, sets } = await results();
    expect(outcomes(await results())).toEqual([]);
    expect(tested).toMatchObject({ role: 'receiver', form: 'hosted', builtIn: false, endpoint: args[1] });
    expect(checks.filter(({ id }) => id.startsWith('effects/')).map(({ outcome }) => outcome)).toContain(
      'pass',
    );
    expect(first.stdout()).toContain(`its metadata  ${tested.issuer}/.well-known/ssf-configuration`);
    expect((await stat(path.join(folder, '.ssf-conformance/issuer-keys.json'))).mode & 0o077).toBe(0);
    const again = run(args, ['accept-set']);
    expect(await again.ended).toBe(0);
    const second = await results();
    expect(second.target.issuer).toBe(tested.issuer);
    expect(second.sets[0]?.header?.kid).toBe(sets[0]?.header?.kid);
  });

  it.each(['push', 'poll'] as const)(
    'is judged when a command starts it and it wants %s',
    async (delivery) => {
      const program = run(await managed(delivery), [
        ...QUICK,
        'receiver-streams/create',
        'receiver-discovery/get',
      ]);
      expect({ code: await program.ended, error: program.stderr() }).toEqual({ code: 0, error: '' });
      expect(outcomes(await results())).toEqual([]);
      const { target, delivery: tested, exchanges } = await results();
      expect(target).toMatchObject({ role: 'receiver', form: 'managed', builtIn: false });
      expect(tested).toEqual([delivery]);
      // It was ended with the run: its stream is gone.
      expect(exchanges.some(({ request }) => request.method === 'DELETE')).toBe(true);
    },
  );

  it('is judged when it is told where to poll', async () => {
    const command = `${NODE} '${PROGRAM}' mock receiver --well-known "$SSF_METADATA_URL" --audience "$SSF_AUDIENCE" --poll-url "$SSF_POLL_URL" --access-token ${TOKEN}`;
    const program = run(
      ['--poll', '--receiver-access-token', TOKEN, '--start-command', command],
      ['accept-set', 'refuse-signature'],
    );
    expect({ code: await program.ended, error: program.stderr() }).toEqual({ code: 0, error: '' });
    const all = await results();
    expect(outcomes(all)).toEqual([]);
    expect(all.delivery).toEqual(['poll']);
    expect(program.stdout()).toContain(`poll URL      ${all.target.endpoint}`);
  });

  it.each(['hosted', 'push', 'poll'] as const)('is found to be broken, by its clause (%s)', async (how) => {
    const { fault, check, breaks, clause } = example('refuse-signature/stripped');
    const target =
      how === 'hosted'
        ? await hosted(await freePort(), ['--fault', fault])
        : await managed(how, `--fault ${fault}`);
    const program = run(target, [check]);
    expect({ fault, code: await program.ended }).toEqual({ fault, code: 1 });
    expect(program.stdout()).toContain(clause);
    const { checks, verdict } = await results();
    expect(verdict).toBe('non-conformant');
    expect(checks.flatMap(({ findings }) => findings.map(({ requirement: id }) => id))).toContain(breaks);
  });

  it.each([1, 2])('is ended with the run, after Ctrl-C pressed %d times', async (times) => {
    const [flag = '', command = '', ...rest] = await managed('push');
    const program = run([flag, `echo $$ > pid; ${command}`, ...rest], []);
    await program.printed('checks done');
    const pid = Number(await readFile(path.join(folder, 'pid'), 'utf8'));
    for (let i = 0; i < times; i++) {
      program.child.kill('SIGINT');
      if (i === 0) await program.printed('Again to stop at once');
    }
    expect(await program.ended).toBe(130);
    while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
    // Only the run that was let end has reported.
    if (times === 1) await results();
  });

  it('is not judged when its start command fails, and the last words of that are shown', async () => {
    const failing = `echo 'no database at db.example' >&2; exit 3`;
    const program = run(['--start-command', failing], ['accept-set']);
    expect(await program.ended).toBe(3);
    expect(program.stderr()).toContain('ended without having asked anything of our issuer');
    expect(program.stderr()).toContain('It said: no database at db.example');
  });

  it('is not judged when nobody is there', async () => {
    const target = ['--receiver', `http://127.0.0.1:${await freePort()}/events`, '--audience', AUDIENCE];
    const program = run(target, ['accept-set']);
    expect(await program.ended).toBe(3);
    expect(program.stderr()).toContain('cannot be reached');
  });
});

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import { scenarios } from '../suites/scenarios/index.ts';
import { freePort } from './free-port.ts';
import { capture } from './testing/capture.ts';
import { PROGRAM, type Program, startProgram, temporaryFolder } from './testing/program.ts';

const NODE = `exec '${process.execPath}'`;
const AUDIENCE = 'https://rx.example';
const TOKEN = 's3cret-receiver-token';
const all = scenarios.map(({ name }) => name);
const small = all.filter((name) => name !== 'storm');

describe('scenarios with other processes', { timeout: 400_000 }, () => {
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

  const results = async (where = 'conformance-report'): Promise<Results> => {
    const value: unknown = JSON.parse(await readFile(path.join(folder, where, 'results.json'), 'utf8'));
    expect(resultsProblems(value)).toEqual([]);
    return value as Results;
  };
  const stories = ({ scenarios: played = [] }: Results): string[] =>
    played.map(({ name, outcome, delivery }) => `${name} ${outcome} by ${delivery}`);
  const held = (names: readonly string[], delivery: string): string[] =>
    names.map((name) => `${name} held by ${delivery}`);
  /** What did not come to pass, with the reason. */
  const guilty = ({ checks }: Results): string[] =>
    checks
      .filter(({ outcome }) => !['pass', 'note', 'not-applicable'].includes(outcome))
      .map(({ id, outcome, reason, findings }) => `${id}: ${outcome} ${reason ?? findings[0]?.message}`);

  async function mock(args: readonly string[]): Promise<(label: string) => string> {
    const started = startProgram(['mock', ...args], folder);
    mocks.push(started);
    await started.printed('Ctrl-C');
    return (label) => new RegExp(`^${label} +(.+)$`, 'm').exec(started.stdout())?.[1] ?? '';
  }

  /** A Transmitter in another process, and how it is told what happens. */
  async function transmitter(): Promise<{ args: string[]; trigger: string; metadata: string; aud: string }> {
    const printed = await mock(['transmitter']);
    const [, client = '', token = ''] = /^([^,]+),.* token (\S+)$/.exec(printed('Receiver')) ?? [];
    return {
      args: ['--issuer', printed('issuer'), '--access-token', token],
      trigger: `${NODE} -e 'fetch("${printed('trigger')}", { method: "POST", body: process.stdin, duplex: "half" }).then((r) => process.exit(r.ok ? 0 : 1))'`,
      metadata: printed('metadata'),
      aud: `https://${client}.example.com`,
    };
  }

  /** A hosted Receiver in another process, which takes SETs of the Transmitter that this metadata tells of. */
  async function receiver(metadata: string, audience: string): Promise<{ args: string[]; effects: string }> {
    const printed = await mock(['receiver', '--well-known', metadata, '--audience', audience]);
    return {
      args: ['--receiver', printed('push endpoint'), '--audience', audience],
      effects: effectsOf(printed('effects')),
    };
  }

  function effectsOf(url: string): string {
    return `${NODE} -e 'fetch("${url}").then((r) => r.text()).then((t) => process.stdout.write(t))'`;
  }

  function run(names: readonly string[], args: readonly string[]): Program {
    return startProgram(['run', '--scenario', names.join(), '--limit', 'quiet=300ms', ...args], folder);
  }

  async function expectHeld(program: Program, wanted: readonly string[]): Promise<Results> {
    const code = await program.ended;
    expect(program.stderr()).toBe('');
    const played = await results();
    expect(guilty(played)).toEqual([]);
    expect(stories(played)).toEqual(wanted);
    expect(code).toBe(0);
    return played;
  }

  it('are played between the mocks, with nothing configured', async () => {
    const names = ['impossible-travel', 'device-non-compliance'];
    const played = await expectHeld(run(names, ['--seed', '7']), held(names, 'push'));
    expect(played.target).toMatchObject({ builtIn: true, form: 'mocks' });
    expect(played.checks[0]?.rerun).toBe(
      'ssf-conformance run --limit quiet=300ms --seed 7 --scenario impossible-travel',
    );
    expect(played.timing.ledger?.entries).toHaveLength(5);
  });

  it('are played with a Transmitter that only a trigger command tells what happens, by push', async () => {
    const { args, trigger } = await transmitter();
    const program = run(all, [...args, '--trigger-command', trigger, '--delivery', 'push']);
    const { target } = await expectHeld(program, held(all, 'push'));
    expect(target).toMatchObject({ role: 'transmitter', builtIn: false });
  });

  it('are played with a Transmitter that only a trigger command tells what happens, by poll', async () => {
    const { args, trigger } = await transmitter();
    const program = run(small, [...args, '--trigger-command', trigger, '--delivery', 'poll']);
    const { delivery } = await expectHeld(program, held(small, 'poll'));
    expect(delivery).toEqual(['poll']);
  });

  it('are played with a Receiver of which only the push URL and its effects are known', async () => {
    const port = await freePort();
    const { args, effects } = await receiver(metadataAt(port), AUDIENCE);
    const more = ['--listen', `127.0.0.1:${port}`, '--effects-command', effects];
    const { target } = await expectHeld(run(all, [...args, ...more]), held(all, 'push'));
    expect(target).toMatchObject({ role: 'receiver', form: 'hosted', endpoint: args[1] });
  });

  it.each(['push', 'poll'] as const)(
    'are played with a Receiver that makes its own stream (%s)',
    async (delivery) => {
      const control = await freePort();
      const start = `${NODE} '${PROGRAM}' mock receiver --issuer "$SSF_ISSUER" --delivery ${delivery} --access-token ${TOKEN} --control-port ${control}`;
      const names = ['impossible-travel', 'session-life'];
      const program = run(names, [
        '--start-command',
        start,
        '--receiver-access-token',
        TOKEN,
        '--delivery',
        delivery,
        '--effects-command',
        effectsOf(`http://127.0.0.1:${control}/effects`),
      ]);
      const { target } = await expectHeld(program, held(names, delivery));
      expect(target).toMatchObject({ role: 'receiver', form: 'managed' });
    },
  );

  it('are played with a Receiver that is told where to poll', async () => {
    const control = await freePort();
    const start = `${NODE} '${PROGRAM}' mock receiver --well-known "$SSF_METADATA_URL" --audience "$SSF_AUDIENCE" --poll-url "$SSF_POLL_URL" --access-token ${TOKEN} --control-port ${control}`;
    const names = ['risk-creep', 'session-life'];
    const effects = ['--effects-command', effectsOf(`http://127.0.0.1:${control}/effects`)];
    const program = run(names, [
      '--poll',
      '--start-command',
      start,
      '--receiver-access-token',
      TOKEN,
      ...effects,
    ]);
    const { target } = await expectHeld(program, held(names, 'poll'));
    expect(target).toMatchObject({ role: 'receiver', form: 'hosted' });
  });

  it('are played by a Transmitter and a Receiver against each other', async () => {
    const { args: sending, trigger, metadata, aud } = await transmitter();
    const { args: receiving, effects } = await receiver(metadata, aud);
    const hooks = ['--trigger-command', trigger, '--effects-command', effects, '--delivery', 'push'];
    const program = run(small, ['--pair', ...sending, ...receiving, ...hooks]);
    const { target, scenarios: played } = await expectHeld(program, held(small, 'push'));
    expect(target).toMatchObject({ form: 'pair', endpoint: receiving[1] });
    expect(played?.map((one) => [one.transmitter.kind, one.receiver.kind])).toEqual(
      small.map(() => ['target', 'target']),
    );
  });

  it('find a Transmitter that sends nothing', async () => {
    const { args } = await transmitter();
    const program = run(
      ['session-revoked-by-admin'],
      [...args, '--trigger-command', 'cat > told.json', '--limit', 'delivery=1s', '--delivery', 'push'],
    );
    expect(await program.ended).toBe(1);
    expect(guilty(await results()).join('\n')).toContain('session-revoked-by-admin/arrives: fail');
    const told: unknown = JSON.parse(await readFile(path.join(folder, 'told.json'), 'utf8'));
    expect(told).toMatchObject({
      scenario: 'session-revoked-by-admin',
      event: { initiating_entity: 'admin' },
      story: { step: 'sessions-ended', ask: expect.stringMatching(/^End all sessions/) as unknown },
    });
  });

  it('end before the stories where the trigger command cannot be run, and delete their stream', async () => {
    const { args } = await transmitter();
    for (const names of [['impossible-travel'], ['storm']]) {
      const program = run(names, [...args, '--trigger-command', './not-there.sh', '--delivery', 'push']);
      expect(await program.ended).toBe(2);
      expect(program.stderr()).toMatch(
        /^No story can be told: the trigger command .*exit code 127.*not-there/,
      );
      await expect(results()).rejects.toThrow('ENOENT');
    }
    expect(mocks[0]?.stdout()).toContain('DELETE');
  });

  it('find a Receiver that does nothing, and not one that has its own words for what it does', async () => {
    const port = await freePort();
    const { args, effects } = await receiver(metadataAt(port), AUDIENCE);
    const target = [...args, '--listen', `127.0.0.1:${port}`, '--limit', 'effect=1s'];
    // It need not know anybody whom we made up, but those whom the tester named.
    const idle = run(['session-revoked-by-admin'], [...target, '--effects-command', 'echo []']);
    expect(await idle.ended).toBe(5);
    expect(guilty(await results()).join('\n')).toContain('session-revoked-by-admin/acts: not-tested');
    const scenarios = { people: [{ email: 'anna@corp.example' }, { email: 'ben@corp.example' }] };
    const configFile = path.join(folder, 'ssf-conformance.config.json');
    await writeFile(configFile, JSON.stringify({ scenarios }));
    const known = run(['session-revoked-by-admin'], [...target, '--effects-command', 'echo []']);
    expect(await known.ended).toBe(1);
    expect(guilty(await results()).join('\n')).toContain('session-revoked-by-admin/acts: fail');

    const own = `(${effects.replace('exec ', '')}) | sed s/end-sessions/logout/g`;
    const strange = run(['session-revoked-by-admin'], [...target, '--effects-command', own]);
    expect(await strange.ended).toBe(5);
    expect(guilty(await results()).join('\n')).toContain('receiver.actions tells what it means');

    const actions = { logout: 'end-sessions' };
    await writeFile(configFile, JSON.stringify({ receiver: { actions }, scenarios }));
    const mapped = run(['session-revoked-by-admin'], [...target, '--effects-command', own]);
    const { sets } = await expectHeld(mapped, held(['session-revoked-by-admin'], 'push'));
    expect(JSON.stringify(sets)).toContain('anna@corp.example');
  });

  it('end on Ctrl-C, delete their stream and report what was seen', async () => {
    const { args } = await transmitter();
    const program = run(
      ['impossible-travel'],
      [...args, '--trigger-command', 'touch told; sleep 60', '--delivery', 'push'],
    );
    await program.printed('risk rises from low to high');
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
    const { interrupted, exchanges } = await results();
    expect(interrupted).toBe(true);
    expect(exchanges.some(({ request }) => request.method === 'DELETE')).toBe(true);
  });

  it('are refused where nobody can play them', async () => {
    const issuer = ['--issuer', 'http://127.0.0.1:9'];
    for (const [args, message] of [
      [['--scenario', 'imposible-travel'], 'Did you mean "impossible-travel"'],
      [['--scenario', 'storm', '--only', 'jwks'], '--only and --skip choose checks'],
      [['--scenario', 'storm', ...issuer], 'needs a trigger'],
      [['--scenario', 'all', '--interactive', ...issuer], 'needs a terminal'],
      [['--pair', ...issuer, '--trigger-command', 'x'], 'no Receiver is given'],
      [['--pair', '--role', 'receiver'], '--pair tests both sides'],
    ] as const) {
      const { exitCode, stderr } = await capture(['run', '--no-config', ...args], { cwd: folder });
      expect({ args, exitCode }).toEqual({ args, exitCode: 2 });
      expect(stderr).toContain(message);
    }
  });
});

function metadataAt(port: number): string {
  return `http://127.0.0.1:${port}/.well-known/ssf-configuration`;
}

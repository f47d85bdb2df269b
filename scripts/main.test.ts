import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transmitterChecks } from '../suites/transmitter/index.ts';
import { capture } from './testing/capture.ts';
import { temporaryFolder } from './testing/program.ts';

describe('the command line', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await temporaryFolder();
  });
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it.each([
    ['--help'],
    ['help', 'run'],
    ['run', '--help'],
    ['list', '--help'],
    ['explain', '--help'],
    ['mock', '--help'],
    ['mock', 'transmitter', '--help'],
    ['mock', 'receiver', '-h'],
    ['doctor', '--help'],
    ['init', '--help'],
    ['completions', '--help'],
    ['self-test', '--help'],
  ])('helps with %s %s', async (...argv) => {
    const { exitCode, stdout, stderr } = await capture(argv, { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Usage: ssf-conformance');
  });

  it('explains the exit codes and gives examples with checks that exist', async () => {
    const { stdout } = await capture(['run', '--help'], { cwd });
    for (const part of ['Exit codes:', 'Examples:', 'default: 60s']) expect(stdout).toContain(part);
    const { stdout: all } = await capture(['--help'], { cwd });
    const ids =
      `${stdout}${all}${(await capture(['explain', '--help'], { cwd })).stdout}`.match(
        /\b[a-z-]+\/[a-z-]+\b/g,
      ) ?? [];
    const named = ids.filter((id) =>
      transmitterChecks.some((check) => check.id.startsWith(`${id.split('/')[0]}/`)),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const id of named) expect(transmitterChecks.map((check) => check.id)).toContain(id);
  });

  it('prints its version', async () => {
    const { exitCode, stdout } = await capture(['--version'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it.each([
    [['mok'], 'There is no command "mok".', 'Did you mean "mock"?'],
    [['--isuer', 'https://tx.example'], "unknown option '--isuer'", 'Did you mean --issuer?'],
    [['run', '--delivery', 'pull'], 'Expected push, poll or push,poll.', ''],
    [['run', '--profile', 'caep'], 'There is no profile "caep".', 'caep-interop'],
    [
      ['run', '--limit', 'verificaton=1s'],
      'There is no limit "verificaton".',
      'Did you mean "verification"?',
    ],
    [['run', '--limit', 'quiet=5'], 'Expected NAME=DURATION with its unit', ''],
    [['run', '--limit', 'delivery.p99=-2s'], 'delivery.p99 must be more than zero', ''],
    [['run', '--limit', 'delivery.p99=0s'], 'delivery.p99 must be more than zero', ''],
    [['run', '--limit', 'quiet=25h'], 'quiet must be more than zero and at most a day', ''],
    [['run', '--seed', '-1'], 'Expected a whole number from 0.', ''],
    [['run', '--shard', '0/2'], 'Expected I/N, such as 2/4', ''],
    [['run', '--shard', '3/2'], 'Expected I/N', ''],
    [['run', '--shard', '1/101'], 'at most 100', ''],
    [['run', '--shard', '1.0/2'], 'Expected I/N', ''],
    [['run', '--shard', '2'], 'Expected I/N', ''],
    [['run', '--new-only'], 'needs results to compare with', '--against FILE'],
    [['run', '--against', ''], 'It is empty', ''],
    [['run', '--waivers', ''], 'It is empty', ''],
    [['run', '--waivers', 'w.json'], 'the built-in peers are waived nothing', '--issuer URL'],
    [
      ['run', '--issuer', 'http://127.0.0.1:1', '--access-token', 't', '--waivers', 'w.json'],
      'There is no file of waivers',
      '--no-waivers',
    ],
    [
      ['run', '--issuer', 'http://127.0.0.1:1', '--access-token', 't', '--against', 'nowhere', '--json'],
      'There is no file',
      '',
    ],
    [['run', '--aginst', 'x'], "unknown option '--aginst'", 'Did you mean --against?'],
    [['run', '--listen', '8080'], 'Expected HOST:PORT', ''],
    [['run', '--access-token', ''], 'It is empty', ''],
    [['run', '--issuer', ''], 'transmitter.issuer: expected a text that is not empty', ''],
    [['run', '--issuer', 'http://tx.example'], 'http is accepted on loopback only', 'Use https'],
    [['run', '--access-token', 't'], 'no issuer', '--issuer URL'],
    [['run', '--only', 'jwks/nothing'], 'no check or family "jwks/nothing"', ''],
    [['run', '--config', 'missing.json'], 'does not exist', ''],
    [['run', '--role', 'issuer'], 'Allowed choices are transmitter, receiver.', ''],
    [['run', '--receiver', 'http://127.0.0.1:1'], 'without receiver.audience (--audience)', ''],
    [
      ['run', '--receiver', 'http://127.0.0.1:1', '--audience', 'a', '--start-command', 'b'],
      'exclude each other',
      'names its push endpoint itself',
    ],
    [['run', '--poll'], 'without the token that the Receiver will present', '--receiver-access-token'],
    [
      ['run', '--issuer', 'http://127.0.0.1:1', '--receiver', 'http://127.0.0.1:2'],
      '--issuer is about a Transmitter, --receiver about a Receiver',
      '',
    ],
    [['run', '--role', 'transmitter', '--poll'], '--role transmitter and --poll', ''],
    [['run', '--effects-command', 'x'], 'nothing that says which Receiver is tested', '--receiver URL'],
    [['run', '--subject', '{}'], 'Expected a subject identifier as JSON', ''],
    [['run', '--subject', 'me@example.com'], 'Expected a subject identifier as JSON', ''],
    [['run', '--push-authorization', ''], 'It is empty', ''],
    [['run', '--role', 'receiver', '--only', 'jwks'], 'leave no check of a receiver', ''],
    [['run', 'extra'], 'too many arguments', ''],
    [['run', 'http://127.0.0.1:1'], 'too many arguments', '--issuer URL of a Transmitter'],
    [['doctor', 'http://127.0.0.1:1'], 'too many arguments', '--receiver URL of a Receiver'],
    [['http://127.0.0.1:1'], 'A URL is no command.', '--issuer URL of a Transmitter'],
    [['explain', 'acme/x'], 'There is no check, scenario, rule or profile "acme/x".', '--own FILE'],
    [
      ['explain', 'bla'],
      'There is no check, scenario, rule or profile "bla".',
      'All checks: ssf-conformance list',
    ],
    [['mock', 'transmitter', '--access-token', 'a b'], 'Expected letters', ''],
    [
      [
        'run',
        '--issuer',
        'http://127.0.0.1:1',
        '--trigger-command',
        'a',
        '--trigger-url',
        'http://127.0.0.1:2',
      ],
      'a command and a request',
      '',
    ],
    [['run', '--issuer', 'http://127.0.0.1:1', '--access-token', '${UNSET}'], 'UNSET, which is not set', ''],
    [['run', '--issuer=https://tx.example?a'], 'must not have a query', ''],
    [['explain'], "missing required argument 'id'", ''],
    [
      ['explain', 'jwks/nothing-such'],
      'There is no check, scenario, rule or profile "jwks/nothing-such".',
      '',
    ],
    [['mock', 'transmiter'], 'There is no mock "transmiter".', 'Did you mean "transmitter"?'],
    [['mock', 'transmitter', '--fault', 'no-such-fault'], 'There is no fault "no-such-fault".', ''],
    [['mock', 'transmitter', '--port', 'x'], 'Expected a port', ''],
    [['mock', 'receiver', '--answer', '99'], 'Expected STATUS or STATUS:ERR', ''],
    [['mock', 'receiver', '--fault', 'x'], '--fault is for the reference Receiver', '--well-known URL'],
    [['mock', 'receiver', '--well-known', 'http://127.0.0.1:1'], 'without --audience', ''],
    [['mock', 'receiver', '--issuer', 'http://127.0.0.1:1'], 'without --delivery', ''],
    [
      [
        'mock',
        'receiver',
        '--issuer',
        'http://127.0.0.1:1',
        '--delivery',
        'push',
        '--fault',
        'receiver-nothing',
      ],
      'There is no fault "receiver-nothing".',
      '',
    ],
    [
      ['mock', 'receiver', '--issuer', 'http://127.0.0.1:1', '--delivery', 'push', '--answer', '202'],
      '--answer is for the push endpoint that judges nothing',
      '',
    ],
    [['self-test', '--family', 'jkws'], 'There is no family "jkws".', 'Did you mean "jwks"?'],
    [['list', '--profile', 'x'], 'There is no profile "x".', 'There are ssf, caep-interop.'],
  ])('refuses %j with exit code 2', async (argv, message, hint) => {
    const { exitCode, stdout, stderr } = await capture(argv, { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  it('never prints the value of a mistyped flag', async () => {
    for (const argv of [
      ['--acces-token=s3cret'],
      ['run', '--client-secrt=s3cret', '--issuer', 'x'],
      ['--push-authorizaton=s3cret'],
    ]) {
      const { exitCode, stdout, stderr } = await capture(argv, { cwd });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('Did you mean --');
      expect(stdout + stderr).not.toContain('s3cret');
    }
  });

  it('refuses a report folder that it cannot write to before anything runs', async () => {
    const { exitCode, stdout, stderr } = await capture(
      ['--report-dir', path.join(import.meta.filename, 'x')],
      { cwd },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('cannot be written to');
  });
});

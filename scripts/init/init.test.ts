import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTransmitter } from '../../mocks/transmitter/start.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import * as servers from '../../suites/harness/hostile/hostile-servers.ts';
import * as transmitters from '../../suites/harness/hostile/hostile-transmitters.ts';
import { loadConfig } from '../config/load.ts';
import { resolveRuns } from '../config/resolve.ts';
import { sidesOf } from '../config/role.ts';
import { validateConfig } from '../config/validate.ts';
import { checkSelectors } from '../selection.ts';
import { capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';
import type { Answers } from './answers.ts';
import { type Asker, askQuestions } from './questions.ts';
import { plain } from './render.ts';
import { configEntries, type Entry } from './template.ts';

const ENV = {
  SSF_TOKEN: 't-o-k-e-n',
  SSF_CLIENT_SECRET: 's3cret',
  SSF_PUSH_AUTHORIZATION: 'Bearer abc',
  MINE: 'mine',
};
const ISSUER = ['--issuer', 'http://127.0.0.1:1/tenant', '--no-probe'];
const RECEIVER = ['--receiver', 'http://127.0.0.1:1/events', '--audience', 'https://rx.example'];

let cwd: string;
beforeEach(async () => {
  cwd = await temporaryFolder();
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const init = (...flags: string[]) => capture(['init', ...flags], { cwd, env: ENV });

describe('the file that init writes', () => {
  it.each([
    [
      'a Transmitter with a token',
      [...ISSUER, '--credentials', 'bearer'],
      'transmitter',
      { accessToken: 't-o-k-e-n' },
    ],
    [
      'a Transmitter with client credentials',
      [...ISSUER, '--client-id', "o'neil", '--secret-env', 'MINE'],
      'transmitter',
      { clientId: "o'neil", clientSecret: 'mine' },
    ],
    ['a Transmitter without any', [...ISSUER, '--credentials', 'none'], 'transmitter', undefined],
    ['a hosted Receiver', [...RECEIVER, '--credentials', 'bearer'], 'receiver', undefined],
    [
      'a managed Receiver',
      ['--start-command', `./start "x" '\u00fc'`, '--credentials', 'bearer'],
      'receiver',
      { accessToken: 't-o-k-e-n' },
    ],
  ] as const)(
    'of %s is taken by a run as it is, in both formats and alike',
    async (_, flags, section, auth) => {
      const configs = [];
      for (const format of ['ts', 'json']) {
        const { exitCode, stderr } = await init(...flags, '--format', format);
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
        // A folder in which the package is not installed.
        const { config, file } = await loadConfig(cwd, undefined, ENV);
        expect(file).toBe(path.join(cwd, `ssf-conformance.config.${format}`));
        expect(config[section]?.auth).toEqual(auth);
        const runs = await resolveRuns(config, sidesOf(config, {}), { env: ENV, cwd });
        expect(runs.map(({ role }) => role)).toEqual([section]);
        configs.push(config);
        await rm(String(file));
      }
      expect(configs[0]).toEqual(configs[1]);
    },
  );

  it('works where the package is installed, too', async () => {
    await mkdir(path.join(cwd, 'node_modules'));
    await symlink(path.resolve(import.meta.dirname, '../..'), path.join(cwd, 'node_modules/ssf-conformance'));
    await init(...ISSUER, '--credentials', 'bearer');
    expect((await loadConfig(cwd, undefined, ENV)).config).toMatchObject({
      transmitter: { auth: { accessToken: ENV.SSF_TOKEN } },
    });
  });

  it('holds no secret, only the name of the variable', async () => {
    await init(...ISSUER, '--credentials', 'bearer');
    const text = await readFile(path.join(cwd, 'ssf-conformance.config.ts'), 'utf8');
    expect(text).toContain("accessToken: '${SSF_TOKEN}'");
    expect(text).not.toContain(ENV.SSF_TOKEN);
  });

  it.each(['transmitter', 'hosted-receiver', 'managed-receiver'] as const)(
    'has nothing in its comments that a config file of a %s does not take',
    (side) => {
      const answers: Answers = {
        side,
        target: 'http://127.0.0.1:1',
        audience: 'a',
        credentials: 'client',
        clientId: 'x',
      };
      const all = plain(withAll(configEntries(answers)));
      expect(Object.keys(all)).toEqual(
        expect.arrayContaining(['delivery', 'harness', 'limits', 'scenarios']),
      );
      const config = validateConfig(all, 'Comments');
      checkSelectors(config.skip ?? [], 'skip', [...checksOf('transmitter'), ...checksOf('receiver')]);
    },
  );

  it('has a reason beside every member that is commented out', () => {
    const reasonless = (entries: readonly Entry[]): string[] =>
      entries.flatMap(({ key, value, why, off }) => [
        ...(off === true && why === undefined ? [key] : []),
        ...(Array.isArray(value) && typeof value[0] === 'object' ? reasonless(value as Entry[]) : []),
      ]);
    for (const side of ['transmitter', 'hosted-receiver', 'managed-receiver'] as const)
      expect(reasonless(configEntries({ side, target: 'http://127.0.0.1:1', credentials: 'none' }))).toEqual(
        [],
      );
  });
});

describe('init', () => {
  it('shows what the issuer offers, and writes it down', async () => {
    const target = await startTransmitter();
    const { exitCode, stdout } = await init('--issuer', target.issuer, '--credentials', 'bearer');
    await target.close();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('ok: delivery by push, poll; endpoints configuration, ');
    expect(stdout).toMatch(/ssf-conformance doctor\n +ssf-conformance run\n$/);
    expect(await readFile(path.join(cwd, 'ssf-conformance.config.ts'), 'utf8')).toContain(
      'delivery by push, poll',
    );
  });

  it('takes an issuer that cannot be reached, and says so', async () => {
    const server = await servers.refusing();
    const { exitCode, stdout } = await init('--issuer', server.origin, '--credentials', 'none');
    await server.close();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('remark: The metadata at');
    expect(await readdir(cwd)).toEqual(['ssf-conformance.config.ts']);
  });

  it('lets nothing of a hostile issuer into the file but text', async () => {
    const target = await transmitters.withMarkup();
    const { exitCode, stdout } = await init('--issuer', target.issuer, '--credentials', 'none');
    await target.close();
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
    expect((await loadConfig(cwd, undefined, {})).config).toEqual({ transmitter: { issuer: target.issuer } });
  });

  it('prints one JSON document', async () => {
    const { stdout, stderr } = await init(...RECEIVER, '--credentials', 'none', '--format', 'json', '--json');
    expect(JSON.parse(stdout)).toEqual({
      file: path.join(cwd, 'ssf-conformance.config.json'),
      format: 'json',
      config: { receiver: { url: 'http://127.0.0.1:1/events', audience: 'https://rx.example' } },
      unsetVariable: null,
      probe: [],
      next: ['ssf-conformance doctor', 'ssf-conformance run'],
    });
    expect(stderr).toContain('Wrote ssf-conformance.config.json.');
  });

  it('overwrites nothing unless it is forced, and makes no second file beside another', async () => {
    const file = path.join(cwd, 'ssf-conformance.config.ts');
    await writeFile(file, 'export default {}');
    const again = await init(...ISSUER, '--credentials', 'none');
    expect(again).toMatchObject({ exitCode: 2, stdout: '' });
    expect(again.stderr).toContain('--force');
    expect(await readFile(file, 'utf8')).toBe('export default {}');
    const other = await init(...ISSUER, '--credentials', 'none', '--format', 'json', '--force');
    expect(other.stderr).toContain('one too many');
    expect((await init(...ISSUER, '--credentials', 'none', '--force')).exitCode).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('transmitter');
  });

  it.each([
    [[], 'flags are missing', '--issuer URL, --receiver URL or --start-command CMD'],
    [['--issuer', 'http://127.0.0.1:1'], 'flags are missing', '--credentials bearer, client or none'],
    [['--receiver', 'http://127.0.0.1:1', '--credentials', 'none'], 'flags are missing', '--audience AUD'],
    [[...ISSUER, '--credentials', 'client'], 'flags are missing', '--client-id ID'],
    [[...ISSUER, ...RECEIVER], 'exclude each other', ''],
    [['--issuer', 'http://tx.example', '--credentials', 'none'], 'http is accepted on loopback only', ''],
    [[...ISSUER, '--credentials', 'basic'], 'Allowed choices are bearer, client, none.', ''],
    [[...ISSUER, '--credentials', 'none', '--ca', 'none.pem'], 'cannot be read', ''],
    [[...RECEIVER, '--credentials', 'client'], 'no client credentials', ''],
  ])('refuses %j with exit code 2', async (flags, message, hint) => {
    const { exitCode, stdout, stderr } = await init(...flags);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('does not repeat a secret that was given for the name of its variable', async () => {
    const { exitCode, stdout, stderr } = await init(
      ...ISSUER,
      '--credentials',
      'bearer',
      '--secret-env',
      'eyJ.s3cret',
    );
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain('s3cret');
  });
});

describe('the questions', () => {
  const answering = (...answers: (string | null)[]): Asker & { asked: string[] } => {
    const asked: string[] = [];
    const next = async (message: string): Promise<string | null> => {
      asked.push(message);
      return answers.shift() ?? null;
    };
    return {
      asked,
      // Sound in a test that answers with one of the options.
      choose: async (message) => (await next(message)) as never,
      type: async (message, { check }) => {
        const answer = await next(message);
        if (answer !== null) check(answer);
        return answer;
      },
    };
  };

  it('are which side, where, and by which credentials', async () => {
    const ask = answering('transmitter', 'https://tx.example', 'bearer', 'TOKEN');
    expect(await askQuestions({}, ask)).toEqual({
      side: 'transmitter',
      target: 'https://tx.example',
      credentials: 'bearer',
      secretEnv: 'TOKEN',
    });
    expect(ask.asked).toHaveLength(4);
  });

  it('are not asked where flags answer them', async () => {
    const ask = answering('aud', 'none');
    const known = { side: 'hosted-receiver', target: 'https://rx.example/e' } as const;
    expect(await askQuestions(known, ask)).toEqual({ ...known, audience: 'aud', credentials: 'none' });
    expect(ask.asked).toHaveLength(2);
  });

  it('can be broken off at each of them', async () => {
    const answers = ['transmitter', 'https://tx.example', 'client', 'id', 'SECRET'];
    for (let given = 0; given < answers.length; given += 1)
      expect(await askQuestions({}, answering(...answers.slice(0, given), null))).toBeNull();
  });

  it('refuse what is no answer', async () => {
    await expect(askQuestions({}, answering('transmitter', 'tx.example'))).rejects.toThrow('not a URL');
    await expect(
      askQuestions({}, answering('transmitter', 'https://tx.example', 'bearer', 'a b')),
    ).rejects.toThrow('no name of an environment variable');
  });
});

/** Nothing commented out any more. */
function withAll(entries: readonly Entry[]): Entry[] {
  return entries.map(({ key, value, why }) => ({
    key,
    ...(why === undefined ? {} : { why }),
    value: Array.isArray(value) && typeof value[0] === 'object' ? withAll(value as Entry[]) : value,
  }));
}

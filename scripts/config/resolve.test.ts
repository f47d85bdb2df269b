import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { receiverChecks } from '../../suites/receiver/index.ts';
import { transmitterChecks } from '../../suites/transmitter/index.ts';
import { temporaryFolder } from '../testing/program.ts';
import { absolutePaths } from './absolute-paths.ts';
import type { ConformanceConfig, ReceiverConfig } from './define-config.ts';
import { type ResolvedRun, resolveRuns } from './resolve.ts';

const context = { env: {}, cwd: '/somewhere' };
const local = 'http://127.0.0.1:8080';

const bare = {
  profile: 'ssf',
  limits: {},
  failOn: 'must',
  allowUntested: false,
  requireComplete: false,
};

/** The options of the one run against a Transmitter. */
async function resolveOptions(
  config: ConformanceConfig,
  where: Parameters<typeof resolveRuns>[2],
): Promise<Extract<ResolvedRun, { role: 'transmitter' }>['options']> {
  const [run, ...more] = await resolveRuns(config, 'transmitter', where);
  if (run?.role !== 'transmitter' || more.length > 0) throw new Error('not one run of a Transmitter');
  return run.options;
}

describe('resolveRuns', () => {
  it('tests the built-in peers of both roles when nothing is configured', async () => {
    expect(await resolveRuns({}, null, context)).toEqual([
      { name: 'transmitter', role: 'transmitter', options: { ...bare, target: 'built-in' } },
      {
        name: 'receiver-hosted',
        role: 'receiver',
        options: { ...bare, target: { builtIn: 'hosted' }, delivery: ['push'] },
      },
      {
        name: 'receiver-managed',
        role: 'receiver',
        options: { ...bare, target: { builtIn: 'managed' }, delivery: ['push', 'poll'] },
      },
      {
        name: 'scenarios',
        role: null,
        options: { ...bare, signal: expect.any(AbortSignal) as unknown, enforceLimits: false },
        misconfigured: expect.any(AbortSignal) as unknown,
      },
    ]);
    const names = async (
      config: ConformanceConfig,
      role: 'transmitter' | 'receiver' | null,
    ): Promise<string[]> => (await resolveRuns(config, role, context)).map(({ name }) => name);
    expect(await names({}, 'transmitter')).toEqual(['transmitter']);
    expect(await names({}, 'receiver')).toEqual(['receiver-hosted', 'receiver-managed']);
    expect(await names({ delivery: ['poll'] }, 'receiver')).toEqual(['receiver-managed']);
  });

  it('leaves out the runs in which no check is left', async () => {
    const names = async (config: ConformanceConfig): Promise<string[]> =>
      (await resolveRuns(config, null, context)).map(({ name }) => name);
    const [ofTransmitter] = transmitterChecks;
    const managed = receiverChecks.find(({ hooks }) => hooks?.includes('restart'));
    const polled = receiverChecks.find(({ delivery }) => delivery === 'poll');
    expect(await names({ only: [ofTransmitter?.id ?? ''] })).toEqual(['transmitter']);
    expect(await names({ only: [managed?.id ?? ''] })).toEqual(['receiver-managed']);
    expect(await names({ only: [polled?.id ?? ''] })).toEqual(['receiver-managed']);
    expect(await names({ skip: [ofTransmitter?.id ?? ''] })).toHaveLength(3);
    const families = new Set(receiverChecks.map(({ id }) => id.split('/')[0] ?? ''));
    expect(await names({ skip: [...families] })).toEqual(['transmitter']);
    await expect(resolveRuns({ only: [managed?.id ?? ''] }, 'transmitter', context)).rejects.toThrow(
      '--only and --skip leave no check of a transmitter',
    );
  });

  it('hands on everything that is configured', async () => {
    const config: ConformanceConfig = {
      transmitter: {
        issuer: local,
        metadataUrl: `${local}/metadata`,
        auth: { clientId: 'a', clientSecret: 's', tokenEndpoint: `${local}/token`, scope: 'ssf.manage' },
        secondReceiver: { clientId: 'b', clientSecret: 't' },
      },
      delivery: ['poll'],
      profile: 'caep-interop',
      harness: { listen: '127.0.0.1:9999', publicUrl: 'https://rx.example/hook' },
      limits: { verification: '2m', quiet: '250ms' },
      only: ['verification'],
      skip: ['jwks'],
      seed: 3,
      failOn: 'should',
      allowUntested: true,
      requireComplete: true,
    };
    expect(await resolveOptions(config, context)).toEqual({
      target: { issuer: local, metadataUrl: `${local}/metadata` },
      auth: { clientId: 'a', clientSecret: 's', tokenEndpoint: `${local}/token`, scope: 'ssf.manage' },
      secondAuth: { clientId: 'b', clientSecret: 't', tokenEndpoint: `${local}/token`, scope: 'ssf.manage' },
      delivery: ['poll'],
      profile: 'caep-interop',
      listen: { host: '127.0.0.1', port: 9999 },
      publicUrl: 'https://rx.example/hook',
      limits: { verification: 120_000, quiet: 250 },
      only: ['verification'],
      skip: ['jwks'],
      seed: 3,
      failOn: 'should',
      allowUntested: true,
      requireComplete: true,
    });
  });

  it.each<[ConformanceConfig, string]>([
    [{ transmitter: { auth: { accessToken: 't' } } }, 'transmitter.auth is given, but no issuer'],
    [{ transmitter: { issuer: local, metadataUrl: 'http://tx.example/m' } }, 'plain http'],
    [
      { transmitter: { issuer: local, secondReceiver: { accessToken: 't' } } },
      'no credentials of the first Receiver',
    ],
    [
      { transmitter: { issuer: local, auth: { accessToken: 't' }, secondReceiver: { accessToken: 't' } } },
      'the same as those of the first',
    ],
    [
      {
        transmitter: {
          issuer: local,
          auth: { clientId: 'a', clientSecret: 's' },
          secondReceiver: { clientId: 'a', clientSecret: 's' },
        },
      },
      'the same as those of the first',
    ],
    [
      {
        transmitter: {
          issuer: local,
          auth: { accessToken: 't' },
          secondReceiver: { clientId: 'b', clientSecret: 's' },
        },
      },
      'tokenEndpoint',
    ],
    [{ limits: { quiet: '0s' } }, 'limits.quiet: expected a duration of more than zero'],
    [{ skip: ['nothing/such'] }, '--skip: there is no check'],
    [{ transmitter: { issuer: 'https://192.0.2.1' } }, 'could not push'],
    [{ transmitter: { issuer: local, ca: '/does/not/exist.pem' } }, 'ENOENT'],
  ])('refuses %j', async (config, message) => {
    await expect(resolveOptions(config, context)).rejects.toThrow(message);
  });

  describe('with files', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await temporaryFolder();
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('reads the CA and makes a trigger', async () => {
      const { ca } = await createAuthority();
      await writeFile(path.join(folder, 'ca.pem'), ca);
      const config = absolutePaths(
        {
          transmitter: {
            issuer: 'https://localhost',
            ca: 'ca.pem',
            trigger: { command: 'pwd >&2; exit 1', cwd: '.' },
          },
        },
        folder,
      );
      const { target, trigger } = await resolveOptions(config, { env: process.env, cwd: '/' });
      expect(target).toEqual({ issuer: 'https://localhost', ca: ca.trim() });
      const outcome = await trigger?.({ scenario: '', type: '', subject: {}, event: {}, streamId: '' });
      expect(outcome?.message).toContain(path.basename(folder));
    });
  });
});

describe('a Receiver', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await temporaryFolder();
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));
  const resolve = async (
    receiver: ReceiverConfig,
    more: ConformanceConfig = {},
  ): Promise<Extract<ResolvedRun, { role: 'receiver' }>['options']> => {
    const [run] = await resolveRuns({ ...more, receiver }, 'receiver', { env: {}, cwd });
    if (run?.role !== 'receiver') throw new Error('no run of a Receiver');
    return run.options;
  };

  it('with a push endpoint gets an issuer that stays where it is', async () => {
    const receiver = {
      url: `${local}/events`,
      audience: 'https://rx.example',
      pushAuthorization: 'Bearer x',
    };
    const { target, delivery, listen, stateDir } = await resolve(receiver);
    expect(target).toMatchObject({
      pushUrl: `${local}/events`,
      audience: 'https://rx.example',
      pushAuthorization: 'Bearer x',
    });
    expect({ delivery, stateDir }).toEqual({
      delivery: ['push'],
      stateDir: path.join(cwd, '.ssf-conformance'),
    });
    expect(listen?.port).toBeGreaterThan(0);
    expect((await resolve(receiver)).listen).toEqual(listen);
    expect((await resolve(receiver, { harness: { listen: '127.0.0.1:7777' } })).listen?.port).toBe(7777);
  });

  it('that is started gets push unless told otherwise, and its hooks', async () => {
    const receiver = { start: { command: 'true' }, stop: () => {}, effects: { command: 'true' } };
    const options = await resolve({
      ...receiver,
      auth: { clientId: 'c', clientSecret: 's' },
      startOnce: true,
    });
    expect(options.delivery).toEqual(['push']);
    expect(options.target).toMatchObject({
      credentials: { clientId: 'c', clientSecret: 's' },
      startOnce: true,
    });
    for (const hook of ['start', 'stop', 'effects'] as const)
      expect(Reflect.get(options.target, hook)).toBeTypeOf('function');
    expect((await resolve(receiver, { delivery: ['push', 'poll'] })).delivery).toEqual(['push', 'poll']);
  });

  it('that polls is given a token', async () => {
    const { target, delivery } = await resolve({ poll: true, auth: { accessToken: 't' } });
    expect(delivery).toEqual(['poll']);
    expect(target).toMatchObject({ poll: true, credentials: { accessToken: 't' } });
  });

  const url = `${local}/events`;
  const audience = 'https://rx.example';
  const start = { command: 'true' };
  it.each<[ReceiverConfig, ConformanceConfig, string]>([
    [{ url }, {}, 'without receiver.audience (--audience)'],
    [{ url, audience, start }, {}, 'exclude each other'],
    [{ url: 'http://rx.example/events', audience }, {}, 'plain http'],
    [{ url: 'https://192.0.2.1/events', audience }, {}, 'could not reach our issuer'],
    [{ url, audience, auth: { accessToken: 't' } }, {}, 'presents nothing to us'],
    [{ url, audience, pushAuthorization: 'Bearer x\n' }, {}, 'cannot stand in an Authorization header'],
    [{ url, audience }, { delivery: ['poll'] }, '--delivery poll needs a Receiver that polls'],
    [
      { poll: true, auth: { accessToken: 't' } },
      { delivery: ['push'] },
      '--delivery push needs a push endpoint',
    ],
    [{ poll: true }, {}, 'without the token that the Receiver will present'],
    [{ poll: true, auth: { clientId: 'c', clientSecret: 's' } }, {}, 'without the token'],
    [{ audience }, {}, 'nothing that says which Receiver is tested'],
    [{ start, pushAuthorization: 'Bearer x' }, {}, 'without receiver.url'],
    [{ url, audience, stop: start }, {}, 'receiver.stop (--stop-command) is given without receiver.start'],
    [{ url, audience, startOnce: true }, {}, 'receiver.startOnce (--start-once) is given without'],
    [{ start, auth: { clientId: 'c' } }, {}, 'without receiver.auth.clientSecret'],
    [{ start, auth: { accessToken: 'two words' } }, {}, 'receiver.auth.accessToken holds characters'],
    [{ start: { command: 'x', request: { url } } }, {}, 'receiver.start has a command and a request'],
    [{ start: { request: { url: `${local}/{{issue}}` } } }, {}, 'there is no placeholder {{issue}}'],
    [{ start, ca: '/does/not/exist.pem' }, {}, 'receiver.ca (--ca)'],
    [{ start, stateDir: '/proc/none/state' }, {}, 'cannot be written to'],
  ])('is refused with %j and %j, and nothing is written', async (receiver, more, message) => {
    await expect(resolve(receiver, more)).rejects.toThrow(message);
    expect(existsSync(path.join(cwd, '.ssf-conformance'))).toBe(false);
  });
});

describe('absolutePaths', () => {
  it('starts relative paths at the given folder', () => {
    expect(absolutePaths({ reportDir: 'out', transmitter: { ca: '../ca.pem' } }, '/a/b')).toEqual({
      reportDir: '/a/b/out',
      transmitter: { ca: '/a/ca.pem' },
    });
    const receiver = { stateDir: 's', start: { command: 'x', cwd: 'y' }, url: 'z' };
    expect(absolutePaths({ receiver }, '/a/b').receiver).toEqual({
      stateDir: '/a/b/s',
      start: { command: 'x', cwd: '/a/b/y' },
      url: 'z',
    });
  });
});

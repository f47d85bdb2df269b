import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScenarioRunOptions } from '../../suites/harness/run-options.ts';
import { scenarios } from '../../suites/scenarios/index.ts';
import { temporaryFolder } from '../testing/program.ts';
import type { ConformanceConfig } from './define-config.ts';
import { type ResolveContext, resolveRuns } from './resolve.ts';
import type { Sides } from './resolve-scenarios.ts';

const transmitter = { issuer: 'http://127.0.0.1:8080', trigger: { command: './fire.sh' } };
const receiver = { url: 'http://127.0.0.1:8081/events', audience: 'rx' };
const storm = { names: ['storm'] };
const operator = () => Promise.resolve({ ok: true });

describe('a run of scenarios', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await temporaryFolder();
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  async function options(
    config: ConformanceConfig,
    sides: Sides = null,
    context: Partial<ResolveContext> = {},
  ): Promise<Partial<ScenarioRunOptions>> {
    const [run, ...more] = await resolveRuns(config, sides, { env: {}, cwd, ...context });
    if (run?.role !== null || more.length > 0) throw new Error('not one run of scenarios');
    expect(run.name).toBe('scenarios');
    return run.options;
  }

  it('is between mocks where no target is given, and comes after the checks where nothing is asked for', async () => {
    const played = await options({ scenarios: storm });
    expect(played).toMatchObject({ scenarios: ['storm'], enforceLimits: false });
    expect(played.transmitter ?? played.receiver).toBeUndefined();
    const runs = await resolveRuns({}, null, { env: {}, cwd });
    expect(runs.map(({ name }) => name)).toEqual([
      'transmitter',
      'receiver-hosted',
      'receiver-managed',
      'scenarios',
    ]);
    const [first] = await resolveRuns({ only: ['jwks'] }, null, { env: {}, cwd });
    expect(first?.name).toBe('transmitter');
  });

  it('has all scenarios when all are asked for', async () => {
    expect(await options({ scenarios: { names: ['storm', 'all'] } })).not.toHaveProperty('scenarios');
    expect(await options({ transmitter, receiver }, 'pair')).not.toHaveProperty('scenarios');
  });

  it('is about the target that is given', async () => {
    const ofTransmitter = await options({ scenarios: storm, transmitter }, 'transmitter');
    expect(ofTransmitter).toMatchObject({ transmitter: { issuer: transmitter.issuer } });
    expect(ofTransmitter.trigger).toBeTypeOf('function');
    const actions = { logout: 'end-sessions' as const };
    const ofReceiver = await options({ scenarios: storm, receiver: { ...receiver, actions } }, 'receiver');
    expect(ofReceiver).toMatchObject({ receiver: { pushUrl: receiver.url }, delivery: ['push'], actions });
    expect(ofReceiver.listen?.port).toBeGreaterThan(0);
  });

  it('is about both where they are paired; the Receiver needs to know nothing of us', async () => {
    const far = { ...receiver, url: 'https://192.0.2.1/events' };
    const both = await options({ transmitter, receiver: far }, 'pair');
    expect(both).toMatchObject({
      transmitter: { issuer: transmitter.issuer },
      receiver: { pushUrl: far.url },
    });
    expect(both).not.toHaveProperty('stateDir');
    expect(both).not.toHaveProperty('listen');
  });

  it('has people of the tester, and limits in ms', async () => {
    const people = [{ email: 'a@corp.example' }];
    const limits = { 'delivery.p99': '2s', verification: '90s', quiet: '1s' } as const;
    const config = { scenarios: { ...storm, people }, limits, enforceLimits: true };
    expect(await options(config)).toMatchObject({
      people,
      timingLimits: { 'delivery.p99': 2000, verification: 90_000 },
      limits: { verification: 90_000, quiet: 1000 },
      enforceLimits: true,
    });
  });

  it('asks an operator in place of a trigger, but not for hundreds of things', async () => {
    const { issuer } = transmitter;
    const config = { scenarios: { names: ['all'] }, transmitter: { issuer } };
    const byHand = await options(config, 'transmitter', { operator });
    expect(byHand.trigger).toBe(operator);
    expect(byHand.scenarios).toEqual(scenarios.map(({ name }) => name).filter((name) => name !== 'storm'));
  });

  it('does not mind limits that count in a config file where a run of checks is asked for', async () => {
    const config = { only: ['discovery'], enforceLimits: true };
    await expect(resolveRuns(config, 'transmitter', { env: {}, cwd })).resolves.toHaveLength(1);
  });

  it.each<[string, ConformanceConfig, Sides, Partial<ResolveContext>]>([
    ['There is no scenario "strom".', { scenarios: { names: ['strom'] } }, null, {}],
    ['--only and --skip choose checks', { scenarios: storm, only: ['jwks'] }, null, {}],
    ['needs a trigger', { scenarios: storm, transmitter: { issuer: transmitter.issuer } }, 'transmitter', {}],
    ['--interactive is for scenarios', { transmitter }, 'transmitter', { operator }],
    ['--interactive needs a Transmitter', { scenarios: storm, receiver }, 'receiver', { operator }],
    ['transmitter.trigger is given', { scenarios: storm, transmitter }, 'transmitter', { operator }],
    [
      'Nobody can play storm by hand',
      { scenarios: storm, transmitter: { issuer: transmitter.issuer } },
      'transmitter',
      { operator },
    ],
    [
      'would count the time that an operator takes',
      { scenarios: storm, enforceLimits: true },
      null,
      { operator },
    ],
    ['but no Receiver is given', { transmitter }, 'pair', {}],
    ['but no Transmitter and no trigger is given', { receiver }, 'pair', {}],
    [
      'but no trigger and no Receiver is given',
      { transmitter: { issuer: 'http://127.0.0.1:9' } },
      'pair',
      {},
    ],
    ['but no Transmitter, no trigger and no Receiver is given', {}, 'pair', {}],
    ['but no Receiver is given', { transmitter: { issuer: 'http://127.0.0.1:9' } }, 'pair', { operator }],
    [
      'but no trigger and no audience is given',
      { transmitter: { issuer: 'http://127.0.0.1:9' }, receiver: { url: receiver.url } },
      'pair',
      {},
    ],
    ['--pair needs a hosted Receiver', { transmitter, receiver: { start: { command: 'x' } } }, 'pair', {}],
    ['is about the times that scenarios measure', { transmitter, enforceLimits: true }, 'transmitter', {}],
    [
      'is about the times that scenarios measure',
      { only: ['discovery'], enforceLimits: true },
      'transmitter',
      { enforceLimitsByFlag: true },
    ],
    [
      'expected a duration of more than zero',
      { scenarios: storm, limits: { 'delivery.p99': '0s' } },
      null,
      {},
    ],
  ])('is refused: %s', async (message, config, sides, context) => {
    await expect(resolveRuns(config, sides, { env: {}, cwd, ...context })).rejects.toThrow(message);
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import type { TransmitterSeams } from '../../mocks/transmitter/seams.ts';
import { type BuiltInTarget, startBuiltInTarget } from './built-in-target.ts';
import { type TransmitterCheck, transmitterCheck } from './check.ts';
import { type Executed, executeCheck } from './execute.ts';
import { createRunState, type RunState } from './probe/run-state.ts';
import { openSession, type Session } from './session.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(
  seams?: TransmitterSeams,
): Promise<{ state: RunState; session: Session; target: BuiltInTarget }> {
  const target = await startBuiltInTarget({
    https: false,
    peer: { seed: 1, ...(seams === undefined ? {} : { seams }) },
  });
  open.push(target);
  const session = await openSession({
    ...target.session,
    profile: 'ssf',
    limits: {
      request: 400,
      verification: 400,
      quiet: 50,
      longPoll: 100,
      redelivery: 300,
      delivery: 400,
      change: 200,
    },
  });
  open.push(session);
  return { state: await createRunState(session.rim, []), session, target };
}

function check(
  run: TransmitterCheck<'SSF-7.1-03' | 'SSF-7.1-08'>['run'],
  more: Partial<TransmitterCheck> = {},
): TransmitterCheck {
  return {
    ...transmitterCheck({
      id: 'test/check',
      title: 't',
      what: 'w',
      requirements: ['SSF-7.1-03', 'SSF-7.1-08'],
      run,
    }),
    ...more,
  };
}

const severityOf = (id: string) => (id === 'SSF-7.1-03' ? ('fail' as const) : ('warn' as const));
const execute = (state: RunState, one: TransmitterCheck): Promise<Executed> =>
  executeCheck(state, one, null, severityOf);

describe('executing a check', () => {
  test('the catalogue decides how bad a finding is; a check can only soften it', async () => {
    const { state } = await start();
    const outcome = async (run: Parameters<typeof check>[0]) => (await execute(state, check(run))).outcome;
    expect(await outcome(() => undefined)).toBe('pass');
    expect(await outcome((t) => t.violates('SSF-7.1-03', { message: 'm' }))).toBe('fail');
    expect(await outcome((t) => t.warns('SSF-7.1-03', { message: 'm' }))).toBe('warn');
    expect(await outcome((t) => t.violates('SSF-7.1-08', { message: 'm' }))).toBe('warn');
    expect(await outcome((t) => t.notes('SSF-7.1-03', { message: 'm' }))).toBe('note');
  });

  test('a failure that was found stays one, however the check ended', async () => {
    const { state } = await start();
    const executed = await execute(
      state,
      check((t) => {
        t.violates('SSF-7.1-03', { message: 'm' });
        t.notTested('the rest was not to be had');
      }),
    );
    expect(executed).toMatchObject({ outcome: 'fail', reason: 'the rest was not to be had' });
  });

  test('a check that throws is our error, never the target’s failure or a pass', async () => {
    const { state } = await start();
    const executed = await execute(
      state,
      check(() => Promise.reject(new TypeError('oops'))),
    );
    expect(executed.outcome).toBe('error');
    expect(executed.reason).toContain('TypeError: oops');
  });

  test('an endpoint that is not advertised makes a check not applicable', async () => {
    const { state } = await start({
      metadata: (document) =>
        Object.fromEntries(Object.entries(document).filter(([name]) => name !== 'status_endpoint')),
    });
    const executed = await execute(
      state,
      check(() => undefined, { endpoints: ['status_endpoint'] }),
    );
    expect(executed).toMatchObject({ outcome: 'not-applicable' });
    expect(executed.reason).toContain('status_endpoint');
  });

  test('TLS rules do not apply to a target on plain http', async () => {
    const { state } = await start();
    expect(
      (
        await execute(
          state,
          check(() => undefined, { https: true }),
        )
      ).outcome,
    ).toBe('not-applicable');
  });

  test('findings on rules of another profile are dropped', async () => {
    const { state } = await start();
    const executed = await executeCheck(
      state,
      check((t) => t.violates('SSF-7.1-03', { message: 'm' })),
      null,
      () => null,
    );
    expect(executed).toMatchObject({ outcome: 'pass', findings: [] });
  });
});

describe('streams of a check', () => {
  test('are deleted when it ends, also when it fails', async () => {
    const { state, session } = await start();
    await execute(
      state,
      check(async (t) => {
        await t.stream({ delivery: 'poll' });
        throw new Error('x');
      }),
    );
    expect((await session.deleteStreams()).left).toEqual([]);
  });

  test('that could not be deleted are on the ledger, and deleted in the end', async () => {
    let refuse = true;
    const { state, session } = await start({
      before: ({ operation }) =>
        operation === 'delete-stream' && refuse ? { status: 500, headers: {}, body: null } : undefined,
    });
    await execute(
      state,
      check(async (t) => void (await t.stream({ delivery: 'poll' }))),
    );
    refuse = false;
    expect(await session.deleteStreams()).toMatchObject({ deleted: [{ as: 'receiver' }], left: [] });
  });

  test('a target with one stream per Receiver gets the next one when the last is gone', async () => {
    const { state } = await start({ quirks: { singleStream: true } });
    const one = check(async (t) => void (await t.stream({ delivery: 'poll' })));
    expect((await execute(state, one)).outcome).toBe('pass');
    expect((await execute(state, one)).outcome).toBe('pass');
    const two = await execute(
      state,
      check(async (t) => {
        await t.stream({ delivery: 'poll' });
        await t.stream({ delivery: 'poll' });
      }),
    );
    expect(two).toMatchObject({ outcome: 'not-tested' });
    expect(two.reason).toContain('one stream per Receiver');
  });
});

describe('waiting for a verification event', () => {
  for (const delivery of ['push', 'poll'] as const) {
    test(`finds it by ${delivery}, and measures how long it took`, async () => {
      const { state, session } = await start();
      const executed = await execute(
        state,
        check(async (t) => {
          const { set, state: sent } = await t.verify(await t.stream({ delivery }));
          if (set === null || sent === null) t.violates('SSF-7.1-03', { message: 'none came' });
        }),
      );
      expect(executed.findings).toEqual([]);
      expect(session.recorder.samples).toEqual([expect.objectContaining({ name: 'verification', delivery })]);
    });

    test(`takes a wrongly echoed state by ${delivery} for the answer instead of waiting in vain`, async () => {
      const { state } = await start({
        claims: (claims) =>
          JSON.parse(JSON.stringify(claims).replace(/"state":"[^"]*"/, '"state":"wrong"')) as typeof claims,
      });
      const executed = await execute(
        state,
        check(async (t) => {
          const { set } = await t.verify(await t.stream({ delivery }));
          if (set === null) t.violates('SSF-7.1-03', { message: 'none came' });
        }),
      );
      expect(executed.findings).toEqual([]);
    });
  }

  test('a refused request is not waited for', async () => {
    const { state } = await start({
      before: ({ operation }) =>
        operation === 'verify' ? { status: 429, headers: {}, body: null } : undefined,
    });
    let waited = -1;
    await execute(
      state,
      check(async (t) => {
        waited = (await t.verify(await t.stream({ delivery: 'poll' }))).waitedMs;
      }),
    );
    expect(waited).toBe(0);
  });
});

describe('an endpoint that hangs', () => {
  test('is given up after three time-outs in a row, and the check says so unless it insists', async () => {
    const { state, session } = await start({
      before: ({ operation }) => (operation === 'list-streams' ? new Promise(() => undefined) : undefined),
    });
    const hangs = check(async (t) => {
      t.expectStatus(await t.call('list-streams'), [200], 'SSF-7.1-03', 'Listing the streams');
    });
    for (let i = 0; i < 3; i += 1) expect((await execute(state, hangs)).outcome).toBe('fail');
    const fourth = await execute(state, hangs);
    expect(fourth).toMatchObject({ outcome: 'not-tested' });
    expect(fourth.reason).toContain('three requests in a row');
    expect(session.recorder.exchanges.filter(({ error }) => error?.kind === 'timeout')).toHaveLength(3);
    const insists = check(async (t) => {
      t.expectStatus(
        await t.call('list-streams', { insist: true }),
        [200],
        'SSF-7.1-03',
        'Listing the streams',
      );
    });
    expect((await execute(state, insists)).outcome).toBe('fail');
  });
});

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
        operation === 'verify' ? { status: 400, headers: {}, body: null } : undefined,
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

describe('a check that is given up', () => {
  test('can neither find anything nor ask the target for anything afterwards', async () => {
    const { state, session } = await start();
    state.facts = {
      ...state.facts,
      limits: { ...state.facts.limits, request: 1, verification: 1, redelivery: 1, longPoll: 1 },
    };
    let goOn: () => void = () => undefined;
    const given = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let late: Promise<unknown> = Promise.resolve();
    const executed = await execute(
      state,
      check((t) => {
        late = given
          .then(() => t.call('list-streams'))
          .then(() => t.violates('SSF-7.1-03', { message: 'late' }));
        late.catch(() => undefined);
        return late as Promise<void>;
      }),
    );
    expect(executed).toMatchObject({ outcome: 'not-tested', findings: [] });
    const before = session.recorder.exchanges.length;
    goOn();
    await expect(late).rejects.toThrow('has ended');
    expect(executed.findings).toEqual([]);
    expect(session.recorder.exchanges).toHaveLength(before);
  });

  test('for want of a hook names it', async () => {
    const { state } = await start();
    const executed = await execute(
      state,
      check((t) => t.notTested('out of reach', 'local-target')),
    );
    expect(executed).toMatchObject({ outcome: 'not-tested', reason: 'out of reach', hook: 'local-target' });
  });
});

describe('the streams that a Receiver had before the run', () => {
  test('are neither used nor deleted, even if the target gives them as new ones', async () => {
    let existing: string | null = null;
    const deleted: unknown[] = [];
    const { state, session } = await start({
      before: ({ operation, streamId }) => {
        if (operation === 'delete-stream') deleted.push(streamId);
        return undefined;
      },
      after: (reply, { operation }) =>
        operation === 'create-stream' && existing !== null
          ? { ...reply, body: { ...(reply.body as object), stream_id: existing } }
          : reply,
    });
    const { json: document } =
      (await session.rim.send({ method: 'GET', url: session.facts.metadataUrl, as: 'nobody' }, null))
        .response ?? {};
    const url = String((document as Record<string, unknown>).configuration_endpoint);
    const json = { delivery: { method: 'urn:ietf:rfc:8936' } };
    const made = await session.rim.send({ method: 'POST', url, as: 'receiver', json }, null);
    const { stream_id: id } = (made.response?.json ?? {}) as { stream_id?: string };
    existing = String(id);
    await session.noteForeignStreams();
    state.facts = await session.rim.facts();
    const executed = await execute(
      state,
      check(async (t) => {
        const id = existing ?? '';
        const refused = await t
          .call('delete-stream', { streamId: id })
          .catch((error: unknown) => String(error));
        t.expect(typeof refused === 'string' && refused.includes('before the run'), 'SSF-7.1-03', {
          message: 'deleted',
        });
        await t.stream({ delivery: 'poll' });
      }),
    );
    expect(executed).toMatchObject({ outcome: 'not-tested', findings: [] });
    expect(executed.reason).toContain('was there before the run');
    await session.deleteStreams();
    expect(deleted).not.toContain(existing);
  });
});

describe('a stream that could not be deleted', () => {
  test('is deleted by the next check when it stands in the way', async () => {
    let refuse = true;
    const { state } = await start({
      quirks: { singleStream: true },
      before: ({ operation }) =>
        operation === 'delete-stream' && refuse ? { status: 503, headers: {}, body: null } : undefined,
    });
    const one = check(async (t) => void (await t.stream({ delivery: 'poll' })));
    expect((await execute(state, one)).outcome).toBe('pass');
    const second = await execute(state, one);
    expect(second.reason).toContain('of an earlier check, could not be deleted');
    refuse = false;
    expect((await execute(state, one)).outcome).toBe('pass');
  });
});

describe('a token that dies during the run', () => {
  test('is not held against the target', async () => {
    let dead = false;
    const { state } = await start({
      before: () => (dead ? { status: 401, headers: {}, body: null } : undefined),
    });
    const one = check(async (t) => {
      t.expectStatus(await t.call('list-streams'), [200], 'SSF-7.1-03', 'Listing');
    });
    expect((await execute(state, one)).outcome).toBe('pass');
    dead = true;
    const executed = await execute(state, one);
    expect(executed).toMatchObject({ outcome: 'not-tested', findings: [] });
    expect(executed.reason).toContain('has expired or was revoked');
  });

  test('is not suspected where one operation alone refuses it', async () => {
    const { state } = await start({
      before: ({ operation }) =>
        operation === 'list-streams' ? { status: 401, headers: {}, body: null } : undefined,
    });
    const one = check(async (t) => {
      t.expectStatus(await t.call('list-streams'), [200], 'SSF-7.1-03', 'Listing');
    });
    expect((await execute(state, one)).outcome).toBe('fail');
  });
});

describe('polling', () => {
  test('goes on after a refusal that passes', async () => {
    let polls = 0;
    const { state } = await start({
      before: ({ operation }) => {
        if (operation !== 'poll') return undefined;
        polls += 1;
        return polls <= 3 ? { status: 503, headers: {}, body: null } : undefined;
      },
    });
    const executed = await execute(
      state,
      check(async (t) => {
        const { set } = await t.verify(await t.stream({ delivery: 'poll' }));
        t.expect(set, 'SSF-7.1-03', { message: 'none came' });
      }),
    );
    expect(executed.outcome).toBe('pass');
  });
});

describe('a push endpoint', () => {
  test('takes a look without a body for no SET', async () => {
    const { state } = await start();
    const executed = await execute(
      state,
      check(async (t) => {
        const stream = await t.stream({ delivery: 'push' });
        const { endpoint_url: url } = stream.request.delivery as { endpoint_url: string };
        await fetch(url, { method: 'HEAD' });
        await fetch(url);
        t.expect((await t.pushes(stream)).length === 0, 'SSF-7.1-03', { message: 'a look' });
        const { set } = await t.verify(stream);
        t.expect(set, 'SSF-7.1-03', { message: 'none came' });
        const [push, ...others] = await t.pushes(stream);
        t.expect(push?.arrival.index === 2 && others.length === 0, 'SSF-7.1-03', { message: 'not one' });
        t.expect((await t.pushes(stream, { from: 3 })).length === 0, 'SSF-7.1-03', { message: 'more' });
      }),
    );
    expect(executed.findings).toEqual([]);
    expect(state.sets).toHaveLength(1);
  });
});

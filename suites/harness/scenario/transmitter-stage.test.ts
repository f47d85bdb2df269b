import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NoStage } from './stage.ts';
import { Bench, people, story, until } from './transmitter-stage/stage-bench.ts';

describe('a stage on which a target is the Transmitter', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  it.each(['push', 'poll'] as const)('brings SETs to the mock of the story by %s', async (delivery) => {
    const stage = await bench.stage(delivery, { https: true });
    expect(stage.judged).toEqual({ transmitter: true, receiver: false });
    expect(stage.receiver).toMatchObject({ kind: 'mock', name: 'Relying party' });
    expect(await bench.tell(stage, 'anna-ended')).toEqual({ ok: true });
    await until(stage, () => stage.sets[0]?.attempts[0]?.status === 202);

    const [set] = stage.sets;
    expect(set).toMatchObject({ delivery, parsed: { claims: { jti: set?.jti } } });
    expect(set?.attempts).toHaveLength(1);
    expect(set?.attempts[0]?.answeredAtMs).toBeGreaterThan(set?.attempts[0]?.atMs ?? Infinity);
    const effects = await stage.effects();
    expect(effects).toMatchObject({ ok: true, effects: [{ action: 'end-sessions', jti: set?.jti }] });
    expect(await stage.keys()).toHaveLength(2);
    expect(stage.skew()?.samples).toBeGreaterThan(3);
    expect(stage.eventsDelivered).toContain(Object.keys(set?.parsed.claims?.events ?? {})[0]);
  });

  it('tells the trigger what happened before that brought no event', async () => {
    const stage = await bench.stage('push');
    const [before] = story.script(people);
    expect(before && (await stage.tell(before, []))).toEqual({ ok: true });
    expect(bench.asked).toEqual([]);
    await bench.tell(stage, 'anna-ended');
    expect(bench.asked).toMatchObject([
      {
        scenario: 'two-sessions-end',
        subject: { format: 'email', email: 'anna@example.com' },
        event: { initiating_entity: 'admin' },
        story: { step: 'anna-ended', happened: [{ what: 'anna-at-work' }, { what: 'anna-ended' }] },
      },
    ]);
  });

  it('records what was really answered, and how long it took', async () => {
    const stages = await bench.stages();
    const stage = await stages.open(story, people, 'push');
    await bench.tell(stage, 'anna-ended');
    await until(stage, () => stage.sets[0]?.attempts[0]?.status === 202);
    const id = stage.sets[0]?.attempts[0]?.exchange;
    const exchange = stages.session.recorder.exchanges.find((one) => one.id === id);
    expect(exchange).toMatchObject({
      direction: 'from-target',
      check: story.name,
      response: { status: 202 },
    });
    expect(exchange?.durationMs).toBeGreaterThan(0);
    await stage.close();
  });

  it('makes one stream for each scenario, and leaves none behind', async () => {
    const stages = await bench.stages({ peer: { singleStream: true } });
    for (const delivery of ['push', 'poll', 'push'] as const) {
      const stage = await stages.open(story, people, delivery);
      await bench.tell(stage, 'ben-ended');
      await until(stage, () => stage.sets[0]?.attempts[0]?.status === 202);
      await stage.close();
    }
    expect(new Set(bench.asked.map(({ streamId }) => streamId)).size).toBe(3);
    expect(await stages.close()).toEqual({ notices: [] });
  });

  it('adds the subjects of the story where streams begin without any', async () => {
    const stage = await bench.stage('push', { peer: { defaultSubjects: 'NONE' } });
    await bench.tell(stage, 'ben-ended');
    await until(stage, () => stage.sets.length > 0);
    expect(stage.sets).toHaveLength(1);
  });

  it('keeps what is no SET', async () => {
    const stage = await bench.stage('push', { seams: { compact: () => 'no SET at all' } });
    await bench.tell(stage, 'anna-ended');
    await until(stage, () => stage.sets[0]?.attempts[0]?.status === 400);
    expect(stage.sets[0]).toMatchObject({ jti: null, parsed: { claims: null } });
  });

  it('does not hand on what comes without the credentials of the stream', async () => {
    const receiver = await bench.receiver(() => ({ status: 202 }));
    const push = { push: (request: { headers: object }) => ({ ...request, headers: {} }) as never };
    const stage = await bench.stage('push', { seams: push, receiver });
    await bench.tell(stage, 'anna-ended');
    await until(stage, () => stage.sets[0]?.attempts[0]?.status === 400);
    expect(stage.sets[0]?.attempts[0]).toMatchObject({ err: 'authentication_failed', unauthorized: true });
    expect(receiver.got).toEqual([]);
  });

  it('cannot be set where the target refuses the stream', async () => {
    const before = ({ operation }: { operation: string }) =>
      operation === 'create-stream' ? { status: 403, headers: {}, body: null } : undefined;
    const stages = await bench.stages({ seams: { before } });
    const opening = stages.open(story, people, 'push');
    await expect(opening).rejects.toBeInstanceOf(NoStage);
    await expect(opening).rejects.toThrow(/No push stream could be created: .* 403/);
  });

  it('ends its waits when the run is cancelled', async () => {
    const cancel = new AbortController();
    const stage = await bench.stage('push', { signal: cancel.signal });
    const news = stage.news(60_000);
    cancel.abort();
    await news;
    expect(await bench.tell(stage, 'anna-ended')).toMatchObject({ ok: false });
  });
});

describe('a stage on which two targets are played against each other', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  it.each(['push', 'poll'] as const)(
    'hands the very bytes on, with the credentials of the Receiver (%s)',
    async (delivery) => {
      const receiver = await bench.receiver(() => ({ status: 202 }));
      const stage = await bench.stage(delivery, { receiver });
      expect(stage.judged).toEqual({ transmitter: true, receiver: true });
      await bench.tell(stage, 'anna-ended');
      await until(stage, () => stage.sets[0]?.attempts[0]?.status === 202);
      expect(receiver.got).toEqual([
        {
          authorization: receiver.pushAuthorization,
          contentType: 'application/secevent+jwt',
          body: stage.sets[0]?.parsed.compact,
        },
      ]);
      expect(await stage.effects()).toBeNull();
    },
  );

  const refusal = { err: 'invalid_issuer', description: 'not one of ours' };

  it('gives the Transmitter the answer of a Receiver that refuses', async () => {
    const outcomes: { jti: string; status: number | null }[] = [];
    const receiver = await bench.receiver(() => ({ status: 400, body: refusal }));
    const seams = { pushed: (outcome: (typeof outcomes)[number]) => void outcomes.push(outcome) };
    const stages = await bench.stages({ receiver, seams });
    const stage = await stages.open(story, people, 'push');
    await bench.tell(stage, 'anna-ended');
    // There is one of the verification, too, which is between the Transmitter and us.
    await until(stage, () => outcomes.some(({ jti }) => jti === stage.sets[0]?.jti));
    const [set] = stage.sets;
    expect(set?.attempts).toMatchObject([{ status: 400, err: 'invalid_issuer' }]);
    expect(outcomes.filter(({ jti }) => jti === set?.jti)).toEqual([
      { jti: set?.jti, status: 400, again: false },
    ]);
    const exchange = stages.session.recorder.exchanges.find(({ id }) => id === set?.attempts[0]?.exchange);
    expect(exchange?.response).toMatchObject({ status: 400, body: { text: JSON.stringify(refusal) } });
    await stage.close();
  });

  it('reports to the Transmitter that is polled what the Receiver refuses', async () => {
    const reported: unknown[] = [];
    const receiver = await bench.receiver(() => ({ status: 400, body: refusal }));
    const settled = ({ body }: { body: unknown }) => reported.push((body as Record<string, unknown>).setErrs);
    const stage = await bench.stage('poll', { receiver, seams: { settled } });
    await bench.tell(stage, 'anna-ended');
    await until(stage, () => reported.some((one) => one !== undefined));
    const [set] = stage.sets;
    expect(set?.attempts).toMatchObject([{ status: 400, err: 'invalid_issuer' }]);
    expect(reported).toContainEqual({
      [set?.jti ?? '']: { err: 'invalid_issuer', description: 'The Receiver answered 400.' },
    });
  });

  it.each(['push', 'poll'] as const)(
    'lets the Transmitter keep a SET while the Receiver is out of order (%s)',
    async (delivery) => {
      const receiver = await bench.receiver((nth) => ({ status: nth === 0 ? 500 : 202 }));
      const stage = await bench.stage(delivery, { receiver });
      await bench.tell(stage, 'anna-ended');
      await until(stage, () => stage.sets[0]?.attempts[1]?.status === 202);
      expect(stage.sets).toHaveLength(1);
      expect(stage.sets[0]?.attempts[0]?.status).toBe(500);
      expect(receiver.got).toHaveLength(2);
    },
  );

  it.each(['push', 'poll'] as const)(
    'has no answer where the Receiver is down, and asks the Transmitter to wait (%s)',
    async (delivery) => {
      const stages = await bench.stages({ receiver: { pushUrl: 'http://127.0.0.1:9/sets' } });
      const stage = await stages.open(story, people, delivery);
      await bench.tell(stage, 'anna-ended');
      await until(stage, () => (stage.sets[0]?.attempts.length ?? 0) > 1);
      const [first] = stage.sets[0]?.attempts ?? [];
      expect(first).toMatchObject({ answeredAtMs: null, status: null, err: null });
      const exchange = stages.session.recorder.exchanges.find(({ id }) => id === first?.exchange);
      expect(exchange?.response?.status).toBe(delivery === 'push' ? 503 : 200);
      await stage.close();
    },
  );

  it('tells of the effects of this scenario alone', async () => {
    const receiver = await bench.receiver(() => ({ status: 202 }));
    const done = [{ action: 'logout', subject: { format: 'email', email: 'before@example.com' } }];
    const effects = async () => ({ ok: true, effects: [...done] });
    const stage = await bench.stage('push', { receiver: { ...receiver, effects } });
    expect(await stage.effects()).toEqual({ ok: true, effects: [] });
    const effect = { action: 'logout', subject: { format: 'email', email: 'anna@example.com' } };
    done.push(effect);
    expect(await stage.effects()).toEqual({ ok: true, effects: [effect] });
  });

  it('cannot be set with a Receiver that has no push endpoint', async () => {
    await expect(bench.stages({ receiver: { poll: true } })).rejects.toBeInstanceOf(NoStage);
  });
});

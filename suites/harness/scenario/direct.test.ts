import { describe, expect, it } from 'vitest';
import type { WireSet } from '../../scenarios/performance.ts';
import type { ExpectedEvent, Scenario, Step } from '../../scenarios/scenario.ts';
import { parseSet } from '../../set/parse.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Effect } from '../receiver/exchange.ts';
import { type Direction, direct } from './direct.ts';
import type { Stage } from './stage.ts';

const TYPE = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const limits = { ...DEFAULT_LIMITS, delivery: 40, effect: 40, quiet: 5 };

function step(id: string, email: string | null, acts: ExpectedEvent['acts'] = []): Step {
  const event: ExpectedEvent | null =
    email === null
      ? null
      : {
          type: TYPE,
          about: email,
          subject: { format: 'email', email },
          event: {},
          must: [],
          mustIfThere: [],
          acts,
          alsoRight: [],
          spares: [],
        };
  const happening = { kind: 'other', user: email ?? 'nobody@example.com', what: id, at: 0 } as const;
  return { id, text: id, ask: id, happening, event };
}

/** A stage on which every told step brings its SET at once, but for those that are named. */
class FakeStage implements Stage {
  readonly transmitter = { kind: 'mock' as const, name: 'T', assumptions: [] };
  readonly receiver = { kind: 'mock' as const, name: 'R', assumptions: [] };
  readonly judged = { transmitter: true, receiver: true };
  readonly delivery = 'push' as const;
  readonly dialect = 'standard' as const;
  readonly eventsDelivered = null;
  readonly issuer = null;
  readonly audience = null;
  readonly emptyPollsMs = [];
  readonly sets: WireSet[] = [];
  readonly told: string[] = [];
  tellsEverything = true;
  done: Effect[] = [];
  hook = true;
  loses: readonly string[] = [];
  refuses: readonly string[] = [];
  delays: Readonly<Record<string, Promise<void>>> = {};

  async tell(one: Step, since: readonly Step[]): Promise<{ ok: boolean; message?: string }> {
    await this.delays[one.id];
    this.told.push([...since.map(({ id }) => id), one.id].join('+'));
    if (this.refuses.includes(one.id)) return { ok: false, message: 'out of order' };
    if (one.event !== null && !this.loses.includes(one.id)) this.send(one, one.event);
    return { ok: true };
  }

  send(one: Step, event: ExpectedEvent): void {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { jti: one.id, sub_id: event.subject, events: { [event.type]: event.event } };
    const atMs = performance.now();
    this.sets.push({
      id: this.sets.length + 1,
      parsed: parseSet(`${part({ alg: 'RS256' })}.${part(claims)}.c2ln`),
      delivery: 'push',
      jti: one.id,
      attempts: [{ exchange: 1, atMs, answeredAtMs: atMs, status: 202, err: null }],
      signedAtMs: null,
    });
    for (const action of event.acts) this.done.push({ action, subject: event.subject, jti: one.id });
  }

  async news(waitMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, waitMs)));
  }

  async effects(): Promise<{ ok: boolean; effects: Effect[] } | null> {
    return this.hook ? { ok: true, effects: this.done.toReversed() } : null;
  }

  async keys(): Promise<null> {
    return null;
  }

  skew(): null {
    return null;
  }

  async close(): Promise<void> {}
}

function direction(stage: Stage, steps: readonly Step[], more: Partial<Direction> = {}): Direction {
  const scenario: Scenario = {
    name: 'made-up',
    title: '',
    story: '',
    cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
    needs: { users: 1, devices: 0 },
    script: () => steps,
  };
  const now = (): number => performance.now();
  return {
    scenario,
    steps,
    stage,
    receiverIsMock: true,
    limits,
    now,
    epochMs: 0,
    say: () => undefined,
    ...more,
  };
}

describe('the director', () => {
  it('tells one step after the other and takes down what came of each', async () => {
    const stage = new FakeStage();
    const steps = [step('one', 'a@example.com', ['end-sessions']), step('two', 'b@example.com', ['note'])];
    const played = await direct(direction(stage, steps));
    expect(stage.told).toEqual(['one', 'two']);
    expect(played.sets.map(({ jti }) => jti)).toEqual(['one', 'two']);
    expect(played.effects?.map(({ effect }) => effect.action).toSorted()).toEqual(['end-sessions', 'note']);
    expect(played).toMatchObject({ cutShort: null, effectsTrouble: null });
  });

  it('has asked before anything happens, so that even the first effect is surely one of the story', async () => {
    const played = await direct(direction(new FakeStage(), [step('one', 'a@example.com', ['end-sessions'])]));
    const [first] = played.effects ?? [];
    expect(first?.unseenAtMs).toBeLessThanOrEqual(played.steps[0]?.happenedAtMs ?? 0);
  });

  it('keeps what brings no event for the next step that does, where only those are told', async () => {
    const stage = new FakeStage();
    stage.tellsEverything = false;
    await direct(direction(stage, [step('ground', null), step('event', 'a@example.com')]));
    expect(stage.told).toEqual(['ground+event']);
  });

  it('ends a story in which two events in a row do not come', async () => {
    const stage = new FakeStage();
    stage.loses = ['one', 'two'];
    const steps = ['one', 'two', 'three'].map((id) => step(id, 'a@example.com'));
    const played = await direct(direction(stage, steps));
    expect(stage.told).toEqual(['one', 'two']);
    expect(played.cutShort).toContain('2 events in a row did not come');
    expect(played.steps[2]?.happenedAtMs).toBeNull();
  });

  it('ends a story when nothing can be told any more, and says why', async () => {
    const stage = new FakeStage();
    stage.refuses = ['one', 'two', 'three'];
    const steps = ['one', 'two', 'three', 'four'].map((id) => step(id, 'a@example.com'));
    const played = await direct(direction(stage, steps));
    expect(stage.told).toEqual(['one', 'two', 'three']);
    expect(played.cutShort).toContain('out of order');
    expect(played.steps[0]?.trouble).toBe('out of order');
  });

  it('knows of no effects where nothing tells them', async () => {
    const stage = new FakeStage();
    stage.hook = false;
    const played = await direct(direction(stage, [step('one', 'a@example.com', ['end-sessions'])]));
    expect(played.effects).toBeNull();
  });

  it('lets only what is about the same person wait when all happens together', async () => {
    const stage = new FakeStage();
    let release = (): void => undefined;
    stage.delays = {
      'a-1': new Promise((resolve) => {
        release = resolve;
      }),
    };
    const steps = [step('a-1', 'a@example.com'), step('a-2', 'a@example.com'), step('b-1', 'b@example.com')];
    const directed = direction(stage, steps);
    const playing = direct({ ...directed, scenario: { ...directed.scenario, together: { overMs: 0 } } });
    await expect.poll(() => stage.told).toEqual(['b-1']);
    release();
    await playing;
    expect(stage.told).toEqual(['b-1', 'a-1', 'a-2']);
  });

  it('ends at once when the run is cancelled', async () => {
    const stage = new FakeStage();
    const cancel = new AbortController();
    stage.loses = ['one'];
    const long = { ...limits, delivery: 1e6 };
    stage.news = async () => cancel.abort();
    const steps = [step('one', 'a@example.com'), step('two', 'a@example.com')];
    const played = await direct(direction(stage, steps, { limits: long, signal: cancel.signal }));
    expect(stage.told).toEqual(['one']);
    expect(played.cutShort).toBe('The run was cancelled.');
  });
});

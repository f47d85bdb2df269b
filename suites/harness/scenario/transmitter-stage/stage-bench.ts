import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TransmitterSeams } from '../../../../mocks/transmitter/seams.ts';
import type { StartOptions } from '../../../../mocks/transmitter/start.ts';
import type { Delivery } from '../../../../reports/results.ts';
import type { People, Scenario, Step } from '../../../scenarios/scenario.ts';
import { startBuiltInTarget } from '../../built-in-target.ts';
import type { TriggerRequest } from '../../exchange.ts';
import type { ReceiverTarget } from '../../receiver/session-options.ts';
import type { Stage } from '../stage.ts';
import { openTransmitterStages, type TransmitterStages } from '../transmitter-stage.ts';

const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

export const people: People = {
  users: ['anna', 'ben'].map((name) => ({ name, email: `${name}@example.com`, groups: [] })),
  devices: [],
  places: [],
  now: Date.now(),
};

/** Anna's sessions are ended, then Ben's; before that somebody signs in. */
export const story: Scenario = {
  name: 'two-sessions-end',
  title: 'Two sessions end',
  story: 'The sessions of two people are ended.',
  cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
  needs: { users: 2, devices: 0 },
  script: ({ users, now }) => [
    stepOf('anna-at-work', users[0]?.email ?? '', now, false),
    ...users.map(({ name, email }) => stepOf(`${name}-ended`, email, now, true)),
  ],
};

function stepOf(id: string, email: string, at: number, ends: boolean): Step {
  return {
    id,
    text: id,
    ask: id,
    happening: { kind: 'other', user: email, what: id, at },
    event: ends
      ? {
          type: SESSION_REVOKED,
          about: email,
          subject: { format: 'email', email },
          event: { initiating_entity: 'admin' },
          must: [],
          mustIfThere: [],
          acts: ['end-sessions'],
          alsoRight: [],
          spares: [],
        }
      : null,
  };
}

/** Everything that a test closes, last opened first. */
export class Bench {
  /** What the trigger was asked for. */
  readonly asked: TriggerRequest[] = [];
  readonly #closers: (() => Promise<unknown>)[] = [];

  /** Stages before the reference Transmitter, changed by seams. */
  async stages(
    options: {
      seams?: TransmitterSeams;
      peer?: StartOptions;
      https?: boolean;
      receiver?: ReceiverTarget;
      signal?: AbortSignal;
    } = {},
  ): Promise<TransmitterStages> {
    const { seams, peer, receiver, signal, https = false } = options;
    const target = await startBuiltInTarget({
      https,
      peer: { seed: 1, longPollMs: 100, ...peer, ...(seams === undefined ? {} : { seams }) },
    });
    this.later(() => target.close());
    const { issuer, metadataUrl, ca, trigger, ...rest } = target.session;
    const stages = await openTransmitterStages({
      ...rest,
      ...(signal === undefined ? {} : { signal }),
      transmitter: { issuer, metadataUrl, ca },
      receiver,
      trigger: async (request) => {
        this.asked.push(request);
        return trigger?.(request) ?? { ok: false };
      },
      profile: 'ssf',
      limits: { request: 2_000, quiet: 100, change: 500 },
      seed: 1,
    });
    this.later(() => stages.close());
    return stages;
  }

  async stage(delivery: Delivery, options: Parameters<Bench['stages']>[0] = {}): Promise<Stage> {
    const stages = await this.stages(options);
    const stage = await stages.open(story, people, delivery);
    this.later(() => stage.close());
    return stage;
  }

  /** Tells a step by its id. */
  async tell(stage: Stage, id: string): Promise<{ ok: boolean; message?: string }> {
    const steps = story.script(people);
    const at = steps.findIndex((step) => step.id === id);
    const step = steps[at];
    if (step === undefined) throw new RangeError(`There is no step ${id}.`);
    return stage.tell(
      step,
      steps.slice(0, at).filter(({ event }) => event === null),
    );
  }

  /** A Receiver that answers as told; what it got is kept. */
  async receiver(answer: (nth: number) => { status: number; body?: unknown }): Promise<ReceiverDouble> {
    const got: ReceiverDouble['got'] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, body } = answer(got.length);
        const { authorization, 'content-type': contentType } = request.headers;
        got.push({ authorization, contentType, body: Buffer.concat(chunks).toString() });
        response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
        response.end(body === undefined ? '' : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.later(async () => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { pushUrl: `http://127.0.0.1:${port}/sets`, pushAuthorization: 'Bearer of-the-receiver', got };
  }

  later(close: () => Promise<unknown>): void {
    this.#closers.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close();
  }
}

export interface ReceiverDouble {
  pushUrl: string;
  pushAuthorization: string;
  got: { authorization: string | undefined; contentType: string | undefined; body: string }[];
}

/** Waits until a condition holds that news can change. */
export async function until(stage: Stage, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('It did not come about within 10 s.');
    await stage.news(100);
  }
}

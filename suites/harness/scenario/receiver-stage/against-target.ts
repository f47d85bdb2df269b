import type { Delivery, Player } from '../../../../reports/results.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import type { PeerStream } from '../../receiver/exchange.ts';
import { until } from '../../receiver/probe/until.ts';
import type { ReceiverSession } from '../../receiver/session.ts';
import type { ReceiverTarget } from '../../receiver/session-options.ts';
import { NoStage, type Stage } from '../stage.ts';
import { composeStage, type StageParts, type StageStream } from './compose-stage.ts';

/** How a stream comes about, and how it ends. */
type Opened = Pick<StageParts, 'stream' | 'end'>;

/** Stages on which a target is the Receiver: one session, a stream for each scenario. */
export class AgainstTarget {
  readonly #session: ReceiverSession;
  readonly #target: ReceiverTarget;
  #started = false;

  constructor(session: ReceiverSession, target: ReceiverTarget) {
    this.#session = session;
    this.#target = target;
  }

  async open(scenario: Scenario, delivery: Delivery): Promise<Stage> {
    const opened = await this.#open(scenario, delivery);
    return composeStage({
      session: this.#session,
      scenario,
      delivery,
      dialect: 'standard',
      judged: { transmitter: false, receiver: true },
      receiver: this.#player(),
      fault: {},
      ...opened,
    });
  }

  #open(scenario: Scenario, delivery: Delivery): Opened | Promise<Opened> {
    if (this.#session.facts.form === 'managed') return this.#managed(scenario, delivery);
    return delivery === 'push' ? this.#pushed() : this.#polled(scenario);
  }

  #pushed(): Opened {
    const { sending } = this.#session;
    const { pushUrl, pushAuthorization = null } = this.#target;
    if (pushUrl === undefined)
      throw new NoStage('The push endpoint of the Receiver is not known (--push-url).');
    const id = sending.openPushStream({ url: pushUrl, authorization: pushAuthorization });
    return {
      stream: { id: () => id, isMine: (other) => other === id, eventsDelivered: null },
      end: async () => sending.closeStream(id),
    };
  }

  /** A hosted poller keeps polling one URL: its stream stays, and is emptied before and after each scenario. */
  async #polled(scenario: Scenario): Promise<Opened> {
    const { rim, sending } = this.#session;
    if (this.#target.start !== undefined && !this.#started) {
      const before = (await rim.calls(0, 0)).at(-1)?.life ?? 0;
      await this.#start(scenario, 'poll');
      await this.#calledAfter(before);
    }
    const id = (await rim.streams()).at(-1)?.id;
    if (id === undefined) throw new NoStage('The Receiver does not poll (--poll).');
    sending.clear(id);
    return {
      stream: { id: () => id, isMine: (other) => other === id, eventsDelivered: null },
      end: async () => sending.clear(id),
    };
  }

  /** It makes its stream itself; a new life for each scenario, where it can be started more than once. */
  async #managed(scenario: Scenario, delivery: Delivery): Promise<Opened> {
    const once = this.#target.startOnce === true;
    if (!once || !this.#started) await this.#start(scenario, delivery);
    const stream = await this.#ownStream();
    if (stream.delivery !== delivery) {
      await this.#stop(once);
      throw new NoStage(`The Receiver made a stream with ${stream.delivery} delivery, not with ${delivery}.`);
    }
    return { stream: this.#following(stream), end: () => this.#stop(once) };
  }

  async #start({ name }: Scenario, delivery: Delivery): Promise<void> {
    const { rim } = this.#session;
    if (this.#target.start === undefined)
      throw new NoStage('Nothing starts the Receiver (--start-command), and it has no push or poll URL.');
    const { ok, message } = await rim.start({ delivery, scenario: name }, null);
    this.#started = true;
    if (!ok) throw new NoStage(`The Receiver could not be started: ${message ?? 'no reason given'}.`);
  }

  async #stop(once: boolean): Promise<void> {
    if (!once) await this.#session.rim.stop();
  }

  /** Waits for the first call of a new life: before that nothing tells what it does, either. */
  async #calledAfter(life: number): Promise<void> {
    const { rim, facts } = this.#session;
    const there = async (): Promise<boolean> =>
      ((await rim.calls(0, 0)).at(-1)?.life ?? 0) > life || (await rim.ended()) === true;
    await until(there, facts.limits.start);
  }

  async #ownStream(): Promise<PeerStream> {
    const { rim, facts } = this.#session;
    const find = async (): Promise<PeerStream | null> => (await rim.streams()).at(-1) ?? null;
    await until(async () => (await find()) !== null || (await rim.ended()) === true, facts.limits.start);
    const stream = await find();
    if (stream !== null) return stream;
    await this.#stop(this.#target.startOnce === true);
    throw new NoStage(`The Receiver did not create a stream within ${facts.limits.start} ms of its start.`);
  }

  /** Whoever loses a stream may make another: the youngest of the same life counts. */
  #following({ id: first, life }: PeerStream): StageStream {
    const { sending } = this.#session;
    return {
      id: () => sending.youngestOf(life),
      isMine: (id) => sending.lifeOf(id) === life,
      eventsDelivered: sending.requestedOn(first),
    };
  }

  #player(): Player {
    const url = this.#target.pushUrl ?? this.#session.pollUrl;
    return { kind: 'target', name: 'The Receiver', ...(url === null ? {} : { url }), assumptions: [] };
  }
}

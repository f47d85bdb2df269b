import { setTimeout as sleep } from 'node:timers/promises';
import type { Performance, PlayedStep } from '../../scenarios/performance.ts';
import type { Scenario, Step } from '../../scenarios/scenario.ts';
import type { Limits } from '../exchange.ts';
import { untold, type Waiting, whileWaiting } from '../waits.ts';
import { EffectsWatch } from './effects-watch.ts';
import { areDone, areSettled } from './progress-of-step.ts';
import type { Stage } from './stage.ts';

export interface Direction {
  scenario: Scenario;
  steps: readonly Step[];
  stage: Stage;
  receiverIsMock: boolean;
  /** See `Performance`. */
  strangers?: ReadonlySet<string> | undefined;
  limits: Limits;
  /** ms since the start of the run (monotonic), and ms since the epoch at 0 of it. */
  now: () => number;
  epochMs: number;
  /** Says what goes on, for people. */
  say: (text: string) => void;
  /** Says what is waited for. */
  waiting?: Waiting | undefined;
  signal?: AbortSignal | undefined;
}

/** What cannot be told so often in a row is not told any more. */
const MOST_TROUBLES = 3;
/** So many events in a row that do not come, and the rest is not played: every one costs the limit `delivery`. */
const MOST_LOST = 2;
/** Of the time that passes, looking at what came takes one part in so many at most. */
const LOOK_SHARE = 5;
/** Steps that are told at a time when they need not wait for each other. */
const AT_A_TIME = 8;
/** How often the Receiver is asked what it did, ms: at first, and at most. */
const FIRST_GAP_MS = 10;
const LONGEST_GAP_MS = 500;

/** Plays a scenario on a stage and takes down what is seen. Never throws for what a target does. */
export async function direct(direction: Direction): Promise<Performance> {
  return new Director(direction).play();
}

class Director {
  readonly #d: Direction;
  readonly #played: PlayedStep[];
  readonly #effects: EffectsWatch;
  readonly #startedAtMs: number;
  readonly #waiting: Waiting;
  #cutShort: string | null = null;
  /** The longest that an effect was waited for with success, ms. */
  #slowestMs = 0;

  constructor(direction: Direction) {
    this.#d = direction;
    this.#effects = new EffectsWatch(direction.stage, direction.now);
    this.#startedAtMs = direction.now();
    this.#waiting = direction.waiting ?? untold;
    this.#played = direction.steps.map((step) => ({
      step,
      happenedAtMs: null,
      toldAtMs: null,
      trouble: null,
    }));
  }

  async play(): Promise<Performance> {
    // What it did before is known, so that what it does in the story was surely not done when it was asked last.
    await this.#effects.look();
    if (this.#d.scenario.together === undefined) await this.#oneAfterTheOther();
    else await this.#together(this.#d.scenario.together.overMs);
    await this.#effects.look();
    if (!this.#cancelled()) await this.#aftermath();
    if (this.#cancelled()) this.#cutShort = 'The run was cancelled.';
    return this.#performance(await this.#d.stage.keys());
  }

  async #oneAfterTheOther(): Promise<void> {
    let since: Step[] = [];
    let troubles = 0;
    let lost = 0;
    for (const played of this.#played) {
      if (this.#cancelled()) return;
      const { step } = played;
      if (step.event === null && !this.#d.stage.tellsEverything) {
        since.push(step);
        continue;
      }
      this.#d.say(step.text);
      await this.#tell(played, since);
      since = [];
      if (step.event === null) continue;
      troubles = played.trouble === null ? 0 : troubles + 1;
      if (troubles >= MOST_TROUBLES) {
        this.#cutShort = `${troubles} things in a row could not be told: ${played.trouble}`;
        return;
      }
      if (played.trouble !== null) continue;
      lost = (await this.#come(played)) ? 0 : lost + 1;
      if (lost >= MOST_LOST) {
        this.#cutShort = `${lost} events in a row did not come; the rest of the story was not played.`;
        return;
      }
      await this.#actedUpon([played]);
    }
  }

  /** Everything at its time; only what is about the same person waits for what came before it. */
  async #together(overMs: number): Promise<void> {
    const { now, say, steps } = this.#d;
    const startedAtMs = now();
    const queue = [...this.#played];
    const busy = new Map<string, Promise<void>>();
    let troubles = 0;
    say(`${steps.length} things happen within ${overMs / 1000} s`);
    const worker = async (): Promise<void> => {
      for (let played = queue.shift(); played !== undefined; played = queue.shift()) {
        if (this.#cancelled() || this.#cutShort !== null) return;
        const about = played.step.event?.about ?? played.step.id;
        const before = busy.get(about);
        const current = played;
        const due = startedAtMs + (this.#played.indexOf(current) * overMs) / this.#played.length;
        const told = (async () => {
          await this.#until(due);
          await before;
          await this.#tell(current, []);
        })();
        busy.set(about, told);
        await told;
        troubles = current.trouble === null ? 0 : troubles + 1;
        if (troubles >= MOST_TROUBLES) {
          this.#cutShort = `${troubles} things in a row could not be told: ${current.trouble}`;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    const told = this.#played.filter(({ toldAtMs, trouble }) => toldAtMs !== null && trouble === null);
    const deadline =
      Math.max(startedAtMs, ...told.map(({ toldAtMs }) => toldAtMs ?? 0)) + this.#d.limits.delivery;
    await this.#wait(() => areDone(this.#performance(null), told), deadline);
    await this.#actedUpon(told);
  }

  async #tell(played: PlayedStep, since: readonly Step[]): Promise<void> {
    const { stage, now } = this.#d;
    played.happenedAtMs = now();
    const outcome = await stage.tell(played.step, since);
    played.toldAtMs = now();
    if (!outcome.ok) played.trouble = outcome.message ?? 'nothing says why';
  }

  /** Waits until the event of a step has come and was answered; whether it came. */
  async #come(played: PlayedStep): Promise<boolean> {
    const deadline = (played.toldAtMs ?? 0) + this.#d.limits.delivery;
    return whileWaiting(this.#waiting, `the event of "${played.step.text}"`, this.#d.limits.delivery, () =>
      this.#wait(() => areDone(this.#performance(null), [played]), deadline),
    );
  }

  /** Waits until a condition holds that only news from the wire can change, at most until `deadline`. */
  async #wait(condition: () => boolean, deadline: number): Promise<boolean> {
    const { now } = this.#d;
    for (;;) {
      const lookedAtMs = now();
      if (condition()) return true;
      const tookMs = now() - lookedAtMs;
      const left = deadline - now();
      if (left <= 0 || this.#cancelled()) return false;
      await this.#news(left);
      // In a storm a look takes its time, and must not keep the wire from going on.
      await this.#until(lookedAtMs + LOOK_SHARE * tookMs);
    }
  }

  /** Waits until the Receiver did what these steps call for; what it does not do is not waited for longer than the limit. */
  async #actedUpon(steps: readonly PlayedStep[]): Promise<void> {
    await whileWaiting(this.#waiting, 'what the Receiver does about it', this.#d.limits.effect, () =>
      this.#untilActedUpon(steps),
    );
  }

  async #untilActedUpon(steps: readonly PlayedStep[]): Promise<void> {
    const { limits, now } = this.#d;
    const beganAtMs = now();
    let gapMs = FIRST_GAP_MS;
    while (this.#effects.asks && !this.#cancelled()) {
      if (areSettled(this.#performance(null), steps, now(), limits.effect)) return;
      await this.#until(now() + gapMs);
      gapMs = Math.min(LONGEST_GAP_MS, gapMs * 2);
      if ((await this.#effects.look()) > 0) this.#slowestMs = Math.max(this.#slowestMs, now() - beganAtMs);
    }
  }

  /** What comes late, or ought not to come at all, gets the time that the rest took, and at least the limit `quiet`. */
  async #aftermath(): Promise<void> {
    const { limits, now, stage } = this.#d;
    const patienceMs = Math.max(limits.quiet, Math.min(2 * this.#slowestMs, limits.effect));
    const longest = now() + 4 * patienceMs;
    let quietFrom = now();
    let known = stage.sets.length;
    while (!this.#cancelled() && now() < Math.min(longest, quietFrom + patienceMs)) {
      await this.#news(Math.min(longest, quietFrom + patienceMs) - now());
      if (stage.sets.length > known) quietFrom = now();
      known = stage.sets.length;
    }
    await this.#effects.look();
    // What failed once may succeed when it is asked again.
    while (this.#effects.trouble !== null && this.#effects.asks && !this.#cancelled()) {
      await this.#until(now() + LONGEST_GAP_MS);
      await this.#effects.look();
    }
  }

  /** News from the wire, or the end of the run, or so many ms. */
  async #news(ms: number): Promise<void> {
    const { stage, signal } = this.#d;
    const ended = new AbortController();
    const cancelled = new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { signal: ended.signal });
    });
    await Promise.race([stage.news(ms), cancelled]);
    ended.abort();
  }

  /** The end of the run comes before it. */
  async #until(dueMs: number): Promise<void> {
    const { now, signal } = this.#d;
    const ms = dueMs - now();
    if (ms <= 0) return;
    await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }

  #cancelled(): boolean {
    return this.#d.signal?.aborted === true;
  }

  #performance(keys: Performance['keys']): Performance {
    const { scenario, stage, receiverIsMock, strangers, limits, epochMs, now } = this.#d;
    const pollTrouble = stage.pollTrouble?.() ?? null;
    return {
      scenario,
      delivery: stage.delivery,
      dialect: stage.dialect,
      judged: stage.judged,
      receiverIsMock,
      ...(strangers === undefined ? {} : { strangers }),
      startedAtMs: this.#startedAtMs,
      endedAtMs: now(),
      cutShort: this.#cutShort,
      steps: this.#played,
      sets: stage.sets,
      effects: this.#effects.isThere ? this.#effects.seen : null,
      effectsTrouble: this.#effects.trouble,
      ...(pollTrouble === null ? {} : { pollTrouble }),
      issuer: stage.issuer,
      audience: stage.audience,
      keys,
      skew: stage.skew(),
      epochMs,
      limits,
    };
  }
}

import type { CheckResult, Delivery, ScenarioResult } from '../../../reports/results.ts';
import { decidedIn } from '../../scenarios/coverage.ts';
import type { Expectation } from '../../scenarios/expectation.ts';
import { castPeople } from '../../scenarios/people.ts';
import type { Performance } from '../../scenarios/performance.ts';
import type { Scenario, Step } from '../../scenarios/scenario.ts';
import { instanceKey } from '../execute.ts';
import type { ScenarioRunOptions } from '../run-options.ts';
import { waitsAsProgress } from '../waits.ts';
import { direct } from './direct.ts';
import type { Ground } from './ground.ts';
import { expectationsOf, type Judged, judgeExpectation, SCENARIO_LEVEL, storyRow } from './judge-scenario.ts';
import { provenByFaults } from './proof/proven-by-faults.ts';
import type { SeverityOf } from './results.ts';
import { NoStage, type Stage } from './stage.ts';

/** So many scenarios in a row in which no SET came, and the rest is not played: each costs several limits. */
const MOST_SILENT = 3;

/** One scenario that was played, or why it was not. */
export interface PlayedOne {
  checks: CheckResult[];
  scenario: string;
  /** Why it was not played, or not as it was meant; null: nothing is to be said. */
  remark: string | null;
  /** Null: it was not played. */
  played: { performance: Performance; result: ScenarioResult; emptyPollsMs: readonly number[] } | null;
}

/** Plays scenarios one after the other, by each delivery method, and judges them. */
export async function playAll(
  scenarios: readonly Scenario[],
  ground: Ground,
  options: ScenarioRunOptions,
  severityOf: SeverityOf,
): Promise<PlayedOne[]> {
  const all: PlayedOne[] = [];
  // Whoever acts on one whom we made up takes the others for its own, too.
  const receiver = { actsOnAnybody: false };
  for (const delivery of ground.deliveries) {
    let silent = 0;
    for (const scenario of scenarios) {
      const play = new Play(scenario, delivery, ground, options, severityOf, receiver.actsOnAnybody);
      const one =
        silent < MOST_SILENT
          ? await play.run()
          : play.without(
              'not-tested',
              `In ${silent} scenarios in a row no SET came by ${delivery}; the rest was not played.`,
            );
      if (one.played !== null) {
        const { sets, effects, judged } = one.played.performance;
        silent = sets.length > 0 ? 0 : silent + 1;
        receiver.actsOnAnybody ||= judged.receiver && (effects ?? []).length > 0;
      }
      all.push(one);
    }
  }
  return all;
}

/** One scenario by one delivery method. */
class Play {
  readonly #scenario: Scenario;
  readonly #delivery: Delivery;
  readonly #ground: Ground;
  readonly #options: ScenarioRunOptions;
  readonly #severityOf: SeverityOf;
  readonly #actsOnAnybody: boolean;

  constructor(
    scenario: Scenario,
    delivery: Delivery,
    ground: Ground,
    options: ScenarioRunOptions,
    severityOf: SeverityOf,
    actsOnAnybody: boolean,
  ) {
    this.#scenario = scenario;
    this.#delivery = delivery;
    this.#ground = ground;
    this.#options = options;
    this.#severityOf = severityOf;
    this.#actsOnAnybody = actsOnAnybody;
  }

  async run(): Promise<PlayedOne> {
    const { signal, onProgress } = this.#options;
    if (signal?.aborted === true) {
      return this.without('not-tested', 'The run was cancelled before this scenario.');
    }
    onProgress?.({ kind: 'phase', text: `${this.#scenario.name} by ${this.#delivery}` });
    const people = castPeople(this.#ground.seed, this.#scenario.needs, this.#given());
    const steps = this.#scenario.script(people);
    let stage: Stage;
    try {
      stage = await this.#ground.open(this.#scenario, people, this.#delivery);
    } catch (error) {
      if (error instanceof NoStage) return this.without('not-tested', error.message);
      throw error;
    }
    try {
      const missing = undelivered(steps, stage);
      if (missing === null) return await this.#on(stage, steps);
      const who =
        stage.transmitter.kind === 'target' ? 'Transmitter does not deliver' : 'Receiver did not ask for';
      return this.without('not-applicable', `The ${who} ${missing} on the stream.`);
    } finally {
      await stage.close();
    }
  }

  /** A mock that transmits has its own way to name people. */
  #given(): ScenarioRunOptions['people'] {
    const { transmitter, people } = this.#options;
    if (transmitter !== undefined) return people;
    return people?.map((one) => {
      const { subject: _, ...person } = one;
      return person;
    });
  }

  /** What its checks come to when it is not played. */
  without(outcome: 'not-tested' | 'not-applicable', reason: string): PlayedOne {
    const { transmitter, receiver } = this.#options;
    const mocks = transmitter === undefined && receiver === undefined;
    const judged = {
      transmitter: mocks || transmitter !== undefined,
      receiver: mocks || receiver !== undefined,
    };
    const checks = this.#checks(judged, () => ({ outcome, reason, findings: [] }));
    return { checks, scenario: this.#scenario.name, remark: `not played: ${reason}`, played: null };
  }

  async #on(stage: Stage, steps: readonly Step[]): Promise<PlayedOne> {
    const { limits, startedAt } = this.#ground;
    const { onProgress, signal } = this.#options;
    const performance = await direct({
      scenario: this.#scenario,
      steps,
      stage,
      receiverIsMock: stage.receiver.kind === 'mock',
      strangers: this.#strangers(stage, steps),
      limits,
      now: () => this.#ground.now(),
      epochMs: Date.parse(startedAt),
      say: (text) => onProgress?.({ kind: 'phase', text: `${this.#scenario.name}: ${text}` }),
      waiting: onProgress === undefined ? undefined : waitsAsProgress(this.#scenario.name, onProgress),
      signal,
    });
    const checks = this.#checks(performance.judged, (one) =>
      judgeExpectation(one, performance, this.#severityOf),
    );
    const result = resultOf(performance, stage, checks);
    onProgress?.({ kind: 'scenario', scenario: this.#ground.secrets.maskDeep(result) });
    return {
      checks,
      scenario: this.#scenario.name,
      remark: slowness(performance),
      played: { performance, result, emptyPollsMs: stage.emptyPollsMs },
    };
  }

  /** Those of the story whom a target that receives need not know. */
  #strangers({ receiver }: Stage, steps: readonly Step[]): ReadonlySet<string> | undefined {
    if (receiver.kind === 'mock' || this.#actsOnAnybody) return undefined;
    const known = new Set((this.#options.people ?? []).map(({ email }) => email));
    const people = steps.flatMap(({ event }) => event?.about ?? []);
    return new Set(people.filter((email) => !known.has(email)));
  }

  #checks(judged: Performance['judged'], judge: (expectation: Expectation) => Judged): CheckResult[] {
    return expectationsOf(this.#scenario, judged).map((expectation) => {
      const check = this.#check(expectation, judge(expectation));
      const message = check.findings[0]?.message ?? check.reason;
      this.#options.onProgress?.({
        kind: 'result',
        check: instanceKey(check, this.#delivery),
        outcome: check.outcome,
        ...(message === undefined ? {} : { message: this.#ground.secrets.mask(message) }),
      });
      return check;
    });
  }

  #check(expectation: Expectation, { outcome, reason, hook, ended, findings }: Judged): CheckResult {
    const { name } = this.#scenario;
    return {
      id: `${name}/${expectation.name}`,
      title: expectation.title,
      role: expectation.side,
      level: SCENARIO_LEVEL,
      requirements: [
        storyRow(this.#scenario).id,
        ...decidedIn(expectation, this.#scenario, this.#delivery).filter(
          (id) => this.#severityOf(id) !== null,
        ),
      ],
      delivery: this.#delivery,
      outcome,
      ...(reason === undefined ? {} : { reason }),
      ...((ended ?? outcome) !== 'not-tested' || hook === undefined ? {} : { hook }),
      ...(ended === undefined ? {} : { ended }),
      findings,
      exchanges: [],
      durationMs: 0,
      provenBy: provenByFaults(name, expectation.name),
      rerun: `${this.#options.rerunPrefix} --scenario ${name}`,
    };
  }
}

/** How much of the time that a story wants may be passed when all has been told: as much again, and then some. */
const SLACK = 1.5;

/** That everything did not happen as close together as the story wants it, and so was less of a trial; null when it did. */
function slowness({ scenario, startedAtMs, steps, cutShort }: Performance): string | null {
  const { together } = scenario;
  if (together === undefined || cutShort !== null) return null;
  const tookMs = Math.max(...steps.map(({ toldAtMs }) => toldAtMs ?? startedAtMs)) - startedAtMs;
  if (tookMs <= SLACK * together.overMs) return null;
  const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
  return `what was to happen within ${seconds(together.overMs)} was told within ${seconds(tookMs)}: telling the Transmitter took too long, and the times are those of the telling, too.`;
}

/** An event type of the story that the stream does not deliver; null when it delivers all, or does not say. */
function undelivered(steps: readonly Step[], { eventsDelivered }: Stage): string | null {
  if (eventsDelivered === null) return null;
  const types = steps.flatMap(({ event }) => event?.type ?? []);
  return types.find((type) => !eventsDelivered.includes(type)) ?? null;
}

function resultOf(performance: Performance, stage: Stage, checks: readonly CheckResult[]): ScenarioResult {
  const { scenario, delivery, startedAtMs, endedAtMs, steps } = performance;
  const is = (...outcomes: CheckResult['outcome'][]): boolean =>
    checks.some(({ outcome }) => outcomes.includes(outcome));
  return {
    name: scenario.name,
    title: scenario.title,
    story: scenario.story,
    outcome: is('fail') ? 'broken' : is('not-tested', 'error') ? 'incomplete' : 'held',
    transmitter: stage.transmitter,
    receiver: stage.receiver,
    delivery,
    startedAtMs,
    durationMs: endedAtMs - startedAtMs,
    steps: steps.map(({ step, happenedAtMs }) => ({ id: step.id, text: step.text, atMs: happenedAtMs })),
    moments: [],
    momentsLeftOut: 0,
    checks: checks.map(({ id }) => id),
  };
}

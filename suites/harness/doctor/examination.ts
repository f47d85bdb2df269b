import { NotApplicable, NotTested } from '../probe/signals.ts';
import type { Line, Report, Whose } from './line.ts';

/** One thing to look at. False when all that comes after it makes no sense. */
export interface Step {
  name: string;
  run(): Promise<boolean>;
}

/** Lines of one step, under its name. */
export interface Teller {
  ok(what: string): true;
  note(what: string, whose?: Whose, todo?: string): true;
  skipped(what: string): true;
  /** Ends the examination, unless the step goes on after it. */
  problem(what: string, whose: Whose, todo: string): false;
}

export function teller(report: Report, name: string): Teller {
  const tell = (state: Line['state'], what: string, whose?: Whose, todo?: string): void =>
    report.line({
      name,
      state,
      what,
      ...(whose === undefined ? {} : { whose }),
      ...(todo === undefined ? {} : { todo }),
    });
  const goOn = (state: Line['state'], what: string, whose?: Whose, todo?: string): true => {
    tell(state, what, whose, todo);
    return true;
  };
  return {
    ok: (what) => goOn('ok', what),
    note: (what, whose, todo) => goOn('note', what, whose, todo),
    skipped: (what) => goOn('skipped', what),
    problem: (what, whose, todo) => {
      tell('problem', what, whose, todo);
      return false;
    },
  };
}

/** A step whose lines stand under its own name. */
export function step(report: Report, name: string, run: (tell: Teller) => Promise<boolean>): Step {
  return { name, run: () => run(teller(report, name)) };
}

/**
 * Takes the steps one after the other until one says that the rest makes no sense, which is then told as skipped, or
 * until the signal says so. Never throws: what breaks in a step is told as a fault of this tool.
 */
export async function takeSteps(
  steps: readonly Step[],
  report: Report,
  signal: AbortSignal | undefined,
): Promise<void> {
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal?.aborted === true) resolve('aborted');
    signal?.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  for (const [index, one] of steps.entries()) {
    const went = await Promise.race([taken(one, report), aborted]);
    report.waiting(null);
    if (went === 'aborted') return;
    if (went) continue;
    const rest = steps.slice(index + 1).map(({ name }) => name);
    if (rest.length > 0)
      teller(report, 'the rest').skipped(
        `Not looked at before the problem with "${one.name}" is mended: ${rest.join(', ')}.`,
      );
    return;
  }
}

async function taken(one: Step, report: Report): Promise<boolean> {
  const tell = teller(report, one.name);
  try {
    return await one.run();
  } catch (error) {
    // What the probe says where something was not to be had.
    if (error instanceof NotTested || error instanceof NotApplicable) return tell.skipped(error.message);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return tell.problem(`It broke: ${text}`, 'tool', 'Report this as a bug of ssf-conformance.');
  }
}

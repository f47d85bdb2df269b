import type { Results, TargetLog } from '../../reports/results.ts';
import { Secrets } from '../../suites/harness/rim/secrets.ts';
import type { RunOutcome } from '../../suites/harness/run.ts';
import type { CommonRunOptions, ProgressEvent } from '../../suites/harness/run-options.ts';
import type { TargetLaunch } from './launch.ts';
import type { PlannedTarget } from './plan-target.ts';
import { lastWords } from './ready.ts';
import type { StartedTarget } from './target.ts';
import { TargetFailure } from './target-failure.ts';

/** What a run keeps out of its record, and when its clock began. */
type Opened = Parameters<NonNullable<CommonRunOptions['onOpen']>>[0];

export interface AroundRun {
  /** File with the certificate of the CA of our endpoints. */
  caFile: string | null;
  signal?: AbortSignal | undefined;
  onProgress: (event: ProgressEvent) => void;
}

/**
 * Starts the target, lets the run go on, and ends the target however the run ended. What the target wrote, and whether
 * it ended by itself, comes into the results; what was seen of it after that counts for nothing.
 * @param run gets what it has to tell of: that its record is open, and how it goes on
 */
export async function withTarget(
  { launch, startHook, told, secrets: known }: PlannedTarget,
  { caFile, signal, onProgress }: AroundRun,
  run: (told: Required<Pick<CommonRunOptions, 'onOpen' | 'onProgress'>>) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  // Before the run has its own, as for a target that does not start.
  let opened: Opened = { secrets: new Secrets(), startedAtMs: performance.now() };
  const keep = (of: Opened): void => {
    opened = of;
    for (const secret of known) of.secrets.add(secret);
  };
  keep(opened);
  launch.caFile = caFile;
  const life: { started: StartedTarget | null } = { started: null };
  const tell = (text: string): void => onProgress({ kind: 'phase', text: opened.secrets.maskDeep(text) });
  const ends = new Map<string, number>();
  const noting = (event: ProgressEvent): void => {
    if (event.kind === 'result') ends.set(event.check, performance.now());
    const isOver = event.kind === 'result' && (life.started?.ended() ?? null) !== null;
    onProgress(isOver ? { kind: 'result', check: event.check, outcome: 'not-tested' } : event);
  };
  const start = async (): Promise<void> => {
    tell(`Starting ${launch.what}`);
    life.started = await launch.start(told, signal);
  };
  // A Receiver may ask our issuer for its metadata when it starts; what a Transmitter says of itself we ask for first.
  const startsBefore = startHook === null && told === null;
  const startsWhenOpen = startHook === null && told !== null;
  const onOpen = async (of: Opened): Promise<void> => {
    keep(of);
    if (startsWhenOpen) await start();
  };
  try {
    await untilAborted(launch.prepare(tell, signal), signal);
    if (startsBefore && signal?.aborted !== true) await start();
    if (signal?.aborted === true) return { preflight: INTERRUPTED };
    const outcome = await run({ onOpen, onProgress: noting });
    const death = deathOf(launch, life.started);
    if ('preflight' in outcome) {
      const { sentence, hint } = outcome.preflight;
      return death === null
        ? outcome
        : { preflight: { sentence: `${sentence} ${opened.secrets.maskDeep(death)}`, hint } };
    }
    const results = withLog(outcome.results, launch, death, opened);
    if (death === null) return { results };
    const sinceStart = (at: number): number => at - opened.startedAtMs;
    const { withoutAfterlife } = await import('./after-death.ts');
    const atMs = sinceStart(life.started?.endedAt() ?? performance.now());
    const reason = opened.secrets.maskDeep(`${launch.what} ${life.started?.ended() ?? 'ended'}`);
    const endsMs = new Map([...ends].map(([key, at]) => [key, sinceStart(at)]));
    return { results: withoutAfterlife(results, { atMs, reason }, endsMs) };
  } catch (error) {
    if (!(error instanceof TargetFailure)) throw error;
    const { message: sentence, hint } = error;
    return { preflight: opened.secrets.maskDeep({ sentence, hint }) };
  } finally {
    await life.started?.stop();
    const left = life.started?.leftBehind?.() ?? [];
    if (left.length > 0)
      tell(`Ended what ${launch.what} had left running in sessions of its own: process ${left.join(', ')}`);
  }
}

const INTERRUPTED = {
  sentence: 'Interrupted before the target was ready.',
  hint: 'What was started of it is ended.',
};

/** What is pulled or built is not waited for when the run is cancelled. */
function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** That the target ended by itself, with its last words; null: it did not. */
function deathOf({ what, output }: TargetLaunch, started: StartedTarget | null): string | null {
  const ended = started?.ended() ?? null;
  return ended === null ? null : `While the run went on, ${what} ${ended}.${lastWords(output)}`;
}

function withLog(
  results: Results,
  { source, output }: TargetLaunch,
  death: string | null,
  { secrets, startedAtMs }: Opened,
): Results {
  const targetLog: TargetLog = {
    source: secrets.maskDeep(source),
    lines: output.lines.map(({ at, stream, text }) => ({
      atMs: Math.round((at - startedAtMs) * 10) / 10,
      stream,
      text: secrets.maskDeep(text),
    })),
    omitted: output.omitted,
  };
  const notices = death === null ? results.notices : [...results.notices, secrets.maskDeep(death)];
  return { ...results, targetLog, notices };
}

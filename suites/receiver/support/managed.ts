import type { IssuerDoor, PeerStream, Scene, SeenCall } from '../../harness/receiver/exchange.ts';
import type { Life, ReceiverProbe } from '../../harness/receiver/probe.ts';
import { only, succeeded } from './calls.ts';

type Probe = Pick<
  ReceiverProbe,
  'life' | 'freshLife' | 'calls' | 'now' | 'until' | 'limits' | 'hooks' | 'notTested'
>;

/** How often a stream is made after the time that it usually takes, before we believe that it will not be made. */
const PATIENCE = 3;

/**
 * All that the target asked of us so far, once it has started, made its stream and come to rest. Starts it when it does
 * not live, unless it had its only life already.
 */
export async function seenCalls(r: Probe): Promise<SeenCall[]> {
  const calls = await r.calls();
  const hadItsLife = !r.hooks.includes('restart') && only(calls, 'create-stream').some(succeeded);
  await atRest(r, hadItsLife ? r : await r.life());
  return r.calls();
}

/**
 * Waits until a life has made no call but polls for the limit `quiet`, or for `atLeastMs` since now; at most for the
 * limit `start`. Gives its calls.
 */
export async function atRest(r: Probe, life: Pick<Life, 'calls'>, atLeastMs = 0): Promise<SeenCall[]> {
  const began = await r.now();
  await r.until(async () => {
    const others = (await life.calls()).filter(({ operation }) => operation !== 'poll');
    const last = others.at(-1)?.atMs ?? began;
    const now = await r.now();
    const answered = others.every(({ answeredAtMs }) => answeredAtMs !== null);
    return answered && now - last >= r.limits.quiet && now - began >= atLeastMs;
  }, r.limits.start);
  return life.calls();
}

/** What was learnt of starts without any scene, by run (which its limits stand for): each of them costs a start. */
const learnt = new WeakMap<object, { usualMs: number | null; failures: number; why?: string }>();
/** After so many of them without a stream no more is tried. */
const FAILURES = 2;

/** How long the target takes from its start to its stream, in ms. Ends the check when it makes none. */
export async function startsWithin(r: Probe): Promise<number> {
  const known = learnt.get(r.limits)?.usualMs;
  return known ?? control(r);
}

/** Starts the target when all is well; ends the check when it makes no stream even so. */
async function control(r: Probe): Promise<number> {
  const { usualMs, failures, why: known } = learnt.get(r.limits) ?? { usualMs: null, failures: 0 };
  if (failures >= FAILURES) return r.notTested(known ?? HOPELESS);
  const before = await r.now();
  const life = await r.freshLife();
  if ((await life.stream()) === null) {
    const why = hopeless(await life.calls());
    learnt.set(r.limits, { usualMs, failures: failures + 1, why });
    return r.notTested(why);
  }
  const created = only(await life.calls(), 'create-stream').find(succeeded);
  const ms = Math.max(usualMs ?? 0, (created?.atMs ?? (await r.now())) - before);
  learnt.set(r.limits, { usualMs: ms, failures: 0 });
  return ms;
}

const HOPELESS =
  'The target makes no stream even when all is well, so that it makes none under a scene says nothing.';

/** Why no stream came about when all was well; where we refused it, the reason is ours to tell. */
function hopeless(calls: readonly SeenCall[]): string {
  const refused = only(calls, 'create-stream').findLast(({ response }) => (response?.status ?? 0) >= 400);
  if (refused?.response == null) return HOPELESS;
  const { status, text } = refused.response;
  const asked = refused.request.body ?? '';
  const isHttps = refused.request.url.startsWith('https:');
  const plain =
    isHttps && status === 400 && /"endpoint_url"\s*:\s*"http:/.test(asked)
      ? ' Its push endpoint is plain http, while the Transmitter is served over https: start the target with an https push endpoint.'
      : '';
  return `The target makes no stream even when all is well: its create request was answered ${status} ${text}.${plain} That it makes none under a scene says nothing.`;
}

/**
 * Starts the target anew under a scene that ought to stop it, and waits long enough for one that is not stopped: until
 * it comes to rest, at least some times as long as it usually takes to make its stream.
 */
export async function stoppingScene(
  r: Probe,
  options: { scene?: Scene; door?: IssuerDoor },
): Promise<{ life: Life; calls: SeenCall[] }> {
  const usual = await startsWithin(r);
  const life = await r.freshLife(options);
  await life.awaitCall(({ operation }) => operation === 'create-stream', PATIENCE * usual + r.limits.quiet);
  return { life, calls: await atRest(r, life) };
}

/**
 * Starts the target anew under a scene that ought not to keep it from its stream. `stumbles`: it made none, although
 * it does when all is well.
 */
export async function harmlessScene(
  r: Probe,
  options: { scene?: Scene; door?: IssuerDoor },
): Promise<{ life: Life; calls: SeenCall[]; stream: PeerStream | null; stumbles: boolean }> {
  const { failures, why } = learnt.get(r.limits) ?? { failures: 0 };
  if (failures >= FAILURES) return r.notTested(why ?? HOPELESS);
  const first = await tried(r, options);
  if (!first.stumbles) return first;
  await control(r);
  // Once more: a target that is slow to start may have been too slow once.
  return tried(r, options);
}

async function tried(
  r: Probe,
  options: { scene?: Scene; door?: IssuerDoor },
): Promise<{ life: Life; calls: SeenCall[]; stream: PeerStream | null; stumbles: boolean }> {
  const life = await r.freshLife(options);
  const stream = await life.stream();
  return { life, calls: await life.calls(), stream, stumbles: stream === null };
}

/** All calls of the run; when `wanted` finds nothing among them, the target is ended to see whether it does so then. */
export async function callsWithEnd(
  r: Probe & Pick<ReceiverProbe, 'endLife'>,
  wanted: (calls: readonly SeenCall[]) => readonly SeenCall[],
): Promise<SeenCall[]> {
  const calls = await seenCalls(r);
  if (wanted(calls).length > 0) return calls;
  await r.endLife();
  return r.calls();
}

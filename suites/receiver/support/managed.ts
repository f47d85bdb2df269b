import type { IssuerDoor, PeerStream, Scene, SeenCall } from '../../harness/receiver/exchange.ts';
import type { Life, ReceiverProbe } from '../../harness/receiver/probe.ts';
import { only, succeeded } from './calls.ts';

type Probe = Pick<
  ReceiverProbe,
  'life' | 'freshLife' | 'calls' | 'now' | 'until' | 'limits' | 'issuer' | 'notTested' | 'awaitCall'
>;

/** How often a stream is made after the time that it usually takes, before we believe that it will not be made. */
const PATIENCE = 3;

/**
 * All that the target asked of us so far, once it has started, made its stream and come to rest. Starts it when it does
 * not live.
 */
export async function seenCalls(r: Probe): Promise<SeenCall[]> {
  const life = await r.life();
  await atRest(r, life);
  return r.calls();
}

/** The shared life and its stream; ends the check when there is none. */
export async function sharedStream(r: Probe): Promise<{ life: Life; stream: PeerStream }> {
  const life = await r.life();
  const stream = await life.stream();
  if (stream === null) return r.notTested('The target has no stream; receiver-streams/create judges that.');
  return { life, stream };
}

/**
 * Waits until a life has made no call but polls for the limit `quiet`, or for `atLeastMs` since now; at most for the
 * limit `start`. Gives its calls.
 */
export async function atRest(r: Probe, life: Life, atLeastMs = 0): Promise<SeenCall[]> {
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

/** ms from the start of a target to its stream, by issuer: measured once, for it costs a start. */
const usualStart = new Map<string, number>();

/** How long the target takes from its start to its stream, in ms. Ends the check when it makes none. */
export async function startsWithin(r: Probe): Promise<number> {
  const known = usualStart.get(r.issuer);
  if (known !== undefined) return known;
  const before = await r.now();
  const life = await r.freshLife();
  if ((await life.stream()) === null) {
    return r.notTested(
      'The target makes no stream even when all is well, so that it makes none under this scene says nothing.',
    );
  }
  const created = only(await life.calls(), 'create-stream').find(succeeded);
  const ms = (created?.atMs ?? (await r.now())) - before;
  usualStart.set(r.issuer, ms);
  return ms;
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
  const life = await r.freshLife(options);
  const stream = await life.stream();
  const calls = await life.calls();
  if (stream !== null) return { life, calls, stream, stumbles: false };
  const control = await r.freshLife();
  if ((await control.stream()) === null) {
    return r.notTested(
      'The target makes no stream even when all is well, so that it makes none under this scene says nothing.',
    );
  }
  return { life, calls, stream, stumbles: true };
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

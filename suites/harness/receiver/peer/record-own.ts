import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { RecordedSet } from '../../../../reports/results.ts';
import { parseSet } from '../../../set/parse.ts';
import { readingIn } from '../../rim/read-recorded.ts';
import type { Recorder } from '../../rim/recorder.ts';

/** Records a SET that our Transmitter made itself and gives its id; those of checks are recorded by the checks. */
export function recordOwn(
  recorder: Recorder,
  token: string,
  where: Pick<RecordedSet, 'exchange' | 'check' | 'delivery' | 'streamId' | 'arrivedAtMs'>,
): number {
  const decoded = decode(token);
  const jti = decoded?.claims.jti;
  return recorder.set({
    ...where,
    jti: typeof jti === 'string' ? jti : null,
    eventTypes: Object.keys((decoded?.claims.events ?? {}) as Record<string, unknown>),
    header: decoded?.header ?? null,
    claims: decoded?.claims ?? null,
    ...reading(recorder, token, where.arrivedAtMs),
  });
}

/** Where no subject is judged that stands in an event: it is there in the words of the Receiver that our mock speaks to. */
function reading(
  { reading: facts }: Recorder,
  token: string,
  arrivedAtMs: number,
): Pick<RecordedSet, 'breaches' | 'kept'> {
  if (facts === null) return {};
  const known = { issuer: null, audience: null, streamId: null, arrivedAtMs, asked: false };
  return readingIn(parseSet(token), known, facts, ({ path }) => !path.startsWith('claims.events.*.subject'));
}

/** Null for what a scene put in place of a SET. */
function decode(token: string): Record<'header' | 'claims', Record<string, unknown>> | null {
  try {
    return { header: { ...decodeProtectedHeader(token) }, claims: { ...decodeJwt(token) } };
  } catch {
    return null;
  }
}

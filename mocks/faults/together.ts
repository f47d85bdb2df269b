import type { Quirks, TlsSeam, TransmitterSeams } from '../transmitter/seams.ts';

/** A change of one thing after the other; absent where nobody changes it. */
function inTurn<T, R extends unknown[]>(
  steps: readonly (((value: T, ...rest: R) => T) | undefined)[],
): ((value: T, ...rest: R) => T) | undefined {
  const present = steps.filter((step) => step !== undefined);
  if (present.length === 0) return undefined;
  return (value, ...rest) => present.reduce((changed, step) => step(changed, ...rest), value);
}

/**
 * Several faults on at once. Each still breaks its own rule, but one may hide another: what answers in place of the
 * reference keeps the others from that answer, and of two quirks of one name the last is on.
 */
export function together(all: readonly TransmitterSeams[]): TransmitterSeams {
  const { metadata, jwks, header, claims, claimsText, token, authorizationServerMetadata } = {
    metadata: inTurn(all.map((seams) => seams.metadata?.bind(seams))),
    // What one makes of the key set need no longer be one; the next takes it as it is.
    jwks: inTurn(all.map((seams) => seams.jwks?.bind(seams) as TransmitterSeams['metadata'])),
    header: inTurn(all.map((seams) => seams.header?.bind(seams))),
    claims: inTurn(all.map((seams) => seams.claims?.bind(seams))),
    claimsText: inTurn(all.map((seams) => seams.claimsText?.bind(seams))),
    token: inTurn(all.map((seams) => seams.token?.bind(seams))),
    authorizationServerMetadata: inTurn(all.map((seams) => seams.authorizationServerMetadata?.bind(seams))),
  };
  const tls: TlsSeam = {};
  const quirks: Partial<Quirks> = {};
  for (const seams of all) {
    Object.assign(tls, seams.tls);
    Object.assign(quirks, seams.quirks);
  }
  return {
    async before(call) {
      for (const seams of all) {
        const reply = await seams.before?.(call);
        if (reply !== undefined) return reply;
      }
      return undefined;
    },
    async after(reply, call) {
      let changed = reply;
      for (const seams of all) changed = (await seams.after?.(changed, call)) ?? changed;
      return changed;
    },
    async compact(token, set) {
      let changed = token;
      for (const seams of all) changed = (await seams.compact?.(changed, set)) ?? changed;
      return changed;
    },
    push(request, set) {
      let changed: ReturnType<NonNullable<TransmitterSeams['push']>> = request;
      for (const seams of all) {
        if (changed === null) return null;
        if (seams.push !== undefined) changed = seams.push(changed, set);
      }
      return changed;
    },
    pushed: (outcome) => {
      for (const seams of all) seams.pushed?.(outcome);
    },
    settled: (call) => {
      for (const seams of all) seams.settled?.(call);
    },
    routes: (document) => all.flatMap((seams) => seams.routes?.(document) ?? []),
    ...(all.some((seams) => seams.tls) && { tls }),
    quirks,
    ...(metadata && { metadata }),
    ...(jwks && { jwks }),
    ...(header && { header }),
    ...(claims && { claims }),
    ...(claimsText && { claimsText }),
    ...(token && { token }),
    ...(authorizationServerMetadata && { authorizationServerMetadata }),
  };
}

import type { Quirks, TransmitterSeams } from '../../../../mocks/transmitter/seams.ts';

/** One seam of several: each gets what those before it made of it. TLS is none of them: the listener is ours. */
export function layered(...layers: readonly TransmitterSeams[]): TransmitterSeams {
  const through =
    <V, C extends unknown[]>(step: (seams: TransmitterSeams, value: V, ...context: C) => V) =>
    (value: V, ...context: C): V =>
      layers.reduce((result, seams) => step(seams, result, ...context), value);
  return {
    before: async (call) => {
      for (const seams of layers) {
        const reply = await seams.before?.(call);
        if (reply !== undefined) return reply;
      }
      return undefined;
    },
    after: async (given, call) => {
      let reply = given;
      for (const seams of layers) reply = (await seams.after?.(reply, call)) ?? reply;
      return reply;
    },
    metadata: through((seams, document) => seams.metadata?.(document) ?? document),
    jwks: (document) =>
      layers.reduce<Record<string, unknown>>(
        (result, seams) => seams.jwks?.(result as typeof document) ?? result,
        document,
      ),
    header: through((seams, header, set) => seams.header?.(header, set) ?? header),
    claims: through((seams, claims, set) => seams.claims?.(claims, set) ?? claims),
    claimsText: through((seams, json, set) => seams.claimsText?.(json, set) ?? json),
    compact: async (given, set) => {
      let token = given;
      for (const seams of layers) token = (await seams.compact?.(token, set)) ?? token;
      return token;
    },
    push: (given, set) =>
      layers.reduce<typeof given | null>(
        (request, seams) => (request === null || !seams.push ? request : seams.push(request, set)),
        given,
      ),
    settled: (call) => {
      for (const seams of layers) seams.settled?.(call);
    },
    token: through((seams, reply) => seams.token?.(reply) ?? reply),
    authorizationServerMetadata: through(
      (seams, document) => seams.authorizationServerMetadata?.(document) ?? document,
    ),
    routes: (metadata) => layers.flatMap((seams) => seams.routes?.(metadata) ?? []),
    quirks: quirksOf(layers),
  };
}

/** A quirk may change while the Transmitter runs: then it is a getter, and stays one. */
function quirksOf(layers: readonly TransmitterSeams[]): Partial<Quirks> {
  const quirks: Partial<Quirks> = {};
  for (const { quirks: layer = {} } of layers)
    Object.defineProperties(quirks, Object.getOwnPropertyDescriptors(layer));
  return quirks;
}

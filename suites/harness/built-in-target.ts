import { createAuthority } from '../../mocks/http/certificates.ts';
import { type StartOptions, startTransmitter } from '../../mocks/transmitter/start.ts';
import { builtInIdentity } from './built-in-identity.ts';
import type { SessionOptions } from './session.ts';

export interface BuiltInTarget {
  /** What a session needs to test it, hooks included. */
  session: Required<Pick<SessionOptions, 'issuer' | 'metadataUrl' | 'auth' | 'secondAuth' | 'trigger'>> &
    Pick<SessionOptions, 'ca' | 'pushAuthority'>;
  close(): Promise<void>;
}

export interface BuiltInOptions {
  /** How the reference Transmitter is to be, where it is not the plain one. */
  peer?: StartOptions | undefined;
  /** Serve everything over https, with a CA made for this run. */
  https: boolean;
}

/** Starts the reference Transmitter with two Receivers registered and a trigger at hand. */
export async function startBuiltInTarget(options: BuiltInOptions): Promise<BuiltInTarget> {
  const authority = options.https ? await createAuthority() : null;
  const identity = authority === null ? null : await builtInIdentity(authority, options.peer?.seams?.tls);
  const transmitter = await startTransmitter({
    ...options.peer,
    ...(authority === null || identity === null ? {} : { tls: identity, ca: authority.ca }),
  });
  const [first, second] = transmitter.clients;
  if (first === undefined || second === undefined)
    throw new Error('The reference Transmitter has no two Receivers.');
  const credentials = (client: { id: string; secret: string }) => ({
    clientId: client.id,
    clientSecret: client.secret,
    tokenEndpoint: transmitter.tokenEndpoint,
  });
  return {
    session: {
      issuer: transmitter.issuer,
      metadataUrl: transmitter.metadataUrl,
      auth: credentials(first),
      secondAuth: credentials(second),
      trigger: async ({ scenario, type, subject, event, streamId }) => {
        await transmitter.trigger({ scenario, type, subject, event, stream_id: streamId });
        return { ok: true };
      },
      ...(authority === null || identity === null ? {} : { ca: authority.ca, pushAuthority: authority }),
    },
    close: () => transmitter.close(),
  };
}

import { createAuthority } from '../../mocks/http/certificates.ts';
import type { TransmitterSeams } from '../../mocks/transmitter/seams.ts';
import { startTransmitter } from '../../mocks/transmitter/start.ts';
import type { SessionOptions } from './session.ts';

export interface BuiltInTarget {
  /** What a session needs to test it, hooks included. */
  session: Required<Pick<SessionOptions, 'issuer' | 'metadataUrl' | 'auth' | 'secondAuth' | 'trigger'>> &
    Pick<SessionOptions, 'ca' | 'inboxTls'>;
  close(): Promise<void>;
}

export interface BuiltInOptions {
  seed?: number | undefined;
  seams?: TransmitterSeams | undefined;
  /** Serve everything over https, with a CA made for this run. */
  https: boolean;
}

/** Starts the reference Transmitter with two Receivers registered and a trigger at hand. */
export async function startBuiltInTarget(options: BuiltInOptions): Promise<BuiltInTarget> {
  const authority = options.https ? await createAuthority() : null;
  const identity = authority === null ? null : await authority.issue({});
  const transmitter = await startTransmitter({
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.seams === undefined ? {} : { seams: options.seams }),
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
      ...(authority === null || identity === null ? {} : { ca: authority.ca, inboxTls: identity }),
    },
    close: () => transmitter.close(),
  };
}

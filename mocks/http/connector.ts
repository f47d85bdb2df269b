import type { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';

/** How connections are made, where not as a right client makes them. */
export interface ConnectorOptions {
  /** PEM of an authority that a certificate may chain to, instead of the system's. */
  ca?: string | undefined;
  /** Failings of a certificate that are overlooked, by their codes in node:tls. */
  overlooks?: readonly string[] | undefined;
  /** Connections over TLS 1.0 and 1.1 too. */
  oldTls?: boolean | undefined;
  /** ms until a connection is given up; default as undici has it. */
  timeoutMs?: number | undefined;
}

/**
 * Makes the connections of a peer: the certificate must chain to a trusted authority, be in force and be made out for
 * the host (RFC 6125), unless its failing is overlooked.
 */
export function connector({ ca, overlooks, oldTls, timeoutMs }: ConnectorOptions): buildConnector.connector {
  const connect = buildConnector({
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(ca === undefined ? {} : { ca }),
    ...(oldTls ? { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    rejectUnauthorized: overlooks === undefined,
  });
  if (overlooks === undefined) return connect;
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null);
      // With rejectUnauthorized false this holds the code, although its type says Error.
      const code = String((socket as TLSSocket).authorizationError ?? '');
      if (code === '' || code === 'null' || overlooks.includes(code)) return callback(null, socket);
      socket.destroy();
      callback(Object.assign(new Error(`The certificate does not hold: ${code}`), { code }), null);
    });
}

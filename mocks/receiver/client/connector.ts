import type { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import type { ReceiverQuirks } from '../seams.ts';

/**
 * Makes the connections to the Transmitter: its certificate must chain to a trusted authority, be in force and be
 * made out for the host (SSF 7.2, RFC 8936 section 3, RFC 6125). Only a quirk lets another one through.
 */
export function connector(
  ca: string | undefined,
  { overlooks, oldTls }: Partial<ReceiverQuirks>,
): buildConnector.connector {
  const connect = buildConnector({
    timeout: 5000,
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

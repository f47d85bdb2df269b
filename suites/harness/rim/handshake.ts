import { connect, type DetailedPeerCertificate, rootCertificates, type TLSSocket } from 'node:tls';
import type { HandshakeOutcome, HandshakeSpec } from '../exchange.ts';
import type { ClientCertificate } from '../run-options.ts';
import { certificateFailings } from './certificate-failings.ts';

/**
 * Makes one TLS handshake, sends nothing, and tells what was agreed; with `verify` also why the certificate
 * would not be trusted.
 * `ca`: PEM of a private CA, beside the public ones; `clientCertificate`: shown where the server asks for one, which
 * would else end the handshake.
 */
export function handshake(
  spec: HandshakeSpec,
  timeoutMs: number,
  {
    ca,
    clientCertificate,
  }: { ca?: string | undefined; clientCertificate?: ClientCertificate | undefined } = {},
): Promise<HandshakeOutcome> {
  return new Promise((resolve) => {
    const isOld = spec.minVersion === 'TLSv1' || spec.minVersion === 'TLSv1.1';
    // OpenSSL 3 offers nothing below TLS 1.2 unless its security level is lowered.
    const ciphers = spec.ciphers ?? (isOld ? 'DEFAULT:@SECLEVEL=0' : undefined);
    const finish = (outcome: HandshakeOutcome): void => {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      resolve(outcome);
    };
    const begin = (): TLSSocket =>
      connect({
        host: spec.host,
        port: spec.port,
        ...(/^[\d.]+$|:/.test(spec.host) ? {} : { servername: spec.host }),
        minVersion: spec.minVersion,
        maxVersion: spec.maxVersion,
        ...(ciphers === undefined ? {} : { ciphers }),
        ...(spec.sigalgs === undefined ? {} : { sigalgs: spec.sigalgs }),
        ...(ca === undefined || spec.verify !== true ? {} : { ca: [...rootCertificates, ca] }),
        ...clientCertificate,
        rejectUnauthorized: false,
      });
    let socket: TLSSocket;
    try {
      socket = begin();
    } catch (error) {
      // Our own library cannot make the offer: it has no such suites, or no such signatures.
      const { code, message } = error as NodeJS.ErrnoException;
      return resolve({ ok: false, error: `ERR_SSL_NO_OFFER: ${code ?? message}` });
    }
    socket.setTimeout(timeoutMs, () => finish({ ok: false, error: `no handshake within ${timeoutMs} ms` }));
    let hasKeys = false;
    socket.once('keylog', () => {
      hasKeys = true;
    });
    socket.once('error', (error: NodeJS.ErrnoException) =>
      finish({ ok: false, error: error.code ?? error.message, ...(hasKeys ? { afterKeys: true } : {}) }),
    );
    socket.once('secureConnect', () => {
      const protocol = socket.getProtocol() ?? undefined;
      const ephemeral = socket.getEphemeralKeyInfo();
      const hasEphemeral = ephemeral !== null && Object.keys(ephemeral).length > 0;
      finish({
        ok: true,
        ...(protocol === undefined ? {} : { protocol }),
        cipher: socket.getCipher().standardName,
        forwardSecrecy: protocol === 'TLSv1.3' || hasEphemeral,
        certificate: {
          ...readCertificate(socket),
          ...(spec.verify === true
            ? { failings: certificateFailings(socket, spec.host, Date.now(), ca) }
            : {}),
        },
      });
    });
  });
}

function readCertificate(socket: TLSSocket): NonNullable<HandshakeOutcome['certificate']> {
  const certificate: Partial<DetailedPeerCertificate> = socket.getPeerCertificate(true);
  // node:tls gives `modulus` for RSA keys and `asn1Curve` for EC keys only.
  const isEc = certificate.asn1Curve !== undefined;
  return {
    keyType: certificate.modulus !== undefined ? 'rsa' : isEc ? 'ec' : 'other',
    bits: certificate.bits ?? null,
    fingerprint: certificate.fingerprint256 ?? '',
  };
}

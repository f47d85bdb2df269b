import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { HandshakeOutcome, HandshakeSpec } from '../exchange.ts';

/** Makes one TLS handshake, sends nothing, and tells what was agreed. The certificate is read, not judged here. */
export function handshake(spec: HandshakeSpec, timeoutMs: number): Promise<HandshakeOutcome> {
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
    const socket = connect({
      host: spec.host,
      port: spec.port,
      ...(/^[\d.]+$|:/.test(spec.host) ? {} : { servername: spec.host }),
      minVersion: spec.minVersion,
      maxVersion: spec.maxVersion,
      ...(ciphers === undefined ? {} : { ciphers }),
      rejectUnauthorized: false,
    });
    socket.setTimeout(timeoutMs, () => finish({ ok: false, error: `no handshake within ${timeoutMs} ms` }));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      finish({ ok: false, error: error.code ?? error.message }),
    );
    socket.once('secureConnect', () => {
      const protocol = socket.getProtocol() ?? undefined;
      const ephemeral = socket.getEphemeralKeyInfo();
      const hasEphemeral = ephemeral !== null && Object.keys(ephemeral).length > 0;
      const certificate = socket.getPeerCertificate(true);
      finish({
        ok: true,
        ...(protocol === undefined ? {} : { protocol }),
        cipher: socket.getCipher().standardName,
        forwardSecrecy: protocol === 'TLSv1.3' || hasEphemeral,
        certificate: keyOf(certificate),
      });
    });
  });
}

function keyOf(certificate: DetailedPeerCertificate): {
  keyType: 'rsa' | 'ec' | 'other';
  bits: number | null;
} {
  // node:tls gives `modulus` for RSA keys and `asn1Curve` for EC keys only.
  const bits = certificate.bits ?? null;
  if (certificate.modulus !== undefined) return { keyType: 'rsa', bits };
  return { keyType: certificate.asn1Curve !== undefined ? 'ec' : 'other', bits };
}

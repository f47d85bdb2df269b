import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../preflight.ts';
import { foreign } from './foreign.ts';

/** What is wrong with a certificate, for whoever has to mend it. */
export interface TlsCause {
  /** `its certificate has expired` */
  what: string;
  hint: string;
  /** Nothing that the tester could configure makes it right. */
  isTargets: boolean;
}

/** Codes and texts of OpenSSL and node:tls, and what they mean. */
const TLS_CAUSES: ({ pattern: RegExp } & TlsCause)[] = [
  {
    pattern: /CERT_HAS_EXPIRED|certificate has expired/i,
    what: 'its certificate has expired',
    hint: "Renew the target's certificate, or the one of its chain that has ended; if they are valid, this machine's clock is wrong.",
    isTargets: true,
  },
  {
    pattern: /CERT_NOT_YET_VALID|not yet valid/i,
    what: 'its certificate is not valid yet',
    hint: "Check the clocks of both machines, and the certificate's validity.",
    isTargets: true,
  },
  {
    pattern: /ALTNAME|HOSTNAME_MISMATCH|does not match certificate/i,
    what: 'its certificate is for another name',
    hint: "Use the name for which the certificate was issued, or add this name to the certificate's subjectAltName.",
    isTargets: true,
  },
  {
    pattern: /DEPTH_ZERO_SELF_SIGNED|^self-signed certificate$/i,
    what: 'its certificate is self-signed, and not named with --ca',
    hint: 'If it is meant to be trusted like that, pass this very certificate with --ca FILE (PEM). If not, get one from an authority.',
    isTargets: false,
  },
  {
    pattern: /UNABLE_TO_|SELF_SIGNED|self-signed|unable to (?:get|verify)|CERT_SIGNATURE_FAILURE/i,
    what: 'its certificate chains to no authority that this machine trusts',
    hint: 'For a private CA pass its certificate with --ca FILE (PEM). For a public one the target must send its intermediate certificates.',
    isTargets: false,
  },
  {
    pattern: /INVALID_PURPOSE|INVALID_CA|PATH_LENGTH|unsuitable certificate purpose/i,
    what: 'its certificate, or one of its chain, must not be used for this',
    hint: 'A server needs a certificate whose extended key usage, if it has any, includes serverAuth, and issuers that are authorities.',
    isTargets: true,
  },
];

/**
 * Why no answer came, if that was so.
 * @param what the thing that was asked, at the start of a sentence: `The metadata`
 */
export function connectionRefusal(exchange: Exchange, what: string): Refusal | null {
  const { error } = exchange;
  if (exchange.response !== null || error === undefined) return null;
  const url = new URL(exchange.request.url);
  const cannot = `${what} at ${url.origin}${url.pathname} cannot be fetched`;
  const detail = foreign(error.message);
  switch (error.kind) {
    case 'dns':
      return {
        sentence: `${cannot}: the name ${url.hostname} cannot be resolved.`,
        hint: "Check its spelling, and that this machine's DNS (or its VPN) knows the name.",
      };
    case 'refused':
      return {
        sentence: `${cannot}: nothing accepts connections at ${url.host} (${detail}).`,
        hint: 'Is the target started, is this its port, and does a firewall let this machine through?',
      };
    case 'timeout':
      return {
        sentence: `${cannot}: ${url.host} gave no whole answer in time (${detail}).`,
        hint: 'Is the target up, and is no firewall dropping packets? --limit request=30s allows more time.',
      };
    case 'reset':
      return {
        sentence: `${cannot}: ${url.host} closed the connection instead of answering (${detail}).`,
        hint: `Is ${url.protocol === 'https:' ? 'https' : 'http'} right for this port? The log of the target, or of the proxy in front of it, may say why.`,
      };
    case 'tls':
      return tlsRefusal(cannot, detail);
    case 'too-large':
      return {
        sentence: `${cannot}: the answer is far longer, or deeper nested, than such a document can be (${detail}).`,
        hint: 'Check that the URL is right; the harness reads no such answers.',
      };
    case 'protocol':
      return {
        sentence: `${cannot}: what ${url.host} answered is not HTTP as it should be (${detail}).`,
        hint: `Is ${url.protocol === 'https:' ? 'https' : 'http'} right for this port?`,
      };
    case 'given-up':
    case 'no-token':
    case 'aborted':
      return null;
  }
}

/** What OpenSSL or node:tls mean by a code or text of theirs; undefined for what is not about the certificate. */
export function tlsCause(detail: string): TlsCause | undefined {
  return TLS_CAUSES.find(({ pattern }) => pattern.test(detail));
}

function tlsRefusal(cannot: string, detail: string): Refusal {
  const cause = tlsCause(detail);
  if (cause) return { sentence: `${cannot}: ${cause.what} (${detail}).`, hint: cause.hint };
  return {
    sentence: `${cannot}: the TLS handshake failed (${detail}).`,
    hint: 'Does this port speak TLS, at least version 1.2? To see it: openssl s_client -connect HOST:PORT',
  };
}

import type { HandshakeOutcome } from '../exchange.ts';
import { tlsCause } from '../preflight/connection.ts';
import { foreign } from '../preflight/foreign.ts';
import { handshake } from '../rim/handshake.ts';
import { showCertificate } from './certificate.ts';
import type { Teller } from './examination.ts';
import type { Whose } from './line.ts';

const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
type Version = (typeof VERSIONS)[number];
const OLD: readonly Version[] = ['TLSv1', 'TLSv1.1'];

const DAY = 24 * 3_600_000;
/** A certificate that ends sooner is worth a word. */
const SOON_DAYS = 14;

type Trust = Parameters<typeof showCertificate>[1];

/** Which versions of TLS a server takes. */
export async function speaksTls(
  place: { host: string; port: number },
  { clientCertificate }: Trust,
  timeoutMs: number,
  tell: Teller,
): Promise<boolean> {
  const outcomes = await Promise.all(
    VERSIONS.map((version) =>
      handshake({ ...place, minVersion: version, maxVersion: version }, timeoutMs, { clientCertificate }),
    ),
  );
  const taken = VERSIONS.filter((_, index) => outcomes[index]?.ok === true);
  const refused = VERSIONS.filter((version) => !taken.includes(version));
  const said = `It takes TLS ${numbers(taken)}, and refuses ${numbers(refused)}.`;
  if (taken.every((version) => OLD.includes(version))) return noTls(taken, outcomes[2], tell);
  if (taken.some((version) => OLD.includes(version)))
    return tell.note(said, 'target', 'Switch off what is older than TLS 1.2 (RFC 8996); a run judges it.');
  return tell.ok(said);
}

function noTls(taken: readonly Version[], modern: HandshakeOutcome | undefined, tell: Teller): false {
  if (taken.length > 0)
    return tell.problem(
      `It takes nothing newer than TLS ${numbers(taken)}.`,
      'target',
      'Switch on TLS 1.2 or 1.3; older versions must not be used any more (RFC 8996).',
    );
  return tell.problem(
    `No TLS handshake succeeds (${foreign(modern?.error ?? 'no reason given')}).`,
    'target',
    'Does this port speak TLS, and is this the right port? To see it: openssl s_client -connect HOST:PORT',
  );
}

function numbers(versions: readonly Version[]): string {
  return versions.map((version) => (version === 'TLSv1' ? '1.0' : version.slice(4))).join(', ') || 'none';
}

/** Whether the certificate holds for this host, and how long. */
export async function showsCertificate(
  place: { host: string; port: number },
  trust: Trust,
  timeoutMs: number,
  tell: Teller,
): Promise<boolean> {
  const { ca } = trust;
  const shown = await showCertificate(place, trust, timeoutMs);
  if (shown.error !== null)
    return tell.problem(`The handshake failed (${foreign(shown.error)}).`, 'target', 'Its log may say why.');
  const chain = foreign(shown.chain.join(' ← '), 300);
  const days = Math.floor((shown.notAfter - Date.now()) / DAY);
  const until = Number.isNaN(days)
    ? 'no readable end of its validity'
    : `valid until ${new Date(shown.notAfter).toISOString().slice(0, 10)}, ${inDays(days)}`;
  const described = `${chain}; for ${foreign(shown.names) || 'no names'}; ${until}`;
  if (shown.distrust !== null) {
    const cause = tlsCause(shown.distrust);
    const detail = foreign(shown.distrust);
    return tell.problem(
      `${cause === undefined ? 'It is not trusted' : `${cause.what[0]?.toUpperCase()}${cause.what.slice(1)}`} (${detail}): ${described}.`,
      whose(shown.distrust),
      cause?.hint ?? 'See the message of OpenSSL.',
    );
  }
  if (days < SOON_DAYS) return tell.note(`Trusted, but not for long: ${described}.`, 'target', 'Renew it.');
  return tell.ok(`Trusted${ca === undefined ? '' : ' (with the given CA)'}: ${described}.`);
}

/** A chain to nowhere is mended by naming the CA; everything else where the certificate lies. */
function whose(distrust: string): Whose {
  return /UNABLE_TO_|SELF_SIGNED|self-signed|unable to/i.test(distrust) ? 'configuration' : 'target';
}

function inDays(days: number): string {
  if (days < 0) return 'which is over';
  return days === 1 ? 'one day from now' : `${days} days from now`;
}

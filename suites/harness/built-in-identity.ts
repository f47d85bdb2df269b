import type { Authority } from '../../mocks/http/certificates.ts';
import { flawedCertificate } from '../../mocks/http/flawed-certificates.ts';
import type { TlsOptions } from '../../mocks/http/listen.ts';
import type { TlsSeam } from '../../mocks/transmitter/seams.ts';

/** The certificates of a built-in peer on loopback, as its seam wants them. */
export async function builtInIdentity(
  authority: Authority & { key: string },
  { rsaBits, second }: TlsSeam = {},
): Promise<Pick<TlsOptions, 'key' | 'cert'>> {
  const first = await authority.issue({ rsaBits });
  if (second === undefined) return first;
  const rsa = { rsaBits: 2048 };
  const other =
    second === 'none' ? await authority.issue(rsa) : await flawedCertificate(second, authority, rsa);
  return { key: [first.key, other.key], cert: [first.cert, other.cert] };
}

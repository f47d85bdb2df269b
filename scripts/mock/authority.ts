import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { readCa } from '../config/ca.ts';
import { givenAuthority } from '../config/tls.ts';
import { UsageError } from '../usage-error.ts';

/** Flags with which a mock serves https. */
export interface HttpsFlags {
  https?: boolean;
  tlsCa?: string;
  tlsCaKey?: string;
}

/** The CA of a mock, its certificate in a file for the tester's `--ca`. */
export interface MockAuthority {
  ca: string;
  identity: { key: string; cert: string };
  file: string;
  remove(): Promise<void>;
}

/**
 * The CA of a mock that serves https: the given one, or one that is made for this run; null: it serves plain http.
 * `rsaBits`: the key of the identity is RSA of this size; default: the authority's own choice.
 * @throws UsageError when half of a CA is given, or its files are of no use
 */
export async function mockAuthority(
  { https, tlsCa, tlsCaKey }: HttpsFlags,
  rsaBits?: number,
): Promise<MockAuthority | null> {
  if ((tlsCa === undefined) !== (tlsCaKey === undefined))
    throw new UsageError('--tls-ca and --tls-ca-key belong together.');
  if (tlsCa === undefined || tlsCaKey === undefined)
    return https === true ? temporaryAuthority(rsaBits) : null;
  const authority = await givenAuthority({ ca: tlsCa, caKey: tlsCaKey });
  return {
    ca: await readCa(tlsCa, '--tls-ca'),
    identity: await authority.issue({ rsaBits }),
    file: tlsCa,
    remove: () => Promise.resolve(),
  };
}

export async function temporaryAuthority(rsaBits?: number): Promise<MockAuthority> {
  const authority = await createAuthority();
  const folder = await mkdtemp(path.join(tmpdir(), 'ssf-mock-'));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, authority.ca);
  return {
    ca: authority.ca,
    identity: await authority.issue({ rsaBits }),
    file,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

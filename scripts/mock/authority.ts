import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAuthority } from '../../mocks/http/certificates.ts';

/** A CA made for this run, its certificate in a file for the tester's `--ca`. */
export interface TemporaryAuthority {
  ca: string;
  identity: { key: string; cert: string };
  file: string;
  remove(): Promise<void>;
}

/** `rsaBits`: the key of the identity is RSA of this size; default: the authority's own choice. */
export async function temporaryAuthority(rsaBits?: number): Promise<TemporaryAuthority> {
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

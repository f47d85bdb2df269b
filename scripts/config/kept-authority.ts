import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { codeOf } from '../code-of.ts';
import { UsageError } from '../usage-error.ts';

/** Certificate and private key (PKCS #8) in PEM. */
export interface KeptAuthority {
  ca: string;
  key: string;
  /** The certificate alone, for targets; absolute. */
  caFile: string;
  /** No earlier run had one that is still good. */
  isNew: boolean;
}

const DAY = 24 * 3_600_000;
/** A target shall not have to be told too often; and who forgets that it trusts a test CA shall not trust it for ever. */
const LIFETIME = 2 * 365 * DAY;

/**
 * The CA of a state folder: that of the run before, or a new one where there is none or it ends within a day. A target that
 * somebody configures (a hosted Receiver, a Transmitter that is not ours to start) has to trust it before the run, so it
 * is kept as our signing keys are; its private key is readable for this user only.
 * @throws UsageError when it cannot be read or kept
 */
export async function keptAuthority(folder: string): Promise<KeptAuthority> {
  // Key and certificate in one file, so that two runs at a time cannot mix theirs.
  const file = path.join(folder, 'authority.pem');
  const caFile = path.join(folder, 'ca.pem');
  try {
    const kept = await readKept(file);
    const isNew = kept === null || Date.parse(new X509Certificate(kept.ca).validTo) < Date.now() + DAY;
    const { ca, key } = isNew ? await make(file, kept !== null) : kept;
    if ((await readFile(caFile, 'utf8').catch(() => null)) !== ca) await place(caFile, ca, 0o644, true);
    return { ca, key, caFile, isNew };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`harness.tls (--tls): our CA cannot be kept in ${folder} (${codeOf(cause)}).`, {
      hint: 'Choose another folder with --state-dir FOLDER, or give a CA with --tls-ca FILE and --tls-ca-key FILE.',
      cause,
    });
  }
}

/** Null: there is none yet. */
async function readKept(file: string): Promise<{ ca: string; key: string } | null> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const ca = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/.exec(text)?.[0] ?? '';
  const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/.exec(text)?.[0] ?? '';
  try {
    if (new X509Certificate(ca).checkPrivateKey(createPrivateKey(key))) return { ca, key };
  } catch {
    // Said below.
  }
  throw new UsageError(`harness.tls (--tls): ${file} does not hold our CA as an earlier run wrote it.`, {
    hint: 'Remove it, and a new CA is made; the target must then trust that one.',
  });
}

/** Gives the one that stands in the file in the end: another run may have been faster. */
async function make(file: string, replaces: boolean): Promise<{ ca: string; key: string }> {
  const mark = randomBytes(4).toString('hex');
  const made = await createAuthority({
    name: `ssf-conformance test CA ${mark}`,
    notAfter: new Date(Date.now() + LIFETIME),
  });
  const ca = `${made.ca.trim()}\n`;
  const key = `${made.key.trim()}\n`;
  const isOurs = await place(file, `${key}${ca}`, 0o600, replaces);
  return isOurs ? { ca, key } : ((await readKept(file)) ?? { ca, key });
}

/** Writes a file without ever showing half of it; false when it was there already, and shall not be replaced. */
async function place(file: string, text: string, mode: number, replaces: boolean): Promise<boolean> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { mode, flag: 'wx' });
    if (replaces) {
      await rename(draft, file);
      return true;
    }
    await link(draft, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    // File systems without hard links.
    await rename(draft, file);
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../usage-error.ts';

/**
 * The certificates of a CA file as PEM.
 * @param key how the configuration calls it
 * @throws UsageError when the file cannot be read or holds no certificate
 */
export async function readCa(file: string, key: 'transmitter.ca' | 'receiver.ca' | '--ca'): Promise<string> {
  const name = key === '--ca' ? key : `${key} (--ca)`;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new UsageError(`${name}: ${file} cannot be read (${code}).`, { cause });
  });
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0)
    throw new UsageError(`${name}: ${file} holds no certificate in PEM form.`, {
      hint: 'It must hold "-----BEGIN CERTIFICATE-----"; convert DER with: openssl x509 -inform der -in FILE',
    });
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch (cause) {
      throw new UsageError(`${name}: a certificate in ${file} cannot be read.`, { cause });
    }
  }
  return blocks.join('\n');
}

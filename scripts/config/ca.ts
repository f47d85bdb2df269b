import { readCertificates } from './pem.ts';

/**
 * The certificates of a CA file as PEM.
 * @param key how the configuration calls it
 * @throws UsageError when the file cannot be read or holds no certificate
 */
export async function readCa(
  file: string,
  key: 'transmitter.ca' | 'receiver.ca' | `--${string}`,
): Promise<string> {
  const certificates = await readCertificates({ name: key.startsWith('--') ? key : `${key} (--ca)`, file });
  return certificates.map((one) => one.toString().trim()).join('\n');
}

import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { temporaryFolder } from '../testing/program.ts';
import { readCa } from './ca.ts';

describe('readCa', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives the certificates of a file and nothing else of it', async () => {
    const { ca } = await createAuthority();
    const file = path.join(folder, 'ca.pem');
    await writeFile(
      file,
      `# our CA\n${ca}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${ca}`,
    );
    expect(await readCa(file, 'receiver.ca')).toBe(`${ca.trim()}\n${ca.trim()}`);
  });

  it('says that a file is missing, holds no certificate, or a broken one', async () => {
    await expect(readCa(path.join(folder, 'none.pem'), 'transmitter.ca')).rejects.toThrow('ENOENT');
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, 'hello');
    await expect(readCa(file, 'receiver.ca')).rejects.toThrow('holds no certificate in PEM form');
    await writeFile(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
    await expect(readCa(file, 'receiver.ca')).rejects.toThrow('cannot be read');
  });

  it.skipIf(process.platform === 'win32')('reads no more of a file than certificates may take', async () => {
    await expect(readCa('/dev/zero', 'receiver.ca')).rejects.toThrow(
      'receiver.ca (--ca): /dev/zero is too large: 8388608 bytes are read at most.',
    );
  });
});

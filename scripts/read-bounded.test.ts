import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBounded } from './read-bounded.ts';
import { temporaryFolder } from './testing/program.ts';

describe('a file that is read with a bound', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const holding = async (text: string): Promise<string> => {
    const file = path.join(folder, 'file');
    await writeFile(file, text);
    return file;
  };

  it.each(['', 'é', 'x'.repeat(100_000)])('is given whole up to the bound', async (text) => {
    const file = await holding(text);
    expect((await readBounded(file, Buffer.byteLength(text))).toString('utf8')).toBe(text);
  });

  it('is refused with its size when it is larger', async () => {
    const file = await holding('12345');
    await expect(readBounded(file, 4)).rejects.toMatchObject({
      name: 'TooLarge',
      message: 'is too large: 5 bytes, and 4 are read at most.',
    });
  });

  it('that is missing, or is a folder, fails as the file system has it', async () => {
    await expect(readBounded(path.join(folder, 'none'), 4)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readBounded(folder, 1_000_000)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it.skipIf(process.platform === 'win32')('and never ends, is refused at the bound', async () => {
    await expect(readBounded('/dev/zero', 200_000)).rejects.toMatchObject({
      name: 'TooLarge',
      message: 'is too large: 200000 bytes are read at most.',
    });
  });

  it.skipIf(process.platform === 'win32')(
    'and is a pipe, is given whole or refused at the bound',
    async () => {
      const pipe = path.join(folder, 'pipe');
      execFileSync('sh', ['-c', `mkfifo '${pipe}'`]);
      const through = async (length: number): Promise<string> => {
        // Whoever stops to read lets the writer fail.
        const writing = writeFile(pipe, 'x'.repeat(length)).catch(() => undefined);
        const read = await readBounded(pipe, 200_000).then(
          (bytes) => `${bytes.length} bytes`,
          (error: unknown) => String(error),
        );
        await writing;
        return read;
      };
      expect(await through(200_000)).toBe('200000 bytes');
      expect(await through(900_000)).toBe('TooLarge: is too large: 200000 bytes are read at most.');
    },
  );
});

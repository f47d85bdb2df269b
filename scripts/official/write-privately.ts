import { open } from 'node:fs/promises';
import { UsageError } from '../usage-error.ts';

/**
 * Writes a file that nobody but its owner can read, also where it was there before with other rights.
 * @throws UsageError when it cannot be written
 */
export async function writePrivately(file: string, text: string, shown: string): Promise<void> {
  try {
    const handle = await open(file, 'w', 0o600);
    try {
      await handle.chmod(0o600);
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`"${shown}" cannot be written (${code}).`, { cause: error });
  }
}

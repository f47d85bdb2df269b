import { open } from 'node:fs/promises';
import { codeOf } from '../code-of.ts';
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
    throw new UsageError(`"${shown}" cannot be written (${codeOf(error)}).`, { cause: error });
  }
}

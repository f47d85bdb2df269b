import { stat } from 'node:fs/promises';

/** Whether a file is there; false for a folder, and for what cannot be looked at. */
export async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

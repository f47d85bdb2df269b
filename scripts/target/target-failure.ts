/** The target could not be started: exit code 3. `hint` is what to do next. */
export class TargetFailure extends Error {
  readonly code = 'TARGET';
  readonly hint: string;

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TargetFailure';
    this.hint = hint;
  }
}

/** What an error of an engine says, in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

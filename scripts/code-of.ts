/** What a failure of the system is called, such as ENOENT; of an error that has no code, the error as text. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

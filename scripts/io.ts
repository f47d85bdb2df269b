/** A stream that text is written to; `process.stdout` is one. */
export interface TextOutput {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** All that the command line touches of the process it runs in, so that a test can stand in for it. */
export interface Io {
  stdout: TextOutput;
  stderr: TextOutput;
  env: Readonly<Record<string, string | undefined>>;
  /** Absolute path; relative paths of flags and the default report folder start here. */
  cwd: string;
  /** Aborted by the first Ctrl-C. */
  signal?: AbortSignal | undefined;
}

/** Whether text for this stream may be coloured (https://no-color.org, https://force-color.org). */
export function wantsColor(output: TextOutput, env: Io['env']): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return output.isTTY === true && env.TERM !== 'dumb';
}

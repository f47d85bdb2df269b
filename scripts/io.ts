/** A stream that text is written to; `process.stdout` is one. */
export interface TextOutput {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** The keyboard of a terminal; `process.stdin` is one. */
export interface TerminalInput {
  isTTY?: boolean | undefined;
  /** Keys come one by one, not in lines, and Ctrl-C as one of them. */
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (keys: Buffer | string) => void): unknown;
  off(event: 'data', listener: (keys: Buffer | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** All that the command line touches of the process it runs in, so that a test can stand in for it. */
export interface Io {
  stdout: TextOutput;
  stderr: TextOutput;
  env: Readonly<Record<string, string | undefined>>;
  /** Keys of whoever sits at the terminal; absent where nobody can be asked. */
  stdin?: TerminalInput | undefined;
  /** What was piped into the process, or is typed; absent where there is nothing to read. */
  input?: AsyncIterable<Buffer | string> | undefined;
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

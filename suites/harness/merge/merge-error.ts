/** The parts cannot be put together: they are not the shards of one run, or not all of them. The message is for people. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
  /** `no-shard`: one is a whole run. `differ`: they are of several runs. `twice`, `missing`: of a shard. */
  readonly code: 'no-shard' | 'differ' | 'twice' | 'missing';
  /** What to do about it. */
  readonly hint: string;

  constructor(code: MergeError['code'], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** What is said where the parts do not fit together though nothing that they tell of themselves differs. */
export const SAME_COMMAND = 'Run every shard with the same command, but for --shard and --report-dir.';

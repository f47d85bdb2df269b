/** Exit codes of every command. */
export const EXIT = {
  conformant: 0,
  nonConformant: 1,
  usage: 2,
  unreachable: 3,
  harnessFault: 4,
  incomplete: 5,
  /** 128 + SIGINT, as shells report it. */
  interrupted: 130,
} as const;

/** The worst first, where several runs end with different ones. */
const WORST_FIRST = [EXIT.nonConformant, EXIT.harnessFault, EXIT.unreachable, EXIT.incomplete];

/** The exit code of several runs: the worst of theirs. */
export function worstOf(codes: readonly number[]): number {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.conformant;
}

/** For the end of a help text. */
export const EXIT_CODES_HELP = `
Exit codes:
  0    conformant
  1    non-conformant; or a waiver is stale or has expired
  2    wrong usage or configuration
  3    the target cannot be started or reached, or the preflight refused it
  4    fault of the harness itself
  5    incomplete: nothing failed, but a planned check of a MUST could not be
       exercised (--allow-untested turns it into 0)
  130  interrupted by Ctrl-C; what was seen until then is reported
Of several runs the worst counts: 1, then 4, 3, 5, 0.`;

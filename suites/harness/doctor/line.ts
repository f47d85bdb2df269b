import { foreign } from '../preflight/foreign.ts';

/** Who has to mend it: whoever runs this tool, in its configuration; the way between the machines; the target; this tool. */
export type Whose = 'configuration' | 'network' | 'target' | 'tool';

/** One thing that was looked at. */
export interface Line {
  /** A few words, the same in every run. */
  name: string;
  /** `note`: a run works all the same. `skipped`: it could not be looked at, or is not there to be looked at. */
  state: 'ok' | 'note' | 'problem' | 'skipped';
  /** What was seen, in a sentence. */
  what: string;
  /** Of a problem, and of a note where somebody could do something about it. */
  whose?: Whose;
  /** What to do. */
  todo?: string;
}

/** Name of the lines about what may be left at the target. */
export const CLEAN_UP = 'clean-up';

/** Where lines go as they become known. */
export interface Report {
  line(line: Line): void;
  /** Something is waited for that may take a while; null when it is over. */
  waiting(what: string | null): void;
}

/** Longest text of a line: what a target says is quoted, never repeated at length. */
const LONGEST = 700;

/** The report, through which neither a secret passes nor what would do something to a terminal. */
export function guarded(report: Report, mask: (text: string) => string): Report {
  const clean = (text: string): string => foreign(mask(text), LONGEST);
  return {
    line: ({ what, todo, ...line }) =>
      report.line({ ...line, what: clean(what), ...(todo === undefined ? {} : { todo: clean(todo) }) }),
    waiting: (what) => report.waiting(what === null ? null : clean(what)),
  };
}

/** The report, as long as nobody interrupts: what still goes on then has nothing more to tell. */
export function untilAborted(report: Report, signal: AbortSignal | undefined): Report {
  return {
    line: (line) => {
      if (signal?.aborted !== true) report.line(line);
    },
    waiting: (what) => report.waiting(signal?.aborted === true ? null : what),
  };
}

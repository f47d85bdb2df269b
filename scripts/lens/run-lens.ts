import { createHash } from 'node:crypto';
import { excerptLine } from '../../reports/text/excerpt.ts';
import { DEFAULT_LIMITS } from '../../suites/harness/limits.ts';
import type { ReadingContext } from '../../suites/set/reading/reading.ts';
import type { ProfileName } from '../../suites/standard/profiles.ts';
import { asCalled } from '../as-called.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { type Judged, judgeToken } from './judge-token.ts';
import { readJwkSet } from './jwk-set.ts';
import { lensDocument } from './lens-document.ts';
import { type Sighting, tokensOf } from './lens-input.ts';
import { type LensOutput, lensPrinter, nothing, whereOf } from './lens-printer.ts';

/** What was asked for, as flags name it. */
export interface LensWish {
  jwks?: string;
  issuer?: string;
  audience?: string[];
  stream?: string;
  profile: ProfileName;
  all?: boolean;
  json?: boolean;
}

/** Tokens that are remembered, to tell those that come again. */
const MOST_KNOWN = 100_000;
/** Tokens of which the JSON document tells, and their characters together; the rest is counted. */
const MOST_IN_DOCUMENT = 10_000;
const ROOM_IN_DOCUMENT = 16 * 1024 * 1024;

/** Counts of all that was read. */
export interface Totals {
  sets: number;
  /** The same SET again. */
  repeated: number;
  breaking: number;
  warned: number;
  encrypted: number;
  others: number;
  /** What a fault of ours kept from being judged. */
  broken: number;
  /** Words that are too long to be looked at, and might have been tokens. */
  tooLong: number;
}

/** Judges every token in what was given, prints what came of it, and gives the exit code. */
export async function runLens(inputs: readonly string[], wish: LensWish, io: Io): Promise<number> {
  const context = await contextOf(wish, io);
  const totals: Totals = {
    sets: 0,
    repeated: 0,
    breaking: 0,
    warned: 0,
    encrypted: 0,
    others: 0,
    broken: 0,
    tooLong: 0,
  };
  const kept: Judged[] = [];
  const out = wish.json === true ? keepIn(kept) : lensPrinter(inputs.length, wish, context, io);
  const known = new Map<string, string>();
  const tell = (message: string, tooLong = 0): void => {
    io.stderr.write(`${asCalled(message, io.env)}\n`);
    totals.tooLong += tooLong;
  };
  for (const input of inputs) {
    for await (const sighting of tokensOf(input, io, tell)) {
      const digest = createHash('sha256').update(sighting.compact).digest('base64');
      const before = known.get(digest);
      if (before !== undefined) {
        totals.repeated += 1;
        out.again(sighting, before);
        continue;
      }
      if (known.size < MOST_KNOWN) known.set(digest, whereOf(sighting));
      const judged = judgedOrNull(sighting, context, io);
      if (judged === null) {
        totals.broken += 1;
        continue;
      }
      note(judged, totals);
      out.judged(judged);
    }
    if (io.signal?.aborted === true) break;
  }
  const exitCode = exitCodeOf(totals, io);
  if (wish.json === true) {
    io.stdout.write(lensDocument({ wish, kept, totals, exitCode }));
    if (totals.sets === 0) io.stderr.write(`${nothing(totals)}\n`);
  } else {
    out.end(totals);
  }
  return exitCode;
}

async function contextOf(wish: LensWish, io: Io): Promise<ReadingContext> {
  return {
    profile: wish.profile,
    issuer: wish.issuer ?? null,
    audience: wish.audience ?? null,
    streamId: wish.stream ?? null,
    keys: wish.jwks === undefined ? null : await readJwkSet(wish.jwks, io),
    arrivedAt: Date.now() / 1000,
    runStartedAt: null,
    clockSkew: DEFAULT_LIMITS.clockSkew / 1000,
  };
}

function note(judged: Judged, totals: Totals): void {
  if (judged.kind === 'encrypted') totals.encrypted += 1;
  else if (judged.kind === 'other') totals.others += 1;
  else {
    totals.sets += 1;
    if (judged.tally.fail > 0) totals.breaking += 1;
    else if (judged.tally.warn > 0) totals.warned += 1;
  }
}

/** A fault of ours in one token must not cost those after it. */
function judgedOrNull(sighting: Sighting, context: ReadingContext, io: Io): Judged | null {
  try {
    return judgeToken(sighting, context);
  } catch (error) {
    const what = excerptLine(error instanceof Error ? error.message : String(error), 200);
    io.stderr.write(
      `${whereOf(sighting)}: this tool failed to judge the token (${what}). Report this as a bug of ssf-conformance.\n`,
    );
    return null;
  }
}

function exitCodeOf({ sets, breaking, broken, tooLong }: Totals, io: Io): number {
  if (io.signal?.aborted === true) return EXIT.interrupted;
  if (breaking > 0) return EXIT.nonConformant;
  if (broken > 0) return EXIT.harnessFault;
  return sets === 0 || tooLong > 0 ? EXIT.usage : EXIT.conformant;
}

function keepIn(kept: Judged[]): LensOutput {
  let room = ROOM_IN_DOCUMENT;
  return {
    judged: (one) => {
      room -= one.compact.length;
      if (kept.length < MOST_IN_DOCUMENT && room > 0) kept.push(one);
    },
    again: () => undefined,
    end: () => undefined,
  };
}

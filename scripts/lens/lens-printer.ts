import { excerptLine } from '../../reports/text/excerpt.ts';
import { count } from '../../reports/text/format.ts';
import { painter } from '../../reports/text/paint.ts';
import type { ReadingContext } from '../../suites/set/reading/reading.ts';
import { type Io, wantsColor } from '../io.ts';
import type { Judged } from './judge-token.ts';
import type { Sighting } from './lens-input.ts';
import { legend, renderSet, summaryLine } from './render-reading.ts';
import type { LensWish, Totals } from './run-lens.ts';

/** Why there is nothing to judge. */
export function nothing({ encrypted, others, broken }: Totals): string {
  if (broken > 0) return 'There is no SET that could be judged.';
  if (encrypted > 0)
    return 'There is no SET that could be judged: only the holder of the key can read an encrypted token.';
  return others > 0
    ? 'There is no SET: the tokens that were found are of other kinds.'
    : 'There is nothing that looks like a SET.';
}

/** Told of each token as it is found. */
export interface LensOutput {
  judged(one: Judged): void;
  again(sighting: Sighting, before: string): void;
  end(totals: Totals): void;
}

/** Prints each token as it is found; a single one in full, of several what is wrong with them. */
export function lensPrinter(inputs: number, wish: LensWish, context: ReadingContext, io: Io): LensOutput {
  const paint = painter(wantsColor(io.stdout, io.env));
  const width = Math.min(Math.max(io.stdout.columns ?? 100, 60), 160);
  const lines = (...text: string[]): void => void io.stdout.write(`${text.join('\n')}\n`);
  /** The first one waits: it is shown in full only if no second one follows. */
  let first: Judged | null = null;
  let several = inputs > 1;
  const show = (one: Judged): void => {
    const where = several ? `${paint('dim', `${whereOf(one)}:`)} ` : '';
    if (one.kind === 'other') {
      lines(`${where}${capital(one.what)}, no SET: not judged.`);
      return;
    }
    if (one.kind === 'encrypted') {
      lines(`${where}An encrypted token (JWE): only the holder of the key can read it; not judged.`);
      return;
    }
    const onlyBroken = several && wish.all !== true;
    const options = { paint, width, now: context.arrivedAt, onlyBroken };
    const { fail, warn, note: notes } = one.tally;
    const isClean = fail + warn + notes === 0 && one.notes.length === 0;
    if (onlyBroken && isClean) {
      lines(`${where}${titleOf(one)}: ${summaryLine(one.tally, paint)}`);
      return;
    }
    if (several) lines(`${where}${titleOf(one)}`);
    lines(...renderSet(one, options), ...(several ? [''] : []));
  };
  const release = (): void => {
    if (first !== null) show(first);
    first = null;
  };
  let shownAny = false;
  return {
    judged: (one) => {
      if (!shownAny && first === null && !several) {
        first = one;
        return;
      }
      if (first !== null) several = true;
      release();
      shownAny = true;
      show(one);
    },
    again: (sighting, before) => {
      several = true;
      release();
      shownAny = true;
      lines(`${paint('dim', `${whereOf(sighting)}:`)} The same token as in ${before}.`);
    },
    end: (totals) => {
      release();
      if (totals.sets === 0) {
        if (io.signal?.aborted !== true) io.stderr.write(`${nothing(totals)}\n`);
        return;
      }
      if (several || totals.broken + totals.tooLong > 0) lines(totalLine(totals, paint));
      lines('', legend(paint), ...missing(wish).map((text) => paint('dim', text)));
    },
  };
}

function totalLine(totals: Totals, paint: ReturnType<typeof painter>): string {
  const { sets, breaking, warned, repeated, others, encrypted, broken, tooLong } = totals;
  const rest = [
    breaking > 0
      ? paint('red', `${breaking} ${breaking === 1 ? 'breaks' : 'break'} rules`)
      : paint('green', 'none breaks a rule'),
    ...(warned > 0 ? [`${warned} with warnings`] : []),
    ...(repeated > 0 ? [`${count(repeated, 'token')} came again`] : []),
    ...(encrypted > 0 ? [`${count(encrypted, 'encrypted token')}`] : []),
    ...(others > 0 ? [`${count(others, 'token')} of another kind`] : []),
    ...(broken > 0 ? [paint('red', `${count(broken, 'token')} that this tool failed to judge`)] : []),
    ...(tooLong > 0 ? [paint('red', `${count(tooLong, 'word')} too long to be looked at`)] : []),
  ];
  return `${paint('bold', count(sets, 'SET'))}: ${rest.join(', ')}.`;
}

/** What would let more be judged. */
function missing({ jwks, issuer, audience }: LensWish): string[] {
  const flags = [
    ...(jwks === undefined ? ['--jwks (the signature)'] : []),
    ...(issuer === undefined ? ['--issuer'] : []),
    ...(audience === undefined ? ['--audience'] : []),
  ];
  return flags.length === 0 ? [] : [`More can be judged with ${flags.join(', ')}.`];
}

/** Where a token was found. */
export function whereOf({ source, line }: Sighting): string {
  if (source === null) return 'argument';
  return source === '-' ? `line ${line}` : `${excerptLine(source, 80)}:${line}`;
}

function titleOf(one: Extract<Judged, { kind: 'set' }>): string {
  const jti = one.claims?.jti;
  return typeof jti === 'string' ? `SET ${excerptLine(jti, 60)}` : 'SET';
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

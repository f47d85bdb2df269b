import path from 'node:path';
import { visibleLine } from '../../reports/text/visible.ts';
import type { Own } from '../../suites/harness/own/own.ts';
import type { Waiver } from '../../suites/harness/waivers/waiver.ts';
import type { WaiveFlags } from '../commands/waive.ts';
import { readConfigFile } from '../config/load.ts';
import { ownAtHand } from '../config/own-at-hand.ts';
import { substitute } from '../config/substitute.ts';
import type { Io } from '../io.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';
import { type Accepted, acceptedBreaches, anyFinding } from './accepted-breaches.ts';
import { listedWaivers } from './list-waivers.ts';
import { dayOf, findWaivable, isDate, isHttpUrl, overlap, waiverProblems } from './waiver-problems.ts';
import { locateWaivers, readWaivers, type WaiversDocument, writeWaivers } from './waivers-file.ts';

/** A waiver that holds longer is worth a question. */
const LONG_DAYS = 366;

/** What `waive` does: adds or replaces a waiver, lists them, or takes one out. */
export async function waive(check: string | undefined, flags: WaiveFlags, io: Io): Promise<void> {
  const { waivers: configured, reportDir, file: configFile } = await fromConfig(flags, io);
  const own = await ownAtHand(flags, io);
  const { file } = locateWaivers(flags.waivers ?? configured, configFile, io.cwd);
  const document = (await readWaivers(file)) ?? { waivers: [] };
  const today = dayOf(new Date());
  const place = { file, shown: shownPath(file, io.cwd) };
  if (flags.list === true) return list(document, place, today, own, flags, io);
  if (flags.remove !== undefined) return remove(document, place, flags.remove, flags, io);
  const waiver = waiverOf(check ?? '', flags, today, own);
  const sources = { named: flags.results, reportDir, cwd: io.cwd };
  const accepted = await (flags.anyFinding === true ? anyFinding : acceptedBreaches)(waiver.check, sources);
  await add(document, place, { ...waiver, ...accepted.waiver }, accepted, today, own, flags, io);
}

interface Place {
  /** Absolute path. */
  file: string;
  /** How a reader on this terminal calls it. */
  shown: string;
}

async function fromConfig(
  flags: WaiveFlags,
  io: Io,
): Promise<{ waivers: string | undefined; reportDir: string | undefined; file: string | null }> {
  const named = typeof flags.config === 'string' ? flags.config : undefined;
  const { value, file } =
    flags.config === false ? { value: {}, file: null } : await readConfigFile(io.cwd, named);
  const folder = file === null ? io.cwd : path.dirname(file);
  const at = (name: string): string | undefined => {
    const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return typeof text === 'string' ? path.resolve(folder, String(substitute(text, io.env))) : undefined;
  };
  return { waivers: at('waivers'), reportDir: at('reportDir'), file };
}

/** @throws UsageError when a part is missing or wrong */
function waiverOf(named: string, flags: WaiveFlags, today: string, own: Own): Waiver {
  const { delivery, reason = '', until, issue, owner } = flags;
  const check = delivery === undefined || named.endsWith(`@${delivery}`) ? named : `${named}@${delivery}`;
  findWaivable(check, own);
  if (reason.trim() === '')
    throw new UsageError('A waiver needs a reason, for whoever reads the report.', {
      hint: '--reason "why it is accepted"',
    });
  if (until === undefined) throw new UsageError('A waiver needs a last day.', { hint: '--until YYYY-MM-DD' });
  if (!isDate(until))
    throw new UsageError(`--until: there is no day "${visibleLine(until)}".`, {
      hint: 'Expected YYYY-MM-DD.',
    });
  if (until < today) throw new UsageError(`--until: ${until} has passed; today is ${today} (UTC).`);
  if (issue !== undefined && !isHttpUrl(issue))
    throw new UsageError(`--issue: "${visibleLine(issue)}" is no http or https URL.`);
  if (owner?.trim() === '') throw new UsageError('--owner is empty.');
  return {
    check,
    reason,
    ...(issue === undefined ? {} : { issue }),
    ...(owner === undefined ? {} : { owner }),
    until,
  };
}

async function add(
  document: WaiversDocument,
  { file, shown }: Place,
  waiver: Waiver,
  accepted: Accepted,
  today: string,
  own: Own,
  { json }: WaiveFlags,
  io: Io,
): Promise<void> {
  const { waivers } = document;
  const other = waivers.find(({ check }) => check !== waiver.check && overlap(check, waiver.check));
  if (other !== undefined)
    throw new UsageError(`${other.check} is waived already, which is about the same as ${waiver.check}.`, {
      hint: `First: ssf-conformance waive --remove ${other.check}`,
    });
  const at = waivers.findIndex(({ check }) => check === waiver.check);
  const next = at === -1 ? [...waivers, waiver] : waivers.with(at, waiver);
  await writeWaivers(file, { ...document, waivers: next });
  const days = Math.round((Date.parse(waiver.until) - Date.parse(today)) / 86_400_000);
  const warnings = [
    ...(days > LONG_DAYS ? [`It holds for ${days} days; nobody will remember why.`] : []),
    ...(accepted.doubt === undefined ? [] : [accepted.doubt]),
    // Of another entry: a run would be refused for it.
    ...waiverProblems(next, own).map((problem) => `${shown}: ${problem}`),
  ];
  const replaced = at !== -1;
  if (json === true)
    io.stdout.write(
      `${JSON.stringify({ file, waiver, replaced, accepts: accepted.words, warnings }, null, 2)}\n`,
    );
  else {
    io.stdout.write(
      `${waiver.check} is waived until ${waiver.until}${replaced ? ', in place of the waiver that it had' : ''}.\n  ${accepted.words}\n  written to ${shown}\n`,
    );
    for (const warning of warnings) io.stderr.write(`${warning}\n`);
  }
}

async function remove(
  document: WaiversDocument,
  { file, shown }: Place,
  named: string,
  { delivery, json }: WaiveFlags,
  io: Io,
): Promise<void> {
  const wanted = delivery === undefined || named.endsWith(`@${delivery}`) ? named : `${named}@${delivery}`;
  const { waivers } = document;
  const left = waivers.filter(({ check }) => check !== wanted);
  if (left.length === waivers.length) {
    const names = waivers.map(({ check }) => check);
    const near = names.filter((name) => overlap(name, wanted));
    throw new UsageError(`${shown} has no waiver of "${visibleLine(wanted)}".`, {
      hint:
        didYouMean(near.length > 0 ? near : nearest(wanted, names)) ??
        'ssf-conformance waive --list shows what is waived.',
    });
  }
  await writeWaivers(file, { ...document, waivers: left });
  io.stdout.write(
    json === true
      ? `${JSON.stringify({ file, removed: wanted }, null, 2)}\n`
      : `${wanted} is not waived any more.\n  written to ${shown}\n`,
  );
}

function list(
  { waivers }: WaiversDocument,
  { file, shown }: Place,
  today: string,
  own: Own,
  { json }: WaiveFlags,
  io: Io,
): void {
  const rows = listedWaivers(waivers, today, own);
  if (json === true) return void io.stdout.write(`${JSON.stringify({ file, waivers: rows }, null, 2)}\n`);
  if (rows.length === 0) return void io.stdout.write(`Nothing is waived (${shown}).\n`);
  const blocks = rows.map((row) =>
    [
      `${visibleLine(row.check)}  ${row.words}`,
      `  ${visibleLine(row.reason)}`,
      ...[row.issue, row.owner && `owner: ${row.owner}`].flatMap((line) =>
        line === undefined ? [] : [`  ${visibleLine(line)}`],
      ),
      `  accepts ${row.requirements?.join(', ') ?? 'whatever the check finds'}${row.outcome === 'warn' ? ', as a warning only' : ''}`,
      ...row.problems.map((problem) => `  ✗ ${visibleLine(problem)}`),
    ].join('\n'),
  );
  io.stdout.write(`${blocks.join('\n\n')}\n\n${rows.length} in ${shown}\n`);
}

function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative.startsWith('..') ? file : relative;
}

import { excerptLine } from '../../reports/text/excerpt.ts';
import { count } from '../../reports/text/format.ts';
import type { Paint, Style } from '../../reports/text/paint.ts';
import { visibleLine } from '../../reports/text/visible.ts';
import { wrap } from '../../reports/text/wrap.ts';
import { clauseName } from '../../reports/view.ts';
import { levelMeaning } from '../../reports/words.ts';
import type { PartReading, RuleReading } from '../../suites/set/reading/reading.ts';
import { requirement } from '../../suites/standard/requirements.ts';
import type { Judged, Tally } from './judge-token.ts';
import { timeInWords } from './time-in-words.ts';

export interface RenderOptions {
  paint: Paint;
  /** Columns of the terminal. */
  width: number;
  /** s since the epoch. */
  now: number;
  /** Only what is wrong; else every member. */
  onlyBroken: boolean;
}

type JudgedSet = Extract<Judged, { kind: 'set' }>;
type Broken = Extract<RuleReading, { outcome: 'broken' }>;
type Mark = 'fail' | 'warn' | 'note' | 'kept' | 'open' | 'none';

const MARKS: Readonly<Record<Mark, { sign: string; style: Style | null; meaning: string }>> = {
  fail: { sign: '✗', style: 'red', meaning: 'breaks a rule' },
  warn: { sign: '!', style: 'yellow', meaning: 'warning' },
  note: { sign: 'i', style: 'blue', meaning: 'worth knowing' },
  kept: { sign: '✓', style: 'green', meaning: 'keeps its rules' },
  open: { sign: '?', style: 'cyan', meaning: 'not judged' },
  none: { sign: '·', style: 'dim', meaning: 'no rule' },
};

/** Members of one SET that are shown. */
const MOST_LINES = 300;
/** Rules of one member that are. */
const MOST_RULES = 20;
const NAME_WIDTH = 22;

/** What the marks mean, on one line. */
export function legend(paint: Paint): string {
  return Object.values(MARKS)
    .map(({ sign, style, meaning }) => `${style === null ? sign : paint(style, sign)} ${meaning}`)
    .join('   ');
}

/** One SET: its members line by line with what came of their rules, and a line that sums it up. */
export function renderSet(set: JudgedSet, options: RenderOptions): string[] {
  const { paint } = options;
  const shown = set.parts.filter((part) => isShown(part, options));
  const lines: string[] = [];
  let section = '';
  for (const part of shown.slice(0, MOST_LINES)) {
    const [first = ''] = part.path.split('.');
    if (first !== section && !options.onlyBroken) lines.push(paint('bold', first));
    section = first;
    lines.push(...partLines(part, options));
  }
  if (shown.length > MOST_LINES) lines.push(`  … and ${count(shown.length - MOST_LINES, 'more member')}`);
  for (const note of set.notes) {
    const [first = '', ...rest] = hanging('    ', note, options.width);
    lines.push(`  ${paint('blue', 'i')} ${first.trimStart()}`, ...rest);
  }
  return [...lines, summaryLine(set.tally, paint)];
}

/** `Breaks 2 rules, 1 warning; 14 rules kept, 3 not judged.` */
export function summaryLine({ fail, warn, note, kept, notJudged }: Tally, paint: Paint): string {
  const found = [
    ...(fail > 0 ? [paint('red', `Breaks ${count(fail, 'rule')}`)] : []),
    ...(warn > 0 ? [paint('yellow', count(warn, 'warning'))] : []),
    ...(note > 0 ? [count(note, 'remark')] : []),
  ];
  const first = found.length === 0 ? paint('green', 'Nothing wrong was found') : found.join(', ');
  return `${first}; ${count(kept, 'rule')} kept, ${notJudged} not judged.`;
}

function isShown({ value, rules, path }: PartReading, { onlyBroken }: RenderOptions): boolean {
  if (rules.some(({ outcome }) => outcome === 'broken')) return true;
  if (onlyBroken) return false;
  // What is missing, and may be.
  return value !== undefined || ((path === 'token' || path === 'signature') && rules.length > 0);
}

function partLines(part: PartReading, options: RenderOptions): string[] {
  const { paint, width, onlyBroken } = options;
  const { sign, style } = MARKS[markOf(part.rules)];
  // Alone, a member needs its path to be found.
  const indent = '  '.repeat(onlyBroken ? 1 : depthOf(part));
  const name = onlyBroken ? excerptLine(part.path, 100) : nameOf(part);
  const label = name.padEnd(Math.max(0, NAME_WIDTH - indent.length));
  const kept = part.rules.filter(({ outcome }) => outcome === 'kept');
  const more = kept.length > 1 ? ` +${kept.length - 1}` : '';
  const clause = kept[0] === undefined || onlyBroken ? '' : `${clauseOf(kept[0])}${more}`;
  const room = Math.max(20, width - indent.length - label.length - clause.length - 6);
  const value = excerptLine(valueLine(part, options), room);
  const words = [label, value, clause === '' ? '' : paint('dim', clause)].filter((word) => word !== '');
  const under = `${indent}    `;
  return [
    `${indent}${style === null ? sign : paint(style, sign)} ${words.join('  ').trimEnd()}`,
    ...part.rules.slice(0, MOST_RULES).flatMap((rule) => {
      if (rule.outcome === 'broken') return brokenLines(rule, under, options);
      if (rule.outcome === 'kept' || onlyBroken) return [];
      return hanging(under, `not judged: ${rule.why} (${clauseOf(rule)})`, width, (text) =>
        paint('dim', text),
      );
    }),
  ];
}

function brokenLines(rule: Broken, under: string, { paint, width }: RenderOptions): string[] {
  const { level } = requirement(rule.requirement);
  const style = MARKS[rule.severity].style ?? 'bold';
  const source = [clauseOf(rule), ...(level in levelMeaning ? [] : [level]), rule.requirement].join(' · ');
  const { expected, hint } = rule;
  return [
    // Our own words quote what the SET says.
    ...hanging(under, visibleLine(rule.message), width, (text) => paint(style, text)),
    ...hanging(under, source, width, (text) => paint('dim', text)),
    ...(expected === undefined
      ? []
      : hanging(
          under,
          `expected: ${typeof expected === 'string' ? excerptLine(expected, 300) : jsonLine(expected, 300)}`,
          width,
        )),
    ...(hint === undefined ? [] : hanging(under, `hint: ${visibleLine(hint)}`, width)),
  ];
}

function markOf(rules: readonly RuleReading[]): Mark {
  const severities = rules.flatMap((rule) => (rule.outcome === 'broken' ? [rule.severity] : []));
  const worst = (['fail', 'warn', 'note'] as const).find((severity) => severities.includes(severity));
  if (worst !== undefined) return worst;
  if (rules.some(({ outcome }) => outcome === 'kept')) return 'kept';
  return rules.length > 0 ? 'open' : 'none';
}

function clauseOf({ requirement: id }: RuleReading): string {
  const row = requirement(id);
  return clauseName({ ...row, severity: 'fail' }, id);
}

/** The token and the signature have no members; what is in claims stands below the claim. */
function depthOf({ pointer }: PartReading): number {
  return Math.max(1, pointer.split('/').length - 1);
}

function nameOf({ path, pointer }: PartReading): string {
  if (pointer === '') return path;
  const name = (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
  return excerptLine(name, 100);
}

/** Objects whose members follow one by one are not shown twice. */
function valueLine({ path, value, rules }: PartReading, { now }: RenderOptions): string {
  if (path === 'token') return 'its form';
  if (path === 'signature')
    return rules.some(({ requirement, outcome }) => requirement === 'RFC8417-5.1-05' && outcome === 'kept')
      ? 'verifies with a key that was given'
      : '';
  if (value === undefined) return 'missing';
  if (opens(path, value)) return '';
  const words = timeInWords(path.split('.').at(-1) ?? '', value, now);
  return `${jsonLine(value, 600)}${words === null ? '' : `  (${words})`}`;
}

function opens(path: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Object.keys(value).length === 0) return false;
  return (
    /^claims\.(?:sub_id|events)$/.test(path) ||
    /^claims\.events\.\*(?:\.subject)?$/.test(path) ||
    ('format' in value && /^claims\.(?:sub_id|events\.\*\.subject)\./.test(path))
  );
}

/** A value as JSON, on one line, cut short; whatever is in it, it drives no terminal. */
function jsonLine(value: unknown, limit: number): string {
  return excerptLine(
    typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? ''),
    limit,
  );
}

/** Text below something, its lines one under the other. */
function hanging(
  indent: string,
  text: string,
  width: number,
  style: (text: string) => string = (plain) => plain,
): string[] {
  return wrap(text, Math.max(40, width - indent.length)).map((line) => `${indent}${style(line)}`);
}

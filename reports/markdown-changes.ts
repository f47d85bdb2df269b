import type { ComparedCheck, Results } from './results.ts';
import { count, duration, instant } from './text/format.ts';
import { code, prose, table } from './text/markdown.ts';
import { waiversOf, waiverWords } from './waiver-words.ts';
import { outcomeWords } from './words.ts';

const named = 3;
const rowsShown = 50;

/** What a reader has to know before the list of failures: what is new, and which waivers fail the run. One list, or nothing. */
export function changesAtAGlance(results: Results): string[] {
  const lines = [...comparisonLine(results), ...waiverLine(results)];
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')];
}

function comparisonLine({ comparison, policy }: Results): string[] {
  if (comparison === undefined) return [];
  const { against, newlyFailing, fixed, stillFailing, newlyNotTested } = comparison;
  const rest = [
    `${fixed.length} fixed`,
    `${stillFailing} still failing`,
    ...(newlyNotTested.length === 0 ? [] : [`${newlyNotTested.length} newly not tested`]),
  ].join(', ');
  const what =
    newlyFailing.length === 0
      ? '**Nothing is newly failing**'
      : `**${newlyFailing.length} newly failing**: ${keys(newlyFailing.map(({ key }) => key))}`;
  const gate = policy.newOnly === true ? '; only what is newly failing counts' : '';
  return [`${what}; ${rest}, since the run of ${prose(instant(against.startedAt))}${gate}.`];
}

function waiverLine(results: Results): string[] {
  const wrong = waiversOf(results).filter(({ state }) => waiverWords[state].remedy !== undefined);
  if (wrong.length === 0) return [];
  const words = wrong.map(
    ({ check, state }) => `${code(check, 120)} (${waiverWords[state].label.toLowerCase()})`,
  );
  return [`**${count(wrong.length, 'waiver')} to look at**: ${some(words)}.`];
}

/** The ledger of the waivers. */
export function waiverSection(results: Results): string[] {
  const waivers = waiversOf(results);
  if (waivers.length === 0) return [];
  const rows = waivers.slice(0, rowsShown).map(({ check, state, reason, issue, owner, until }) => {
    const { mark, label, remedy } = waiverWords[state];
    return [
      `${mark} ${label}`,
      code(check, 120),
      prose([reason, issue].filter((part) => part !== undefined).join(' · '), 300),
      prose(owner ?? '', 100),
      prose(until, 20),
      remedy ?? '',
    ];
  });
  return [
    `## Waivers (${waivers.length})`,
    table(['State', 'Check', 'Why', 'Owner', 'Until', 'What to do'], rows),
    ...beyond(waivers.length),
  ];
}

/** How the run differs from the one that it was compared with. */
export function comparisonSection({ comparison }: Results): string[] {
  if (comparison === undefined) return [];
  const { against, caveats, newlyFailing, fixed, newlyNotTested, changed, slower } = comparison;
  const checks = [newlyFailing, newlyNotTested, changed, fixed].flat();
  const times = slower.map(
    ({ name, delivery, beforeMs, afterMs }) =>
      `- ${prose(name)}${delivery === null ? '' : `, ${delivery}`}: ${duration(beforeMs)} before, ${duration(afterMs)} now`,
  );
  return [
    `## Compared with the run of ${prose(instant(against.startedAt))}`,
    `It was: “${prose(against.sentence)}”`,
    ...(caveats.length === 0 ? [] : [caveats.map((line) => `- ${prose(line)}`).join('\n')]),
    ...(checks.length === 0
      ? []
      : [
          table(['Check', 'Before', 'Now', 'What is seen now'], checks.slice(0, rowsShown).map(comparedRow)),
          ...beyond(checks.length),
        ]),
    ...(times.length === 0
      ? []
      : [`Slower:\n\n${times.slice(0, rowsShown).join('\n')}`, ...beyond(times.length)]),
  ];
}

function comparedRow({ key, before, after, message }: ComparedCheck): string[] {
  const word = (outcome: ComparedCheck['before']): string =>
    outcome === null ? 'not in that run' : `${outcomeWords[outcome].mark} ${outcomeWords[outcome].label}`;
  return [code(key, 120), word(before), word(after), prose(message ?? '', 300)];
}

function keys(all: readonly string[]): string {
  return some(all.map((key) => code(key, 120)));
}

function some(words: readonly string[]): string {
  const more = words.length - named;
  return [...words.slice(0, named), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function beyond(n: number): string[] {
  return n > rowsShown ? [`${n - rowsShown} more in results.json.`] : [];
}

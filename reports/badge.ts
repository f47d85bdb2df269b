import { lessAsked } from './own.ts';
import type { Results } from './results.ts';
import { excerptLine } from './text/excerpt.ts';
import { count, instant } from './text/format.ts';
import { escapeXml } from './text/xml.ts';
import { checksWith } from './view.ts';
import { waiverThatFails } from './waiver-words.ts';
import { verdictWordsOf } from './words.ts';

const labelColor = '#3d4450';
/** White text on each of them has a contrast of 4.5 and more. */
const verdictColor: Record<Results['verdict'], string> = {
  conformant: '#1f7a3a',
  'non-conformant': '#b3261e',
  incomplete: '#8a5a00',
};

/**
 * A badge for a README or a page: what was tested and how it ended, in words. It loads nothing and runs nothing; its title
 * has the profile and the day, since a badge outlives its run.
 */
export function renderBadge(results: Results): string {
  const label = subject(results);
  const message = ending(results);
  const title = `${label}: ${message} (${profileOf(results)}, ${instant(results.startedAt).slice(0, 10)})`;
  const [left, right] = [width(label), width(message)];
  const total = left + right;
  const text = (words: string, x: number, room: number): string =>
    `<text x="${x + room / 2}" y="14" textLength="${room - 2 * padding}" lengthAdjust="spacingAndGlyphs">${xml(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="20" viewBox="0 0 ${total} 20" role="img" aria-label="${xml(title)}">`,
    `<title>${xml(title)}</title>`,
    `<rect width="${left}" height="20" fill="${labelColor}"/>`,
    `<rect x="${left}" width="${right}" height="20" fill="${verdictColor[shade(results)]}"/>`,
    `<g fill="#fff" text-anchor="middle" font-family="Verdana, Geneva, DejaVu Sans, sans-serif" font-size="11" aria-hidden="true">`,
    text(label, 0, left),
    text(message, left, right),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function profileOf({ own, profile }: Results): string {
  return own?.profile === undefined
    ? `profile ${profile}`
    : `own profile "${own.profile.title}", from ${profile}`;
}

/** `SSF Transmitter`, `SSF scenarios`. */
function subject({ target, scenarios }: Results): string {
  if (scenarios !== undefined) return 'SSF scenarios';
  return target.role === 'transmitter' ? 'SSF Transmitter' : 'SSF Receiver';
}

/** No run that fails is green, nor one that was asked less than the standards ask. */
function shade(results: Results): Results['verdict'] {
  const less = lessAsked(results);
  const isLess = less !== null && less.omitted + less.lowered > 0;
  if (isLess && results.verdict === 'conformant') return 'incomplete';
  return waiverThatFails(results) === null ? results.verdict : 'incomplete';
}

/**
 * `conformant`, `2 MUSTs failed`, `incomplete`, `waiver stale`. A part of the checks never passes for all of them, nor what is waived for
 * what is kept, nor a profile of the tester's own for the standards.
 */
function ending(results: Results): string {
  const word = verdictWordsOf(results).label.toLowerCase();
  const waiver = waiverThatFails(results);
  if (results.verdict === 'conformant') {
    if (waiver !== null) return waiver;
    const waived = checksWith(results, 'waived').length;
    return `${word}${results.partial ? ' as far as tested' : ''}${byOwnProfile(results)}${waived === 0 ? '' : `, ${waived} waived`}`;
  }
  if (results.verdict === 'incomplete') return waiver === null ? word : `${word}, ${waiver}`;
  if (results.scenarios !== undefined) {
    const broken = results.scenarios.filter(({ outcome }) => outcome === 'broken').length;
    return broken === 0 ? word : `${count(broken, 'scenario')} broken`;
  }
  const musts = failedMusts(results);
  return musts === 0 ? word : `${count(musts, 'MUST')} failed`;
}

/** `, own profile, 330 MUSTs left out, 1 only as SHOULD` */
function byOwnProfile(results: Results): string {
  const less = lessAsked(results);
  if (less === null) return '';
  const { omitted, lowered } = less;
  return [
    ', own profile',
    ...(omitted === 0 ? [] : [`${count(omitted, 'MUST')} left out`]),
    ...(lowered === 0 ? [] : [`${count(lowered, 'MUST')} only as SHOULD`]),
  ].join(', ');
}

/** How many rules were found broken without being waived; the same number as in the sentence. */
function failedMusts({ checks }: Results): number {
  const findings = checks.filter(({ outcome }) => outcome !== 'waived').flatMap((check) => check.findings);
  const broken = findings.filter(({ severity }) => severity === 'fail');
  return new Set(broken.map(({ requirement }) => requirement)).size;
}

const padding = 7;

/** Roughly what the widest of the fonts takes; the text is fitted into it. */
function width(words: string): number {
  return Math.round(words.length * 6.6) + 2 * padding;
}

function xml(words: string): string {
  return escapeXml(excerptLine(words, 200));
}

import { requirements } from '../../standard/requirements.ts';

/** Longest name that a sentence quotes. */
const LONGEST = 60;

/** How sentences and documents call what is ours, as `plain` writes it. */
const OUR_NAMES: readonly string[] = [
  ...new Set(requirements.map(({ spec }) => plain(spec))),
  'openid shared signals',
  'shared signals framework',
  'scenarios',
];

/**
 * What is wrong with a name of the tester's own that the verdict's sentence tells: it must be readable as nothing but a
 * name, and not as that of a standard.
 * @param member `title`, or `rule ACME-1: spec`
 * @param where a document's name may not hold that of a standard anywhere, that of a profile may not begin with it
 */
export function nameComplaints(member: string, name: string, where: 'within' | 'at-start'): string[] {
  if (name !== name.trim() || name.length > LONGEST || /[\p{C}\p{Zl}\p{Zp}]|[^\P{Zs} ]/u.test(name))
    return [`${member} must be one line of at most ${LONGEST} characters, without control characters.`];
  if (/[;():"“”„]/.test(name))
    return [`${member} must not hold ; : ( ) or quotation marks; it stands in a sentence.`];
  if (/\d\s*of\s*\d/i.test(name)) return [`${member} must not read like a count, such as "3 of 3".`];
  const words = ` ${plain(name)} `;
  const ours = OUR_NAMES.find((one) =>
    where === 'within' ? words.includes(` ${one} `) : words.startsWith(` ${one} `),
  );
  if (ours === undefined) return [];
  const taken = where === 'within' ? 'hold' : 'begin with';
  return [
    `${member}: "${name}" must not ${taken} the name of a standard, ${ours.toUpperCase()}; take one of your own.`,
  ];
}

/** Lower case, one blank between words; `RFC 8417` and `RFC-8417` are `rfc8417`. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replaceAll(/\brfc (?=\d)/g, 'rfc')
    .trim();
}

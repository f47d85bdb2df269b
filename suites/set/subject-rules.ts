import {
  COMPLEX,
  OTHER_REGISTERED_FORMATS,
  simpleFormat,
  simpleFormats,
} from '../standard/subject-formats.ts';
import type { FoundIdentifier } from './subject.ts';
import type { Violation } from './violation.ts';
import { shown } from './violation.ts';

/** RFC 9493 3: every subject identifier names its format. */
export function judgeFormatMember({ identifier, path }: FoundIdentifier): Violation<'RFC9493-3-01'>[] {
  const { format } = identifier;
  if (typeof format === 'string' && format !== '') return [];
  // With the old name in its place RISC 3.1 speaks.
  if (format === undefined && 'subject_type' in identifier) return [];
  return [
    {
      requirement: 'RFC9493-3-01',
      path,
      message:
        format === undefined
          ? 'A subject identifier has no `format`.'
          : '`format` is not a non-empty string.',
      expected: '`format` with the name of an identifier format',
      actual: identifier,
    },
  ];
}

/** RISC 3.1: `subject_type` is the old name of `format`, which new services must not use. */
export function judgeSubjectType({ identifier, path }: FoundIdentifier): Violation<'RISC-3.1-01'>[] {
  if (!('subject_type' in identifier)) return [];
  return [
    {
      requirement: 'RISC-3.1-01',
      // Beside `format` it may be there for the sake of old Receivers.
      ...('format' in identifier ? { cap: 'warn' as const } : {}),
      path,
      message: 'A subject identifier has the deprecated member `subject_type`.',
      expected: 'only `format`',
      actual: identifier,
    },
  ];
}

/** RISC 2.5 and 2.6 write `phone` for phone_number. */
const PHONE = 'phone';

/** SSF 3.4, RFC 9493 3: the format is registered, defined by SSF, or agreed between the parties. */
export function judgeFormatName(
  { identifier, path, place }: FoundIdentifier,
  eventTypes: readonly string[],
): Violation<'SSF-3.4-01'>[] {
  const { format } = identifier;
  if (typeof format !== 'string' || format === '') return [];
  if (simpleFormat(format) !== undefined || OTHER_REGISTERED_FORMATS.includes(format)) return [];
  if (format === COMPLEX && place === 'subject') return [];
  // SSF-3.3-01 judges a complex subject inside another; whether aliases may hold one no text says.
  if (format === COMPLEX) return [];
  // RFC 7519 2: a collision-resistant name lies in a namespace that its user controls, or is random.
  if (/[.:/]/.test(format) || /^[0-9a-f-]{32,36}$/i.test(format)) return [];
  // There RISC-2.5-04 and RISC-2.6-05 speak.
  if (format === PHONE && eventTypes.some((type) => /\/identifier-(?:changed|recycled)$/.test(type)))
    return [];
  const meant = simpleFormats.find(({ name }) => spelling(name) === spelling(format))?.name;
  return [
    {
      requirement: 'SSF-3.4-01',
      path: `${path}/format`,
      message: `${shown(format)} is not the name of a registered subject identifier format.`,
      expected: 'a format of RFC 9493 3.2 or SSF 3.5',
      actual: format,
      hint:
        meant === undefined && format !== PHONE
          ? 'A proprietary format is right only where the parties agreed to it, and under a name that cannot collide, such as "example.com/badge" (RFC 9493 section 3). If your Receivers know this name, waive this finding.'
          : `The registered name is "${meant ?? 'phone_number'}".`,
    },
  ];
}

function spelling(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace(/s$/, '');
}

/** RFC 9493 3: nothing but the format's own members. SSF 4.2.3, the later text, lets fields be added anywhere. */
export function judgeExtraMembers({ identifier, path }: FoundIdentifier): Violation<'RFC9493-3-06'>[] {
  const format = simpleFormat(String(identifier.format));
  if (format === undefined) return [];
  const described = ['format', 'subject_type', ...format.members.map(({ name }) => name)];
  const extra = Object.keys(identifier).filter((name) => !described.includes(name));
  // The wrong name of a missing member is told where the missing one is.
  const slips = Object.entries(format.slips ?? {}).filter(([, right]) => !(right in identifier));
  const undescribed = extra.filter((name) => !slips.some(([slip]) => slip === name));
  if (undescribed.length === 0) return [];
  return [
    {
      requirement: 'RFC9493-3-06',
      path,
      message: `A subject of the format ${format.name} has members that its format does not describe.`,
      expected: `only ${described.filter((name) => name !== 'subject_type').join(', ')}`,
      actual: undescribed.join(', '),
    },
  ];
}

const SPECIFIC: ReadonlyMap<string, string> = new Map([
  ['mailto', 'email'],
  ['tel', 'phone_number'],
  ['acct', 'account'],
  ['did', 'did'],
]);

/** RFC 9493 3.2: of several fitting formats, the most specific one. */
export function judgeMostSpecific({ identifier, path }: FoundIdentifier): Violation<'RFC9493-3.2-01'>[] {
  const { format, uri } = identifier;
  if (format !== 'uri' || typeof uri !== 'string') return [];
  const better = SPECIFIC.get(uri.split(':', 1)[0]?.toLowerCase() ?? '');
  if (better === undefined) return [];
  return [
    {
      requirement: 'RFC9493-3.2-01',
      path,
      message: `A subject of the format uri has a value for which there is the more specific format ${better}.`,
      expected: `format "${better}"`,
      actual: uri,
    },
  ];
}

import { COMPLEX, COMPLEX_MEMBERS, type FormatMember, simpleFormat } from '../standard/subject-formats.ts';
import { formFault, isIpAddress } from './member-forms.ts';
import { type FoundIdentifier, isObject, type JsonObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** The members that a simple format requires: there, not null or empty, and of the right form. */
export function judgeFormat({ identifier, path }: FoundIdentifier): Violation[] {
  const format = simpleFormat(String(identifier.format));
  if (format === undefined) return [];
  const violations = format.members.flatMap((member) => judgeMember(format.name, member, identifier, path));
  if (format.name === 'aliases') violations.push(...judgeAliases(identifier.identifiers, path));
  if (format.name === 'ip-addresses') violations.push(...judgeAddresses(identifier['ip-addresses'], path));
  return violations;
}

function judgeMember(
  format: string,
  member: FormatMember,
  identifier: JsonObject,
  path: string,
): Violation[] {
  const { name, empty } = member;
  const where = `${path}/${name}`;
  const value = identifier[name];
  const of = `of a subject of the format ${format}`;
  if (!(name in identifier)) {
    const slip = Object.entries(simpleFormat(format)?.slips ?? {}).find(
      ([wrong, right]) => right === name && wrong in identifier,
    );
    return [
      {
        requirement: member.missing,
        path: where,
        message: `The member \`${name}\` ${of} is missing.`,
        expected: `\`${name}\``,
        actual: identifier,
        ...(slip === undefined ? {} : { hint: `The member is called \`${name}\`, not \`${slip[0]}\`.` }),
      },
    ];
  }
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (isEmpty && empty !== null) {
    return [
      {
        requirement: empty,
        path: where,
        message: `The member \`${name}\` ${of} is null or empty.`,
        actual: value,
      },
    ];
  }
  if (isEmpty && value !== null) {
    // SSF 3.5 does not say that its members must not be empty, though an empty one identifies nothing.
    return [
      {
        requirement: member.malformed,
        cap: Array.isArray(value) ? 'note' : 'warn',
        path: where,
        message: `The member \`${name}\` ${of} is empty.`,
        actual: value,
      },
    ];
  }
  const fault = formFault(member.form, value);
  if (fault === null) return [];
  return [
    {
      requirement: member.malformed,
      ...(fault.lenient === true ? { cap: 'warn' as const } : {}),
      path: where,
      message: `The member \`${name}\` ${of} ${fault.message}.`,
      expected: fault.expected,
      actual: value,
    },
  ];
}

/** RFC 9493 3.2.8: each alias is an identifier, none is itself aliases, none stands twice. */
function judgeAliases(identifiers: unknown, path: string): Violation[] {
  if (!Array.isArray(identifiers)) return [];
  const elements: readonly unknown[] = identifiers;
  const earlier = new Set<string>();
  return elements.flatMap((alias, index): Violation[] => {
    const at = `${path}/identifiers/${index}`;
    if (!isObject(alias)) {
      const message = 'An element of `identifiers` is no subject identifier.';
      return [{ requirement: 'RFC9493-3.2.8-01', path: at, message, expected: 'an object', actual: alias }];
    }
    if (alias.format === 'aliases') {
      const message = 'An aliases subject holds another aliases subject.';
      return [
        { requirement: 'RFC9493-3.2.8-07', path: at, message, expected: 'another format', actual: alias },
      ];
    }
    const same = canonical(alias);
    if (earlier.has(same)) {
      const message = 'An aliases subject holds one identifier twice.';
      return [{ requirement: 'RFC9493-3.2.8-06', path: at, message, expected: 'each once', actual: alias }];
    }
    earlier.add(same);
    return [];
  });
}

/** The same text for values that are equal as JSON: the order of members tells nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** SSF 3.5.3: each element is a textual IP address. */
function judgeAddresses(addresses: unknown, path: string): Violation[] {
  if (!Array.isArray(addresses)) return [];
  const wrong = addresses.findIndex((address) => !isIpAddress(address));
  if (wrong < 0) return [];
  return [
    {
      requirement: 'SSF-3.5.3-03',
      path: `${path}/ip-addresses/${wrong}`,
      message: 'An element of `ip-addresses` is no textual IPv4 or IPv6 address.',
      expected: 'an address such as 10.29.37.75 or 2001:db8::1',
      actual: addresses[wrong],
    },
  ];
}

/** SSF 3.3: a complex subject holds one or more simple ones, and none of them is itself complex. */
export function judgeComplex({ identifier, path }: FoundIdentifier): Violation<'SSF-3.3-01'>[] {
  if (identifier.format !== COMPLEX) return [];
  const members = Object.entries(identifier).filter(([name]) => name !== 'format');
  const violations: Violation<'SSF-3.3-01'>[] = [];
  const add = (name: string, message: string, actual: unknown, cap?: 'warn'): void => {
    violations.push({
      requirement: 'SSF-3.3-01',
      ...(cap === undefined ? {} : { cap }),
      path: name === '' ? path : `${path}/${name}`,
      message,
      expected: 'an object with a `format` of its own, other than "complex"',
      actual,
    });
  };
  for (const [name, member] of members) {
    const named = COMPLEX_MEMBERS.includes(name);
    if (!isObject(member) || !('format' in member || 'subject_type' in member)) {
      // A member of another name may be an additional field (SSF 4.2.3).
      const message = `The member \`${name}\` of a complex subject is no subject identifier.`;
      add(name, message, member, named ? undefined : 'warn');
    } else if (member.format === COMPLEX) {
      add(name, `The member \`${name}\` of a complex subject is itself complex.`, member);
    }
  }
  if (violations.length === 0 && !members.some(([, member]) => isObject(member))) {
    add('', 'A complex subject has no member that is a simple subject.', identifier);
  }
  return violations;
}

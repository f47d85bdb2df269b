import { isObject } from './is-object.ts';

/** A Subject Identifier (RFC 9493 section 3, SSF 3): an object with at least `format`. */
export type SubjectIdentifier = { format: string } & Record<string, unknown>;

type Shape = 'string' | 'strings' | 'identifiers';

/** Members that each format demands: RFC 9493 section 3.2, SSF 3.5. */
const required: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  account: { uri: 'string' },
  email: { email: 'string' },
  iss_sub: { iss: 'string', sub: 'string' },
  opaque: { id: 'string' },
  phone_number: { phone_number: 'string' },
  did: { url: 'string' },
  uri: { uri: 'string' },
  aliases: { identifiers: 'identifiers' },
  jwt_id: { iss: 'string', jti: 'string' },
  saml_assertion_id: { issuer: 'string', assertion_id: 'string' },
  'ip-addresses': { 'ip-addresses': 'strings' },
};

/** Names of the formats for simple subjects that the standards define. */
export const subjectFormats: readonly string[] = Object.keys(required);

/** Format of a subject that is narrowed down by several simple ones (SSF 3.3). */
export const COMPLEX = 'complex';

function fits(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'string':
      return typeof value === 'string' && value !== '';
    case 'strings':
      return Array.isArray(value) && value.length > 0 && value.every((entry) => fits(entry, 'string'));
    case 'identifiers':
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        // RFC 9493 3.2.8: aliases do not hold aliases.
        value.every((entry) => isSimpleSubject(entry) && entry.format !== 'aliases')
      );
  }
}

/** A simple subject with all members of its format. A format that we do not know is the parties' own affair (SSF 3.4). */
function isSimpleSubject(value: unknown): value is SubjectIdentifier {
  if (!isObject(value) || typeof value.format !== 'string' || value.format === '') return false;
  if (value.format === COMPLEX) return false;
  const members = required[value.format] ?? {};
  return Object.entries(members).every(([name, shape]) => fits(value[name], shape));
}

/** The members of a complex subject without its `format`. */
export function complexMembers(subject: SubjectIdentifier): [string, unknown][] {
  return Object.entries(subject).filter(([name]) => name !== 'format');
}

/** Whether this can be a subject: simple, or complex with one or more simple members (SSF 3.2, 3.3). */
export function isSubject(value: unknown): value is SubjectIdentifier {
  if (!isObject(value) || value.format !== COMPLEX) return isSimpleSubject(value);
  const members = complexMembers(value as SubjectIdentifier);
  return members.length > 0 && members.every(([, member]) => isSimpleSubject(member));
}

import type { RequirementId } from '../../standard/requirement-ids.ts';
import {
  COMPLEX,
  OTHER_REGISTERED_FORMATS,
  simpleFormat,
  simpleFormats,
} from '../../standard/subject-formats.ts';
import { eventTypesOf } from '../events.ts';
import { type FoundIdentifier, identifiersOf, type JsonObject } from '../subject.ts';
import { judgeComplex, judgeFormat } from '../subject-format-rules.ts';
import {
  judgeExtraMembers,
  judgeFormatMember,
  judgeFormatName,
  judgeMostSpecific,
  judgeSubjectType,
} from '../subject-rules.ts';
import type { Violation } from '../violation.ts';
import type { Collection } from './collect.ts';
import { placeOf } from './places.ts';

/** A rule about a subject identifier: its rows, at which member they stand, and when they say something about it. */
interface IdentifierRule {
  judge: (found: FoundIdentifier, types: readonly string[]) => Violation[];
  rows: readonly {
    requirement: RequirementId;
    /** Empty: the identifier as such. */
    member: string;
    keeps: (found: FoundIdentifier) => boolean;
  }[];
}

const ofFormat =
  (name: string) =>
  ({ identifier }: FoundIdentifier): boolean =>
    identifier.format === name;
const hasSimpleFormat = ({ identifier }: FoundIdentifier): boolean =>
  simpleFormat(String(identifier.format)) !== undefined;

/** The rows of the formats' members: when nothing is wrong with a member, it is there, filled, and of its form. */
const memberRows: IdentifierRule['rows'] = simpleFormats.flatMap(({ name, members }) =>
  members.flatMap(({ name: member, missing, empty, malformed }) =>
    [missing, empty, malformed]
      .filter((requirement) => requirement !== null)
      .map((requirement) => ({ requirement, member, keeps: ofFormat(name) })),
  ),
);

const further: IdentifierRule['rows'] = [
  { requirement: 'RFC9493-3.2.8-06', member: 'identifiers', keeps: ofFormat('aliases') },
  { requirement: 'RFC9493-3.2.8-07', member: 'identifiers', keeps: ofFormat('aliases') },
  { requirement: 'SSF-3.5.3-03', member: 'ip-addresses', keeps: ofFormat('ip-addresses') },
];

export const identifierRules: readonly IdentifierRule[] = [
  { judge: judgeFormat, rows: [...memberRows, ...further] },
  {
    judge: (found) => (found.place === 'subject' ? judgeComplex(found) : []),
    rows: [
      {
        requirement: 'SSF-3.3-01',
        member: 'format',
        keeps: (found) => found.place === 'subject' && found.identifier.format === COMPLEX,
      },
    ],
  },
  {
    judge: judgeFormatMember,
    rows: [
      {
        requirement: 'RFC9493-3-01',
        member: 'format',
        keeps: ({ identifier }) => identifier.format !== undefined,
      },
    ],
  },
  {
    judge: judgeSubjectType,
    rows: [{ requirement: 'RISC-3.1-01', member: 'subject_type', keeps: () => true }],
  },
  {
    judge: judgeFormatName,
    rows: [{ requirement: 'SSF-3.4-01', member: 'format', keeps: isRegistered }],
  },
  {
    judge: judgeExtraMembers,
    rows: [{ requirement: 'RFC9493-3-06', member: '', keeps: hasSimpleFormat }],
  },
  {
    judge: judgeMostSpecific,
    rows: [
      {
        requirement: 'RFC9493-3.2-01',
        member: 'uri',
        keeps: ({ identifier }) => identifier.format === 'uri' && typeof identifier.uri === 'string',
      },
    ],
  },
];

/** Reads every subject identifier of a SET. */
export function readIdentifiers(claims: JsonObject, into: Collection): void {
  const types = eventTypesOf(claims);
  for (const found of identifiersOf(claims)) readIdentifier(found, types, claims, into);
}

function readIdentifier(
  found: FoundIdentifier,
  types: readonly string[],
  claims: JsonObject,
  into: Collection,
): void {
  const { identifier, path } = found;
  const { format } = identifier;
  for (const { judge, rows } of identifierRules) {
    const violations = judge(found, types);
    const wrong = violations.map((violation) => {
      const { place, requirement } = { place: placeOf(violation.path ?? path, claims), ...violation };
      // A rule about a member speaks of the identifier as a whole where the member is what is missing.
      const member = rows.find((row) => row.requirement === requirement)?.member ?? '';
      const at =
        violation.path === path && member !== '' && requirement !== 'SSF-3.3-01'
          ? placeOf(`${path}/${member}`, claims)
          : place;
      into.broken(at, violation, typeof format === 'string' ? { format } : {});
      return at.pointer;
    });
    for (const { requirement, member, keeps } of rows) {
      if (!keeps(found)) continue;
      const place = placeOf(member === '' ? path : `${path}/${member}`, claims);
      // What is wrong with a member, or in it, leaves its other rows open.
      const isOpen = wrong.some(
        (pointer) => pointer === place.pointer || pointer.startsWith(`${place.pointer}/`),
      );
      const of = rows === identifierRules[0]?.rows && typeof format === 'string' ? { format } : {};
      if (!isOpen) into.kept(place, requirement, of);
    }
  }
  if (typeof format === 'string' && format !== '' && isAgreedOn(found, types))
    into.notJudged(
      placeOf(`${path}/format`, claims),
      'SSF-3.4-01',
      'a format of somebody’s own is right where the parties agreed on it',
    );
}

/** A name that RFC 9493 or SSF defines, or that is registered otherwise. */
function isRegistered({ identifier, place }: FoundIdentifier): boolean {
  const { format } = identifier;
  if (typeof format !== 'string') return false;
  if (format === COMPLEX) return place === 'subject';
  return simpleFormat(format) !== undefined || OTHER_REGISTERED_FORMATS.includes(format);
}

/** No registered name, and nothing is wrong with it: it is for the parties to say. */
function isAgreedOn(found: FoundIdentifier, types: readonly string[]): boolean {
  if (isRegistered(found) || found.identifier.format === COMPLEX) return false;
  return judgeFormatName(found, types).length === 0;
}

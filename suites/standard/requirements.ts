import type { RequirementId } from './requirement-ids.ts';
import rows from './requirements.json' with { type: 'json' };

/** BCP 14 keyword of the source; for `DECLARATIVE`, `DERIVED` and `INFORMATIVE` the source uses none. */
export type RequirementLevel =
  | 'MUST'
  | 'MUST NOT'
  | 'SHALL'
  | 'SHALL NOT'
  | 'REQUIRED'
  | 'SHOULD'
  | 'SHOULD NOT'
  | 'RECOMMENDED'
  | 'NOT RECOMMENDED'
  | 'MAY'
  | 'OPTIONAL'
  /** Stated by the source without a keyword: tables, formats, "responds with 201". */
  | 'DECLARATIVE'
  /** Not stated, but follows from other rules. */
  | 'DERIVED'
  /** Only in an example. */
  | 'INFORMATIVE';

/** What a breach means: `fail` makes the target non-conformant, `warn` is a warning, `info` is only noted. */
export type Severity = 'fail' | 'warn' | 'info';

/** One rule of a standard, in our words. */
export interface Requirement {
  /** Stable: never renumbered, only appended. */
  id: RequirementId;
  /** Short name of the document: `SSF`, `CAEP`, `RFC8417`, ... */
  spec: string;
  section: string;
  sectionTitle: string;
  level: RequirementLevel;
  /** Who has to keep the rule. */
  role: 'transmitter' | 'receiver' | 'both';
  /** `wire`: visible in traffic; `behaviour-with-hook`: needs an action inside the target. */
  observable: 'wire' | 'behaviour-with-hook' | 'not-observable';
  /** What a breach means for the verdict, before a profile changes it. */
  severity: Severity;
  /** The rule is about what the target does with something wrong. */
  negative: boolean;
  summary: string;
  /** When the rule applies; always if missing. */
  condition?: string;
  /** Drafts of the interoperability profile that have the rule, `yyyy-mm`. */
  versions?: readonly string[];
}

/** Every row of the catalogue, in the order of the documents. */
// Sound: the test of the generated ids reads every row; the words are checked there too.
export const requirements = rows as readonly unknown[] as readonly Requirement[];

const byId: ReadonlyMap<string, Requirement> = new Map(requirements.map((row) => [row.id, row]));

/** The row of an id; throws a RangeError for an id that the catalogue does not have. */
export function requirement(id: RequirementId): Requirement {
  const row = byId.get(id);
  if (row === undefined) throw new RangeError(`no requirement ${id} in the catalogue`);
  return row;
}

/** Whether a string is the id of a row. */
export function isRequirementId(id: string): id is RequirementId {
  return byId.has(id);
}

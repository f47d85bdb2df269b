import { AttestationError } from '../../reports/attestation/attestation-error.ts';
import { digestOfPage, digestOfResults } from '../../reports/attestation/digests.ts';
import { agrees, type Statement } from '../../reports/attestation/statement.ts';
import type { TrustedKey } from '../../reports/attestation/trusted-keys.ts';
import { type Attested, verifyAttestation } from '../../reports/attestation/verify.ts';
import { attestationIn, EmbeddedDataError, extractResults } from '../../reports/html/embed.ts';
import type { Results } from '../../reports/results.ts';
import { ambiguity } from './exact-json.ts';

/** What became of a file that was signed, or should have been. */
export interface Inspection {
  /**
   * `unchanged`: the signature holds, and it is over just this. `changed`: it holds, but over something else.
   * `not-trusted`: it does not hold by the keys that are trusted. `unsigned`: there is none.
   */
  state: 'unchanged' | 'changed' | 'not-trusted' | 'unsigned';
  /** Why it is not to be relied on; empty when it is. */
  problems: string[];
  /** What is worth knowing beside that. */
  notes: string[];
  /** What the signature says, where it holds; of a changed file, it does not say it of this one. */
  attested?: Attested;
}

/** By which keys, and at what time. */
export interface Trust {
  keys: readonly TrustedKey[];
  now: Date;
}

/** Looks at the text of a results.json, and at what JSON.parse made of it. */
export async function inspectResults(text: string, value: object, trust: Trust): Promise<Inspection> {
  const jws = 'attestation' in value ? value.attestation : undefined;
  if (jws === undefined || jws === '') return unsigned('It is not signed, or the signature was taken out.');
  if (typeof jws !== 'string') return notTrusted('What stands in place of the signature is none.');
  return withSignature(jws, trust, (attested) => {
    const ambiguous = ambiguity(text);
    if (ambiguous !== null) return { problems: [ambiguous] };
    const { statement } = attested;
    if (!isOver(value, statement)) return { problems: ['The content is not what was signed.'] };
    // Sound: they are, to the last member, those of which the statement was made.
    if (!agrees(statement, value as Results)) return { problems: [CONTRADICTION] };
    const asWritten = `${JSON.stringify(value, null, 2)}\n` === text;
    return {
      notes: asWritten ? [] : ['It is laid out otherwise than it was written; the content is the same.'],
    };
  });
}

/** Looks at a report.html. */
export async function inspectPage(page: string, trust: Trust): Promise<Inspection> {
  let jws: string | null;
  try {
    jws = attestationIn(page);
  } catch (error) {
    return { state: 'changed', problems: [embedded(error)], notes: [] };
  }
  if (jws === null) return unsigned('It is not signed, or the signature was taken out.');
  return withSignature(jws, trust, (attested) => {
    const { statement } = attested;
    const carried = carriedBy(page);
    if (digestOfPage(page) !== statement.report) {
      const same = carried.results !== null && isOver(carried.results, statement);
      return {
        problems: [
          `The page is not what was signed${same ? '; the results that it carries are' : ''}.`,
          ...(carried.problem === null ? [] : [carried.problem]),
        ],
      };
    }
    if (carried.problem !== null) return { problems: [carried.problem] };
    if (carried.results === null) return { notes: ['It carries no results; results.json holds them.'] };
    if (!isOver(carried.results, statement) || !agrees(statement, carried.results))
      return { problems: [CONTRADICTION] };
    return {};
  });
}

function isOver(results: object, statement: Statement): boolean {
  try {
    return digestOfResults(results) === statement.results;
  } catch (error) {
    // Numbers that JSON does not have, or nesting beyond the stack: nobody signed that.
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}

/** A signature that holds over something that contradicts itself was not made by `sign`. */
const CONTRADICTION = 'What was signed does not say of the results what they say themselves.';

async function withSignature(
  jws: string,
  { keys, now }: Trust,
  compare: (attested: Attested) => Partial<Pick<Inspection, 'problems' | 'notes'>>,
): Promise<Inspection> {
  let attested: Attested;
  try {
    attested = await verifyAttestation(jws, keys, now);
  } catch (error) {
    if (error instanceof AttestationError) return notTrusted(error.message);
    throw error;
  }
  const { problems = [], notes = [] } = compare(attested);
  return { state: problems.length === 0 ? 'unchanged' : 'changed', problems, notes, attested };
}

function carriedBy(page: string): { results: Results | null; problem: string | null } {
  try {
    return { results: extractResults(page), problem: null };
  } catch (error) {
    return { results: null, problem: embedded(error) };
  }
}

function embedded(error: unknown): string {
  if (error instanceof EmbeddedDataError) return error.message;
  throw error;
}

function unsigned(problem: string): Inspection {
  return { state: 'unsigned', problems: [problem], notes: [] };
}

function notTrusted(problem: string): Inspection {
  return { state: 'not-trusted', problems: [problem], notes: [] };
}

import type { Finding } from '../../../reports/results.ts';
import type { Exchange } from '../exchange.ts';
import type { FindingInput, SeenSet } from '../probe.ts';

export type Severity = Finding['severity'];

/** Longest text of an expectation or an observation in a finding. */
const TEXT_LIMIT = 2_000;

/** Collects the findings of one check; the catalogue's severity is handed in. */
export class Judge<R extends string> {
  readonly findings: Finding[] = [];
  readonly #severityOf: (requirement: R) => Severity | null;

  /** `severityOf`: null for a rule that the profile has nothing to do with; findings on it are dropped. */
  constructor(severityOf: (requirement: R) => Severity | null) {
    this.#severityOf = severityOf;
  }

  expect(condition: unknown, requirement: R, finding: FindingInput): boolean {
    if (condition) return true;
    this.violates(requirement, finding);
    return false;
  }

  violates(requirement: R, finding: FindingInput): void {
    this.#add(requirement, this.#severityOf(requirement), finding);
  }

  warns(requirement: R, finding: FindingInput): void {
    const severity = this.#severityOf(requirement);
    this.#add(requirement, severity === 'fail' ? 'warn' : severity, finding);
  }

  notes(requirement: R, finding: FindingInput): void {
    this.#add(requirement, this.#severityOf(requirement) === null ? null : 'note', finding);
  }

  expectStatus(
    exchange: Exchange,
    allowed: readonly number[] | '4xx',
    requirement: R,
    what: string,
  ): boolean {
    const { response, error } = exchange;
    const expected = allowed === '4xx' ? 'a 4xx status' : `status ${allowed.join(' or ')}`;
    if (response === null) {
      this.violates(requirement, {
        message: `${what}: no answer came.`,
        expected,
        actual: `${error?.kind ?? 'no response'}: ${error?.message ?? ''}`,
        exchange,
      });
      return false;
    }
    const status = response.status;
    const holds = allowed === '4xx' ? status >= 400 && status < 500 : allowed.includes(status);
    return this.expect(holds, requirement, {
      message: `${what}: the status is ${status}.`,
      expected,
      actual: `status ${status}${response.text === '' ? '' : `, body ${beginning(response.text)}`}`,
      exchange,
    });
  }

  expectJsonType(exchange: Exchange, requirement: R, what: string): boolean {
    if (exchange.response === null) return false;
    const actual = exchange.response.headers['content-type'];
    const mediaType = actual?.split(';')[0]?.trim().toLowerCase();
    return this.expect(mediaType === 'application/json', requirement, {
      message: `${what}: the answer is not declared as JSON.`,
      expected: 'Content-Type: application/json',
      actual: actual === undefined ? 'no Content-Type' : `Content-Type: ${actual}`,
      exchange,
    });
  }

  #add(requirement: R, severity: Severity | null, input: FindingInput): void {
    if (severity === null) return;
    const finding: Finding = { requirement, severity, message: input.message };
    if (input.expected !== undefined) finding.expected = describe(input.expected);
    if (input.actual !== undefined) finding.actual = describe(input.actual);
    if (input.hint !== undefined) finding.hint = input.hint;
    const exchange = idOf(input.exchange) ?? exchangeOf(input.set);
    if (exchange !== undefined) finding.exchange = exchange;
    const set = idOf(input.set);
    if (set !== undefined) finding.set = set;
    this.findings.push(finding);
  }
}

function idOf(value: { id: number } | number | undefined): number | undefined {
  return typeof value === 'object' ? value.id : value;
}

function exchangeOf(set: SeenSet | number | undefined): number | undefined {
  return typeof set === 'object' ? set.exchange.id : undefined;
}

function describe(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT)}… (${text.length} characters)`;
}

/** The first 200 characters, with a sign where more follow. */
function beginning(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

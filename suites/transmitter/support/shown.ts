import type { JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { expectNotThrottled } from './in-the-way.ts';
import { expectOffered, type WriteOperation, write } from './write.ts';
import { expectDecision } from './write-answer.ts';

/** A PATCH or PUT that must be taken and show. */
export interface ShownInput {
  operation: WriteOperation;
  stream: TestStream;
  body: JsonObject;
  /** The request in words: `A PATCH of delivery`. */
  what: string;
  /** What the configuration must show, in words. */
  expected: string;
  shows: (configuration: JsonObject) => boolean;
  /** The part of a configuration that a finding quotes. */
  actual: (configuration: JsonObject) => unknown;
  /** The check that judges a refusal or an endless 202; without it a refusal is a finding here. */
  refusalJudgedBy?: string;
  /** What may be changed is up to the Transmitter's policy: 403 is no finding. */
  subjectToPolicy?: true;
}

/** Judges that a PATCH or PUT is taken, and that its answer and a GET afterwards show what it asked for. */
export async function expectShown<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  input: ShownInput,
): Promise<void> {
  const { what, shows, refusalJudgedBy } = input;
  const { exchange, accepted, reply, after } = await write(
    t,
    input.operation,
    input.stream,
    input.body,
    shows,
  );
  expectNotThrottled(t, exchange);
  const status = exchange.response?.status;
  const pending = status === 202 && (after === null || !shows(after));
  if (refusalJudgedBy !== undefined) expectOffered(t, input.operation, exchange);
  if (input.subjectToPolicy === true && status === 403) {
    t.notApplicable(`${what} is not allowed to this Receiver (403).`);
  }
  if (refusalJudgedBy !== undefined && (!accepted || pending)) {
    t.notTested(`${what} is not taken, or stays pending; ${refusalJudgedBy} says more.`);
  }
  if (!accepted) {
    t.violates(requirement, {
      message: `${what} is refused.`,
      expected: input.expected,
      actual: `status ${status ?? exchange.error?.kind ?? 'none'}, body ${exchange.response?.text.slice(0, 200) ?? ''}`,
      exchange,
    });
    return;
  }
  if (pending) return expectDecision(t, requirement, what, exchange);
  const places = [
    { where: 'answer', configuration: reply },
    { where: 'GET', configuration: after },
  ];
  const offending = places.filter(({ configuration }) => configuration !== null && !shows(configuration));
  if (offending.length === 0) return;
  t.violates(requirement, {
    message: `${what} is accepted, but does not take effect.`,
    expected: input.expected,
    actual: offending
      .map(({ where, configuration }) => `${where}: ${shown(configuration, input.actual)}`)
      .join('; '),
    exchange,
  });
}

function shown(configuration: JsonObject | null, part: (configuration: JsonObject) => unknown): string {
  return configuration === null ? 'none' : (JSON.stringify(part(configuration)) ?? 'absent');
}

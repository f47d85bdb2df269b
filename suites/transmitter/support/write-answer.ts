import type { TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { COMPARED, differences, inWords, REQUIRED, TRANSMITTER_SUPPLIED } from './configuration.ts';
import { expectOffered, METHOD, type WriteOperation, type Written } from './write.ts';

/**
 * Judges the answer to a PATCH or PUT: 200 with the whole configuration, or 202 and then the change shows
 * (`shown`). The values that the request set are not looked at.
 */
export function expectWholeConfiguration<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  operation: WriteOperation,
  { exchange, reply, after }: Written,
  shown: boolean,
): void {
  const method = METHOD[operation];
  const status = exchange.response?.status;
  expectOffered(t, operation, exchange);
  if (!t.expectStatus(exchange, [200, 202], requirement, `A ${method} of the description`)) return;
  if (status === 202) {
    t.expect(shown, requirement, {
      message: `A ${method} that is answered 202 does not take effect.`,
      expected: `the new description within ${t.limits.change} ms`,
      actual: 'the old one',
      exchange,
    });
    return;
  }
  const needed = after === null ? REQUIRED : COMPARED.filter((member) => present(after[member]));
  const missing = needed.filter((member) => member !== 'description' && !present(reply?.[member]));
  const whole = t.expect(reply !== null && missing.length === 0, requirement, {
    message: `The answer to a ${method} is not the whole stream configuration.`,
    expected: `a JSON object with ${needed.join(', ')}`,
    actual: reply === null ? (exchange.response?.text.slice(0, 200) ?? '') : `missing: ${missing.join(', ')}`,
    exchange,
  });
  if (!whole || reply === null || after === null) return;
  // What the request left alone is the same in the answer and in what a GET shows.
  const changed = differences(after, reply, TRANSMITTER_SUPPLIED);
  t.expect(changed.length === 0, requirement, {
    message: `The answer to a ${method} shows another configuration than a GET right after it.`,
    expected: 'the updated configuration',
    actual: `from the GET to the answer: ${inWords(changed)}`,
    exchange,
  });
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null;
}

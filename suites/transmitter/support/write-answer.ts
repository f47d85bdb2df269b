import type { Exchange } from '../../harness/exchange.ts';
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
    if (!shown) expectDecision(t, requirement, `A ${method} of the description`, exchange);
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
  // But for the description, which may lag behind, the answer and a GET show the same.
  const changed = differences(after, reply, [
    ...TRANSMITTER_SUPPLIED,
    'events_requested',
    'events_delivered',
  ]);
  t.expect(changed.length === 0, requirement, {
    message: `The answer to a ${method} shows another configuration than a GET right after it.`,
    expected: 'the updated configuration',
    actual: `from the GET to the answer: ${inWords(changed)}`,
    exchange,
  });
}

/**
 * Ends the check after a 202 of which nothing came in time: SSF 8.1.1.3 and 8.1.1.4 set no time for the decision, so this
 * is neither right nor wrong.
 */
export function expectDecision<R extends RequirementId>(
  t: Pick<TransmitterProbe<R>, 'warns' | 'notTested' | 'limits'>,
  requirement: R,
  what: string,
  exchange: Exchange,
): never {
  t.warns(requirement, {
    message: `${what} is answered 202, and nothing has come of it within ${t.limits.change} ms.`,
    expected: '200, or 202 and then the change',
    actual: 'status 202, the configuration is as before',
    hint: 'Where the Transmitter needs longer to decide, raise the limit "change".',
    exchange,
  });
  return t.notTested(`${what} is answered 202, and is still pending after ${t.limits.change} ms.`);
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null;
}

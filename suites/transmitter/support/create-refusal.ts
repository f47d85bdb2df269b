import type { Exchange } from '../../harness/exchange.ts';
import type { FindingInput, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { expectNoneInTheWay } from './in-the-way.ts';
import { listedIds } from './own-streams.ts';

/** A create request that must be refused with 400. */
export interface CreateRefusalInput {
  /** The request in words. */
  what: string;
  send: () => Promise<Exchange>;
  /** Any 4xx will do. */
  anyClientError?: boolean;
  /** Nothing here is worse than a warning. */
  warning?: boolean;
  hint?: string;
}

/** Judges that a create request is refused, and by the list that no stream came of it. */
export async function expectCreateRefused<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  input: CreateRefusalInput,
): Promise<void> {
  const { what, hint } = input;
  const before = await listedIds(t);
  const exchange = await input.send();
  expectNoneInTheWay(t, exchange);
  const status = exchange.response?.status ?? 0;
  t.adopt(exchange, t.delivery);
  const after = await listedIds(t);
  const added = before === null || after === null ? [] : after.filter((id) => !before.includes(id));
  // So that they are deleted in the end, even where the answer did not name them.
  for (const id of added) t.adopt(await t.call('read-stream', { streamId: id }), t.delivery);

  const accepted = status >= 200 && status < 300;
  const right = status === 400 || (input.anyClientError === true && status >= 400 && status < 500);
  if (right && added.length === 0) return;
  const finding: FindingInput = {
    message: accepted
      ? `${what} is answered with success.`
      : right
        ? `${what} is refused, yet it made a stream.`
        : `${what} is not refused with 400.`,
    expected: 'status 400 and no new stream',
    actual: [
      `status ${exchange.response?.status ?? exchange.error?.kind ?? 'none'}`,
      ...(added.length === 0 ? [] : [`new in the list: ${added.join(', ')}`]),
      ...(accepted && after !== null && added.length === 0 ? ['no new stream in the list'] : []),
    ].join('; '),
    ...(hint === undefined ? {} : { hint }),
    exchange,
  };
  if (input.warning === true) t.warns(requirement, finding);
  else t.violates(requirement, finding);
}

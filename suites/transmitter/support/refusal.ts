import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { COMPARED, differences, inWords, type Member } from './configuration.ts';
import { decided } from './write.ts';

/** A request that must be refused. */
export interface RefusalInput<R extends RequirementId> {
  /** The stream that it must leave as it is. */
  stream: TestStream;
  /** The request in words: `PATCH with a wrong iss`. */
  what: string;
  send: () => Promise<Exchange>;
  /** The right statuses; default 400. */
  allowed?: readonly number[];
  /** Another 4xx is no more than a warning. */
  anyClientError?: boolean;
  /** Requirement to name for members that changed, where they have one of their own. */
  protects?: Partial<Record<Member, R>>;
  hint?: string;
}

/** Judges that a request is refused with the right status, and reads back that nothing was applied. */
export async function expectRefused<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  input: RefusalInput<R>,
): Promise<void> {
  const { stream, what, allowed = [400], hint } = input;
  const before = await t.read(stream);
  const exchange = await decided(t, input.send);
  const change = before === null ? null : changeOf(before, await t.read(stream));
  const named = change?.member === undefined ? requirement : (input.protects?.[change.member] ?? requirement);
  const status = exchange.response?.status ?? 0;
  const accepted = status >= 200 && status < 300;

  if (change !== null) {
    t.violates(named, {
      message: accepted
        ? `${what} is accepted and changes the stream.`
        : `${what} is refused, yet it changed the stream.`,
      expected: `status ${allowed.join(' or ')} and an unchanged stream`,
      actual: `status ${status}; ${change.words}`,
      hint: hint ?? 'Check the whole request before any part of it is applied.',
      exchange,
    });
  } else if (status === 202) {
    t.warns(requirement, {
      message: `${what} is answered 202 again and again, so that its refusal is never told.`,
      expected: `status ${allowed.join(' or ')} within ${t.limits.change} ms`,
      actual: 'status 202',
      exchange,
    });
  } else if (input.anyClientError === true && status >= 400 && status < 500) {
    if (!allowed.includes(status)) t.warns(requirement, otherStatus(what, allowed, exchange));
  } else if (accepted) {
    t.violates(requirement, {
      message: `${what} is accepted.`,
      expected: `status ${allowed.join(' or ')}`,
      actual: `status ${status}, the stream is unchanged`,
      ...(hint === undefined ? {} : { hint }),
      exchange,
    });
  } else {
    t.expectStatus(exchange, allowed, requirement, what);
  }
}

function otherStatus(what: string, allowed: readonly number[], exchange: Exchange) {
  const status = exchange.response?.status;
  return {
    message: `${what} is refused with ${status}.`,
    expected: `status ${allowed.join(' or ')}`,
    actual: `status ${status}`,
    exchange,
  };
}

/** What is different afterwards, in words, with the first member that differs. */
function changeOf(before: JsonObject, after: JsonObject | null): { words: string; member?: Member } | null {
  if (after === null) return { words: 'the stream can no longer be read' };
  const changed = differences(before, after, COMPARED);
  const first = changed[0];
  return first === undefined ? null : { words: inWords(changed), member: first.member };
}

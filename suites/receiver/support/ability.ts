import { type ReceiverCheck, receiverCheck } from '../../harness/receiver/check.ts';
import type { SeenCall } from '../../harness/receiver/exchange.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { succeeded } from './calls.ts';
import { callsWithEnd, seenCalls } from './managed.ts';

/** A check of what a Receiver must be able to do: it passes when an attempt succeeded, and fails when all failed. */
export function ability(spec: {
  id: string;
  title: string;
  requirement: RequirementId;
  attempts: (calls: readonly SeenCall[]) => SeenCall[];
  /** What is done when the target is ended counts too. */
  atEnd?: true;
}): ReceiverCheck {
  const { id, title, requirement, attempts, atEnd } = spec;
  return receiverCheck({
    id,
    title,
    requirements: [requirement],
    what: `Looks whether such a request was made in the run and succeeded${
      atEnd ? '; ends the target when there was none, for many delete their stream then' : ''
    }.`,
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const tried = attempts(atEnd ? await callsWithEnd(r, attempts) : await seenCalls(r));
      if (tried.length === 0) {
        return r.notTested(
          'The target did not do so by itself in this run. If it does when its operator asks for it, have that done while the run goes on.',
        );
      }
      const statuses = new Set(tried.map(({ response }) => response?.status ?? 'not at all'));
      r.expect(tried.some(succeeded), requirement, {
        message: 'The Receiver made the request, but never so that it succeeded.',
        expected: 'a request that is answered 2xx',
        actual: `${tried.length} requests, answered ${[...statuses].join(', ')}`,
        exchange: tried[0],
      });
    },
  });
}

import { receiverPreflight } from '../receiver/preflight.ts';
import type { ReceiverSession } from '../receiver/session.ts';
import type { ReceiverSessionOptions } from '../receiver/session-options.ts';
import type { Teller } from './examination.ts';
import type { Report } from './line.ts';

/** Whether a Receiver that is started, or told to poll, comes to us within the limit `start`; it is ended again. */
export async function tellStart(
  { rim, facts }: ReceiverSession,
  { target, signal }: Pick<ReceiverSessionOptions, 'target' | 'signal'>,
  report: Report,
  tell: Teller,
): Promise<true> {
  const isPoller = facts.form === 'hosted';
  if (!isPoller && !facts.hooks.includes('restart'))
    return tell.skipped(
      facts.hooks.includes('start')
        ? 'It can be started only once, and a run needs that.'
        : 'There is no start command: it is waited for in a run.',
    );
  const limit = facts.limits.start / 1_000;
  report.waiting(`${isPoller ? 'a poll' : 'the Receiver to ask for our metadata'}, ${limit} s at most`);
  const before = await rim.now();
  const starts = target.start !== undefined;
  const obstacle = await receiverPreflight(facts, rim, {
    tell: (text) => report.waiting(text),
    starts,
    signal,
  });
  report.waiting(null);
  const calls = await rim.calls(0, 0);
  const [first] = calls;
  if (obstacle !== null) {
    // A start command that does not even start is the tester's; one that does not come to us is the Receiver.
    const never = /could not be started|start hook failed|ended without/.test(obstacle.sentence);
    tell.problem(obstacle.sentence, never || isPoller ? 'configuration' : 'target', obstacle.hint);
    return true;
  }
  if (first === undefined) return tell.skipped('It was not waited for to the end.');
  const ms = Math.round(Math.max(0, first.atMs - before));
  if (isPoller) return tell.ok(`It polled us after ${ms} ms.`);
  const made = calls.filter(
    ({ operation, response }) => operation === 'create-stream' && response?.status === 201,
  );
  const came = `It started, and asked us first for ${first.operation} after ${ms} ms`;
  const refused = calls.findLast(({ response }) => response?.status === 401);
  if (made.length === 0 && refused !== undefined)
    return tell.note(
      `${came}, but presents no credentials that we know: ${refused.operation} was answered 401. It was ended again.`,
      'configuration',
      'Does it present what --receiver-access-token, or --receiver-client-id and --receiver-client-secret, say?',
    );
  if (made.length > 0) return tell.ok(`${came}; it created a stream. It was ended again.`);
  return tell.note(
    `${came}, but created no stream within ${limit} s. It was ended again.`,
    'target',
    'Its log may say why; --limit start=60s waits longer.',
  );
}

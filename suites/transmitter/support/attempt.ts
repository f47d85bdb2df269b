import type { Exchange } from '../../harness/exchange.ts';
import type { CallOptions, Operation, SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { isObject, objectIn, succeeded } from './answers.ts';
import { isDescription, newDescription } from './description.ts';
import { pollFor } from './poll.ts';
import { collectPushes } from './push.ts';
import { readStatus } from './status.ts';
import { carriesState, requestVerification } from './verification.ts';
import { replacement } from './write.ts';

/** A request that is right in all but its credentials, and the means to see whether it took effect. */
export interface Attempt {
  options: CallOptions;
  /** What the request changed although it was not to, in words; null when nothing, or when that cannot be seen. */
  effect(): Promise<string | null>;
}

const SUBJECT = { format: 'email', email: 'nobody.in.particular@example.com' };

/** Prepares an attempt of `operation` on a stream of ours: what it would change is read before and after. */
export async function prepareAttempt<R extends RequirementId>(
  t: TransmitterProbe<R>,
  operation: Operation,
  stream: TestStream,
): Promise<Attempt> {
  const streamId = stream.id;
  const invisible = async (): Promise<null> => null;
  switch (operation) {
    case 'create-stream': {
      const before = await listedIds(t);
      return {
        options: { body: stream.request },
        effect: async () => {
          const added = (await listedIds(t))?.filter((id) => before?.includes(id) === false) ?? [];
          return added.length === 0 ? null : `stream ${added.join(', ')} was created`;
        },
      };
    }
    case 'update-stream':
    case 'replace-stream': {
      const description = newDescription(t);
      const body = operation === 'update-stream' ? { description } : replacement(stream, { description });
      return {
        options: { streamId, body },
        effect: async () => {
          const after = (await t.read(stream))?.description;
          return isDescription(after, description) ? 'the description was changed' : null;
        },
      };
    }
    case 'update-status': {
      const before = await readStatus(t, stream);
      const status = before === 'paused' ? 'enabled' : 'paused';
      return {
        options: { streamId, body: { status } },
        effect: async () => {
          const after = await readStatus(t, stream);
          return before === null || after === null || after === before ? null : `the status became ${after}`;
        },
      };
    }
    case 'delete-stream': {
      const isReadable = (await t.read(stream)) !== null;
      return {
        options: { streamId },
        effect: async () => (isReadable && (await t.read(stream)) === null ? 'the stream is gone' : null),
      };
    }
    case 'add-subject':
    case 'remove-subject':
      return { options: { streamId, body: { subject: SUBJECT } }, effect: invisible };
    case 'verify': {
      const state = t.random();
      return { options: { streamId, body: { state } }, effect: () => verificationSent(t, stream, state) };
    }
    case 'read-stream':
    case 'read-status':
    case 'list-streams':
      return { options: operation === 'list-streams' ? {} : { streamId }, effect: invisible };
  }
}

/**
 * Whether a refusal has nothing to do with the credentials: the Receiver's own token gets the same status. Makes the
 * request, so that nothing can be said of its effect afterwards.
 */
export async function isRefusedToAll<R extends RequirementId>(
  t: TransmitterProbe<R>,
  operation: Operation,
  options: CallOptions,
  refusal: Exchange,
): Promise<boolean> {
  if (refusal.response === null) return false;
  const own = await t.call(operation, options);
  if (operation === 'create-stream') t.adopt(own, t.delivery);
  return own.response?.status === refusal.response.status;
}

/** Ids in our own list of streams; null when it cannot be read. */
async function listedIds<R extends RequirementId>(t: TransmitterProbe<R>): Promise<string[] | null> {
  const exchange = await t.call('list-streams');
  return succeeded(exchange) ? streamIds(exchange) : null;
}

/** The ids of the streams in an answer: a list, or a single configuration. */
export function streamIds(exchange: Exchange): string[] {
  const json = exchange.response?.json;
  const items: unknown[] = Array.isArray(json) ? json : [objectIn(exchange)];
  return items.flatMap((item) => {
    const id: unknown = isObject(item) ? item.stream_id : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}

/**
 * Whether the event of a refused verification request was sent all the same. Instead of waiting for nothing, an own
 * request is made afterwards: what the refused one caused comes before its event, or with it.
 */
async function verificationSent<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  refused: string,
): Promise<string | null> {
  const own = t.random();
  if (!succeeded(await requestVerification(t, stream, own))) return null;
  const seen: SeenSet[] = [];
  const isOwn = (set: SeenSet): boolean => carriesState(set, own);
  if (stream.delivery === 'push') {
    const { pushes } = await collectPushes(t, stream, 0, t.limits.verification, ({ set }) => isOwn(set));
    seen.push(...pushes.map(({ set }) => set));
  } else {
    const look = (set: SeenSet): boolean => {
      seen.push(set);
      return isOwn(set);
    };
    const found = await pollFor(t, stream, look, t.limits.verification);
    seen.push(...(found?.answer.sets ?? []));
  }
  return seen.some((set) => carriesState(set, refused)) ? 'the verification event was sent' : null;
}

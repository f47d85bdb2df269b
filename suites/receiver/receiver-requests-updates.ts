import { receiverCheck } from '../harness/receiver/check.ts';
import type { Scene, SeenCall } from '../harness/receiver/exchange.ts';
import type { ReceiverProbe } from '../harness/receiver/probe.ts';
import { answeredObject, isObject, objectIn, only, queryOf } from './support/calls.ts';
import { existingStreamScene, provoked } from './support/existing-stream.ts';

/** SSF 8.1.1.2 to 8.1.1.4: how a managed Receiver takes over a stream and changes it, where it does. */
export const checks = [
  receiverCheck({
    id: 'receiver-requests/list-of-one',
    title: 'The Receiver reads the list of its streams even if there is only one.',
    requirements: ['SSF-8.1.1.2-06'],
    what: 'Starts the target while there is a stream already, alone in the list that a GET without stream_id gives, and watches whether it makes anything of that. Where it does not, it is shown two, to see whether it makes anything of a list at all.',
    hooks: ['restart'],
    async run(r) {
      const { scene, streamId } = await existingStreamScene(r);
      const alone = await madeOfList(r, scene, [streamId]);
      if (alone.list === null) return r.notApplicable('The target does not ask for the list of its streams.');
      if (alone.next !== null) return;
      // Who only looks, or gives up where there is a stream already, makes nothing of any list.
      const other = `${streamId}-2`;
      const both = await madeOfList(r, withSecond(scene, other), [streamId, other]);
      if (both.next === null)
        return r.notApplicable('The target asks for the list, and goes on with nothing of it.');
      r.violates('SSF-8.1.1.2-06', {
        message:
          'Shown a list with one stream, the Receiver makes nothing of it; of a list with two it does.',
        expected: `a request that names the stream ${streamId}, or a new stream`,
        actual: 'no such request',
        hint: 'Without stream_id the answer is an array, also where it has one element or none.',
        exchange: alone.list,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-requests/patch-stream-id',
    title: 'A PATCH names its stream in the body.',
    requirements: ['SSF-8.1.1.3-03'],
    what: 'Looks at every PATCH of the configuration_endpoint. Where the target sends none by itself, it is brought before a stream that exists already.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const wrong = (await patches(r)).find((call) => typeof objectIn(call)?.stream_id !== 'string');
      if (wrong === undefined) return;
      r.violates('SSF-8.1.1.3-03', {
        message: 'A PATCH does not name its stream in the body.',
        expected: 'stream_id in the JSON body',
        actual: queryOf(wrong).has('stream_id') ? 'stream_id in the query only' : 'no stream_id',
        exchange: wrong,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-requests/patch-not-empty',
    title: 'A PATCH does not ask for no events at all.',
    requirements: ['SSF-8.1.1.3-08'],
    what: 'Reads events_requested of every PATCH: left out, or not empty.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const wrong = (await patches(r)).find(asksForNothing);
      if (wrong !== undefined) r.violates('SSF-8.1.1.3-08', emptied('PATCH', wrong));
    },
  }),

  receiverCheck({
    id: 'receiver-requests/patch-transmitter-supplied',
    title: 'Members of the Transmitter that a PATCH repeats have the value that the Transmitter holds.',
    requirements: ['SSF-8.1.1.3-10', 'SSF-8.1.1.3-13'],
    what: 'Compares iss, aud, events_supported, events_delivered and the intervals in every PATCH with the last configuration of that stream that we answered.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const found = differing(await patches(r), await r.calls());
      if (found === null) return;
      const row = found.member === 'events_delivered' ? 'SSF-8.1.1.3-13' : 'SSF-8.1.1.3-10';
      r.violates(row, repeated('PATCH', found));
    },
  }),

  receiverCheck({
    id: 'receiver-requests/put-complete',
    title: 'A PUT has stream_id and all members that the Receiver supplies.',
    requirements: ['SSF-8.1.1.4-03'],
    what: 'Compares every PUT with the last configuration of that stream: stream_id, delivery and events_requested are there, as far as they were set. A missing description is only noted: leaving it out asks for its deletion.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const calls = await puts(r);
      const all = await r.calls();
      for (const call of calls) {
        const body = objectIn(call) ?? {};
        const before = configurationBefore(call, all) ?? {};
        const missing = ['delivery', 'events_requested'].filter((name) => name in before && !(name in body));
        if (typeof body.stream_id !== 'string') missing.unshift('stream_id');
        if (missing.length > 0) {
          r.violates('SSF-8.1.1.4-03', {
            message: `A PUT leaves out ${missing.join(', ')}; what is left out is to be deleted.`,
            expected: 'stream_id and every member that the Receiver supplies',
            actual: Object.keys(body).join(', ') || 'no JSON object',
            exchange: call,
          });
          return;
        }
        if ('description' in before && !('description' in body)) {
          r.notes('SSF-8.1.1.4-03', {
            message: 'A PUT leaves the description out, which asks for its deletion.',
            exchange: call,
          });
        }
      }
    },
  }),

  receiverCheck({
    id: 'receiver-requests/put-not-empty',
    title: 'A PUT does not ask for no events at all.',
    requirements: ['SSF-8.1.1.4-07'],
    what: 'Reads events_requested of every PUT: not empty.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const wrong = (await puts(r)).find(asksForNothing);
      if (wrong !== undefined) r.violates('SSF-8.1.1.4-07', emptied('PUT', wrong));
    },
  }),

  receiverCheck({
    id: 'receiver-requests/put-transmitter-supplied',
    title: 'Members of the Transmitter that a PUT repeats have the value that the Transmitter holds.',
    requirements: ['SSF-8.1.1.4-09', 'SSF-8.1.1.4-12'],
    what: 'Compares iss, aud, events_supported, events_delivered and the intervals in every PUT with the last configuration of that stream that we answered.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const found = differing(await puts(r), await r.calls());
      if (found === null) return;
      const row = found.member === 'events_delivered' ? 'SSF-8.1.1.4-12' : 'SSF-8.1.1.4-09';
      r.violates(row, repeated('PUT', found));
    },
  }),
];

/** What the target does about a list of streams: the call that asked for it, and the one that shows that it was read. */
async function madeOfList(
  r: Pick<ReceiverProbe, 'freshLife' | 'limits'>,
  scene: Scene,
  streamIds: readonly string[],
): Promise<{ list: SeenCall | null; next: SeenCall | null }> {
  const life = await r.freshLife({ scene });
  const list = await life.awaitCall(({ operation }) => operation === 'list-streams', r.limits.start);
  if (list === null) return { list, next: null };
  const isMade = ({ index, streamId, operation }: SeenCall): boolean =>
    index > list.index &&
    ((streamId !== null && streamIds.includes(streamId)) || operation === 'create-stream');
  return { list, next: await life.awaitCall(isMade, r.limits.start) };
}

/** The scene with one more stream in the list. */
function withSecond(scene: Scene, streamId: string): Scene {
  const longer = (body: unknown): unknown => {
    const streams: readonly unknown[] = Array.isArray(body) ? body : [];
    const [first] = streams;
    return isObject(first) ? [...streams, { ...first, stream_id: streamId }] : body;
  };
  return {
    ...scene,
    answers: (scene.answers ?? []).map((scripted) => ({
      ...scripted,
      answers: scripted.answers.map((answer) =>
        scripted.operation === 'list-streams' && answer.kind === 'reply'
          ? { ...answer, body: longer(answer.body) }
          : answer,
      ),
    })),
  };
}

type Probe = Parameters<typeof provoked>[0] & { notApplicable(reason: string): never };

async function patches(r: Probe): Promise<SeenCall[]> {
  const seen = await provoked(r, 'update-stream');
  return seen.length === 0 ? r.notApplicable('The target sends no PATCH by itself.') : seen;
}

async function puts(r: Probe): Promise<SeenCall[]> {
  const seen = await provoked(r, 'replace-stream');
  return seen.length === 0 ? r.notApplicable('The target sends no PUT by itself.') : seen;
}

function asksForNothing(call: SeenCall): boolean {
  const wanted = objectIn(call)?.events_requested;
  return Array.isArray(wanted) && wanted.length === 0;
}

function emptied(method: string, call: SeenCall) {
  return {
    message: `A ${method} asks for an empty list of event types.`,
    expected: 'at least one event type, or no events_requested',
    actual: '[]',
    exchange: call,
  };
}

const SUPPLIED = [
  'iss',
  'aud',
  'events_supported',
  'events_delivered',
  'min_verification_interval',
  'inactivity_timeout',
];

interface Differing {
  call: SeenCall;
  member: string;
  sent: unknown;
  held: unknown;
}

/** The first Transmitter-supplied member that was sent with another value than the last configuration showed. */
function differing(writes: readonly SeenCall[], all: readonly SeenCall[]): Differing | null {
  for (const call of writes) {
    const body = objectIn(call) ?? {};
    const before = configurationBefore(call, all);
    if (before === null) continue;
    for (const member of SUPPLIED) {
      if (member in body && !isSame(body[member], before[member])) {
        return { call, member, sent: body[member], held: before[member] };
      }
    }
  }
  return null;
}

function repeated(method: string, { call, member, sent, held }: Differing) {
  return {
    message: `A ${method} sends ${member} along with another value than the Transmitter holds.`,
    expected: held ?? `no ${member}: the configuration has none`,
    actual: sent,
    hint: `Leave out what the Transmitter supplies, or send it back as it was read${
      member === 'events_delivered' ? ' before the change' : ''
    }.`,
    exchange: call,
  };
}

/** The configuration of the stream of a call as it was last answered before it. */
function configurationBefore(call: SeenCall, all: readonly SeenCall[]): Record<string, unknown> | null {
  const isItsOwn = (value: unknown): value is Record<string, unknown> =>
    isObject(value) && value.stream_id === call.streamId;
  const answered = only(
    all.filter(({ answeredAtMs }) => answeredAtMs !== null && answeredAtMs <= call.atMs),
    'create-stream',
    'read-stream',
    'list-streams',
    'update-stream',
    'replace-stream',
  );
  for (const before of answered.toReversed()) {
    const own = Array.isArray(before.response?.json)
      ? before.response.json.find(isItsOwn)
      : answeredObject(before);
    if (isItsOwn(own)) return own;
  }
  return null;
}

/** Lists of URIs are sets, and a single audience is a list of one. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b));
}

function normal(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const sorted = value.map(String).sort();
  return sorted.length === 1 ? sorted[0] : sorted;
}

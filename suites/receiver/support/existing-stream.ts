import type { Delivery } from '../../../reports/results.ts';
import type { JsonObject } from '../../harness/probe.ts';
import type { PeerOperation, Scene, ScriptedAnswer, SeenCall } from '../../harness/receiver/exchange.ts';
import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import { answeredObject, isObject, only } from './calls.ts';
import { atRest, seenCalls } from './managed.ts';

type Probe = Parameters<typeof seenCalls>[0] &
  Pick<ReceiverProbe, 'freshLife' | 'random' | 'delivery' | 'hooks'>;

/**
 * A scene in which there is a stream already and no second one is allowed (SSF 8.1.1.1): the target may read it and
 * change it. `answer` makes the answers to PATCH and PUT out of the stream's configuration.
 */
export async function existingStreamScene(
  r: Probe,
  answer: (operation: 'update-stream' | 'replace-stream', configuration: JsonObject) => JsonObject = (
    _,
    same,
  ) => same,
  delivery: Delivery = r.delivery,
): Promise<{ scene: Scene; streamId: string }> {
  const template = only(await seenCalls(r), 'create-stream')
    .map(answeredObject)
    .findLast((json) => isObject(json?.delivery) && json.delivery.method === URNS[delivery]);
  if (template === undefined || template === null) {
    return r.notTested('No configuration of a stream of the target was seen.');
  }
  const streamId = `existing-${r.random().slice(0, 8)}`;
  // Something to change: who leaves a stream alone that is as wished sends no PATCH.
  const events = Array.isArray(template.events_requested) ? template.events_requested.slice(0, 1) : [];
  const configuration: JsonObject = {
    ...template,
    stream_id: streamId,
    events_requested: events,
    events_delivered: events,
    description: 'Made by an administrator',
  };
  const ok = (body: unknown): ScriptedAnswer => ({ kind: 'reply', status: 200, body });
  const changed = (operation: 'update-stream' | 'replace-stream') => ({
    operation,
    answers: [ok(answer(operation, configuration))],
  });
  return {
    streamId,
    scene: {
      answers: [
        { operation: 'create-stream', answers: [{ kind: 'reply', status: 409 }] },
        { operation: 'list-streams', answers: [ok([configuration]), ok([configuration])] },
        { operation: 'read-stream', answers: [ok(configuration)] },
        changed('update-stream'),
        changed('replace-stream'),
      ],
    },
  };
}

const URNS = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const;

/**
 * Every request of this operation in the run. When there is none, the target is brought before a stream that exists
 * already, unless it has been so before in this run.
 */
export async function provoked(r: Probe, operation: PeerOperation): Promise<SeenCall[]> {
  const calls = await seenCalls(r);
  const seen = only(calls, operation);
  const tried = only(calls, 'create-stream').some(({ response }) => response?.status === 409);
  if (seen.length > 0 || tried || !r.hooks.includes('restart')) return seen;
  const { scene } = await existingStreamScene(r);
  const life = await r.freshLife({ scene });
  await life.awaitCall((call) => call.operation === operation, r.limits.quiet);
  await atRest(r, life);
  return only(await r.calls(), operation);
}

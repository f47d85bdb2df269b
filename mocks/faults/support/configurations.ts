import type { Call, Operation, Reply, TransmitterSeams } from '../../transmitter/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';

export type Configuration = Record<string, unknown>;

/** Changes every stream configuration in an answer, alone or in a list; `undefined` as a value takes a member away. */
export function inBody(reply: Reply, change: (configuration: Configuration) => Configuration): Reply {
  const { body } = reply;
  if (reply.status >= 300) return reply;
  if (Array.isArray(body)) {
    return { ...reply, body: body.map((item: unknown) => (isObject(item) ? change(item) : item)) };
  }
  return isObject(body) && 'stream_id' in body ? { ...reply, body: change(body) } : reply;
}

/** Seams that change the stream configurations in the answers to some operations. */
export function inAnswers(
  operations: readonly Operation[],
  change: (configuration: Configuration, call: Call) => Configuration,
): TransmitterSeams {
  return {
    after: (reply, call) =>
      operations.includes(call.operation)
        ? inBody(reply, (configuration) => change(configuration, call))
        : reply,
  };
}

/** Seams that put members into the stream configurations of some answers; `undefined` takes them away. */
export function withMembers(operations: readonly Operation[], members: Configuration): TransmitterSeams {
  return inAnswers(operations, (configuration) => ({ ...configuration, ...members }));
}

/** All operations whose answer holds stream configurations. */
export const showing: readonly Operation[] = [
  'create-stream',
  'read-stream',
  'list-streams',
  'update-stream',
  'replace-stream',
];

/** The body of a request as an object; empty when it is none. */
export function bodyOf(call: Call): Configuration {
  return isObject(call.body) ? call.body : {};
}

/** The strings of an array; empty when it is none. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

import { randomUUID } from 'node:crypto';
import type {
  Call,
  Operation,
  Quirks,
  Reply,
  TransmitterSeams,
} from '../../../../mocks/transmitter/seams.ts';
import { isObject } from '../../../../mocks/vocabulary/is-object.ts';
import { VERIFICATION } from '../../../../mocks/vocabulary/ssf-events.ts';
import type { PeerKeys } from './keys.ts';
import { layOver, type Scenes } from './scenes.ts';

/** What our side must learn of what happens inside the Transmitter. */
export interface SceneEvents {
  /** A stream was created by this request. */
  created(streamId: string, request: Record<string, unknown>): void;
  /** A poll request's acknowledgements and reports were taken. */
  settled(call: Call): void;
  /** Verification was asked for, and its event shall come later. */
  verificationHeld(streamId: string, state: string | undefined): void;
  /** A token was issued. */
  issued(token: string): void;
}

const CONFIGURATIONS: readonly Operation[] = [
  'create-stream',
  'read-stream',
  'list-streams',
  'update-stream',
  'replace-stream',
];

/** Makes the reference Transmitter do as the current scene says. `open`: callers need no credentials. */
export function sceneSeams(
  scenes: Scenes,
  keys: PeerKeys,
  events: SceneEvents,
  open: boolean,
): TransmitterSeams {
  return {
    metadata: (document) => layOver(document, scenes.current.metadata),
    jwks: () => {
      const { keys: names = ['current', 'ec'], foreignKeys = [] } = scenes.current;
      return { keys: [...foreignKeys, ...names.map((name) => keys.published(name))] };
    },
    after: (reply, call) => {
      tell(reply, call, scenes, events);
      return changed(reply, call, scenes);
    },
    settled: (call) => events.settled(call),
    claims: (claims) => (scenes.current.verification === 'wrong-state' ? withWrongState(claims) : claims),
    token: (reply) => {
      if (reply.status !== 200 || !isObject(reply.body)) return reply;
      if (typeof reply.body.access_token === 'string') events.issued(reply.body.access_token);
      return { ...reply, body: layOver(reply.body, scenes.current.token) };
    },
    quirks: quirks(scenes, open),
  };
}

function quirks(scenes: Scenes, open: boolean): Partial<Quirks> {
  return {
    noAuthorization: open,
    get verificationSilent() {
      return scenes.current.verification === 'never' || scenes.current.verification === 'late';
    },
  };
}

function tell(reply: Reply, call: Call, scenes: Scenes, events: SceneEvents): void {
  const body = isObject(call.body) ? call.body : {};
  if (call.operation === 'create-stream' && reply.status === 201 && isObject(reply.body)) {
    events.created(String(reply.body.stream_id), body);
  }
  if (call.operation === 'verify' && reply.status === 204 && scenes.current.verification === 'late') {
    events.verificationHeld(String(body.stream_id), typeof body.state === 'string' ? body.state : undefined);
  }
}

function changed(reply: Reply, call: Call, { current }: Scenes): Reply {
  if (reply.status < 200 || reply.status > 299) return reply;
  if (CONFIGURATIONS.includes(call.operation)) {
    const { configuration } = current;
    const configurationIn: readonly string[] = current.configurationIn ?? CONFIGURATIONS;
    const over = (one: unknown): unknown =>
      isObject(one) && configurationIn.includes(call.operation) ? layOver(one, configuration) : one;
    return { ...reply, body: Array.isArray(reply.body) ? reply.body.map(over) : over(reply.body) };
  }
  if (call.operation === 'poll' && isObject(reply.body)) {
    const { moreAvailable, ...rest } = reply.body;
    return {
      ...reply,
      body: layOver(current.noMoreAvailable ? rest : { ...rest, moreAvailable }, current.poll),
    };
  }
  return reply;
}

/** Only an event that answers a state can have a wrong one (SSF 8.1.4.1). */
function withWrongState(claims: Record<string, unknown>): Record<string, unknown> {
  const events = isObject(claims.events) ? claims.events : {};
  const event = events[VERIFICATION];
  if (!isObject(event) || event.state === undefined) return claims;
  return { ...claims, events: { ...events, [VERIFICATION]: { ...event, state: randomUUID() } } };
}

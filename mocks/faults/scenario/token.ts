import type { SetContext } from '../../transmitter/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ScenarioFault } from './fault.ts';

type Json = Record<string, unknown>;

/** Other claims in every SET. */
function claims(
  fault: Pick<ScenarioFault, 'name' | 'title' | 'only'>,
  change: (claims: Json, set: SetContext) => Json,
): ScenarioFault {
  return { ...fault, side: 'transmitter', breaks: 'set', seams: () => ({ transmitter: { claims: change } }) };
}

/** Other members in the event of every SET. */
function inEvent(change: (event: Json) => Json): (claims: Json) => Json {
  return (set) => ({
    ...set,
    events: Object.fromEntries(
      Object.entries(isObject(set.events) ? set.events : {}).map(([type, event]) => [
        type,
        isObject(event) ? change(event) : event,
      ]),
    ),
  });
}

function without(members: Json, name: string): Json {
  const { [name]: _, ...rest } = members;
  return rest;
}

/** Faults of the SET as a token: its signature, its header, its claims. */
export const tokenFaults: readonly ScenarioFault[] = [
  {
    name: 'transmitter-signs-with-an-unpublished-key',
    title: 'SETs are signed with a key that is not in the JWK Set.',
    side: 'transmitter',
    breaks: 'signature',
    seams: () => ({ transmitter: { quirks: { foreignKey: true } } }),
  },
  {
    name: 'transmitter-signs-nothing',
    title: 'SETs have the alg none and no signature.',
    side: 'transmitter',
    breaks: 'signature',
    seams: () => ({ transmitter: { quirks: { unsigned: true } } }),
  },
  {
    name: 'transmitter-changes-sets-after-signing',
    title: 'What SETs say is changed after they were signed.',
    side: 'transmitter',
    breaks: 'signature',
    seams: () => ({
      transmitter: {
        compact: (token) => {
          const [header = '', payload = '', signature = ''] = token.split('.');
          const said = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Json;
          const changed = Buffer.from(JSON.stringify({ ...said, txn: 'changed' })).toString('base64url');
          return [header, changed, signature].join('.');
        },
      },
    }),
  },
  {
    name: 'transmitter-types-sets-as-jwt',
    title: 'The header of SETs has the typ JWT.',
    side: 'transmitter',
    breaks: 'set',
    seams: () => ({ transmitter: { header: (header) => ({ ...header, typ: 'JWT' }) } }),
  },
  claims(
    {
      name: 'transmitter-addresses-another-audience',
      title: 'SETs have the audience of another Receiver.',
    },
    (set) => ({ ...set, aud: 'https://another-receiver.example.org' }),
  ),
  claims({ name: 'transmitter-names-another-issuer', title: 'SETs name another issuer.' }, (set) => ({
    ...set,
    iss: 'https://another-issuer.example.org',
  })),
  claims({ name: 'transmitter-leaves-the-subject-out', title: 'SETs have no sub_id.' }, (set) =>
    without(set, 'sub_id'),
  ),
  claims(
    { name: 'transmitter-writes-times-as-text', title: 'event_timestamp is a text.' },
    inEvent((event) => ('event_timestamp' in event ? { ...event, event_timestamp: 'a moment ago' } : event)),
  ),
];

import type { RecordedExchange } from '../../../reports/results.ts';
import type { RequestKind } from '../../standard/official/condition.ts';
import { type Evidence, isAt, isObject, jsonOf, streamIdOf } from './evidence.ts';

type Select = (evidence: Evidence) => RecordedExchange[];

const URN = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const;

interface Wanted {
  method: string;
  endpoint: string;
  /** Whose token it carries; default: the Receiver's own. */
  as?: 'own' | 'stranger';
  /** Whether the stream that it names is there; default: either. */
  stream?: 'known' | 'unknown';
  /** Default: either. */
  body?: 'broken' | 'json';
}

/** The requests of some checks that are of one kind. */
function of(wanted: Wanted, ...checks: string[]): Select {
  return (evidence) =>
    evidence.during(...checks).filter((exchange) => {
      const { request } = exchange;
      if (request.method !== wanted.method || !isAt(exchange, evidence.metadata?.[wanted.endpoint]))
        return false;
      if (evidence.bearer(exchange) !== (wanted.as ?? 'own')) return false;
      if (wanted.stream === 'known' && !evidence.namesKnownStream(exchange)) return false;
      if (
        wanted.stream === 'unknown' &&
        (streamIdOf(exchange) === null || evidence.namesKnownStream(exchange))
      )
        return false;
      if (wanted.body === undefined) return true;
      return isObject(jsonOf(request.body)) === (wanted.body === 'json');
    });
}

const streams = (wanted: Omit<Wanted, 'endpoint'>, ...checks: string[]): Select =>
  of({ ...wanted, endpoint: 'configuration_endpoint' }, ...checks);

/** A refused request may have been tried once more: the last answer is the one that counts. */
const last =
  (select: Select): Select =>
  (evidence) =>
    select(evidence).slice(-1);

const created = streams({ method: 'POST', body: 'json' }, 'create-stream/created');

/** Polls go to a URL of each stream: that of an answer to a create request. */
function polls(acknowledging: boolean, ...checks: string[]): Select {
  return (evidence) => {
    const exchanges = evidence.during(...checks);
    const urls = new Set(
      exchanges.flatMap((exchange) => {
        const json = jsonOf(exchange.response?.body);
        return isObject(json) && isObject(json.delivery) && typeof json.delivery.endpoint_url === 'string'
          ? [json.delivery.endpoint_url]
          : [];
      }),
    );
    return exchanges.filter((exchange) => {
      const { request } = exchange;
      if (request.method !== 'POST' || !urls.has(request.url) || evidence.bearer(exchange) !== 'own')
        return false;
      const json = jsonOf(request.body);
      return isObject(json) && 'ack' in json === acknowledging;
    });
  };
}

/** Where the answer to each kind of request of the official suite can be seen in a run of ours. */
export const requests: Readonly<Record<RequestKind, Select>> = {
  metadata: ({ results }) =>
    results.exchanges
      .filter(
        ({ check, request }) =>
          check === null && request.method === 'GET' && request.url === results.target.metadataUrl,
      )
      .slice(-1),
  jwks: ({ results, metadata }) =>
    results.exchanges
      .filter(({ request }) => request.method === 'GET' && request.url === metadata?.jwks_uri)
      .slice(-1),
  token: ({ results }) =>
    results.exchanges
      .filter(
        ({ check, direction, request }) =>
          check === null &&
          direction === 'to-target' &&
          request.method === 'POST' &&
          request.body?.text?.includes('grant_type=client_credentials') === true,
      )
      .slice(0, 1),
  create: (evidence) => {
    const urn = URN[evidence.variant.ssf_delivery_mode];
    const sent = created(evidence).filter(({ request }) => {
      const json = jsonOf(request.body);
      // The official suite always asks for events; ours tries without them what was refused with them.
      return (
        isObject(json) &&
        'events_requested' in json &&
        isObject(json.delivery) &&
        json.delivery.method === urn
      );
    });
    return sent.slice(-1);
  },
  'create-second': last(streams({ method: 'POST', body: 'json' }, 'create-stream/second')),
  'create-broken': streams({ method: 'POST', body: 'broken' }, 'create-stream/broken-json'),
  'create-stranger': streams({ method: 'POST', as: 'stranger' }, 'authorization/create-stream'),
  'list-stranger': streams({ method: 'GET', as: 'stranger' }, 'authorization/list-streams'),
  read: streams({ method: 'GET', stream: 'known' }, 'read-stream/by-id'),
  'read-unknown': streams(
    { method: 'GET', stream: 'unknown' },
    'read-stream/unknown-id',
    'delete-stream/gone',
  ),
  update: streams({ method: 'PATCH', body: 'json' }, 'update-stream/answer'),
  'update-stranger': streams({ method: 'PATCH', as: 'stranger' }, 'authorization/update-stream'),
  'update-broken': streams({ method: 'PATCH', body: 'broken' }, 'update-stream/broken-json'),
  'update-unknown': streams({ method: 'PATCH', stream: 'unknown' }, 'update-stream/unknown-id'),
  replace: streams({ method: 'PUT', body: 'json' }, 'replace-stream/answer'),
  'replace-stranger': streams({ method: 'PUT', as: 'stranger' }, 'authorization/replace-stream'),
  'replace-broken': streams({ method: 'PUT', body: 'broken' }, 'replace-stream/broken-json'),
  'replace-unknown': streams({ method: 'PUT', stream: 'unknown' }, 'replace-stream/unknown-id'),
  delete: streams({ method: 'DELETE', stream: 'known' }, 'delete-stream/answer'),
  'delete-stranger': streams({ method: 'DELETE', as: 'stranger' }, 'authorization/delete-stream'),
  'delete-unknown': streams(
    { method: 'DELETE', stream: 'unknown' },
    'delete-stream/unknown-id',
    'delete-stream/gone',
  ),
  'status-read': of(
    { method: 'GET', endpoint: 'status_endpoint', stream: 'known' },
    'stream-status/read',
    'caep-interop/read-status',
  ),
  'status-update': of(
    { method: 'POST', endpoint: 'status_endpoint', body: 'json' },
    'stream-status/update',
    'caep-interop/update-status',
  ),
  'add-subject': of({ method: 'POST', endpoint: 'add_subject_endpoint' }, 'subjects/add'),
  'remove-subject': of({ method: 'POST', endpoint: 'remove_subject_endpoint' }, 'subjects/remove'),
  verify: of(
    { method: 'POST', endpoint: 'verification_endpoint', stream: 'known' },
    'verification/request',
    'verification/event-arrives',
  ),
  poll: polls(false, 'poll-delivery/answer', 'verification/event-arrives'),
  'poll-acknowledge': polls(true, 'poll-delivery/acknowledged', 'verification/event-arrives'),
};

import type { RecordedExchange } from '../../../../reports/results.ts';
import type { RuleName } from '../../../standard/official/condition.ts';
import { RISC_EVENT_BASE, STREAM_UPDATED, VERIFICATION } from '../../../standard/vocabulary.ts';
import {
  type Evidence,
  headerOf,
  isAt,
  isObject,
  isOneOf,
  type Json,
  jsonOf,
  streamIdOf,
  succeeded,
} from '../evidence.ts';
import { crashes, fails, holds, stricter, type Told, untold } from '../told.ts';
import { INTEROP_EVENTS } from './answers.ts';
import type { Rule } from './rule.ts';

/** Requests of the Receiver to an endpoint of ours. */
function asked(evidence: Evidence, method: string, endpoint: string): RecordedExchange[] {
  return evidence.results.exchanges.filter(
    (exchange) =>
      exchange.direction === 'from-target' &&
      exchange.request.method === method &&
      isAt(exchange, evidence.metadata?.[endpoint]),
  );
}

const STREAMS = 'configuration_endpoint';
const STATUS = 'status_endpoint';
const URN = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const;
/** Members that a request may not have, in the eyes of the official suite; a stream_id only PATCH and PUT may. */
const TRANSMITTER_MEMBERS = [
  'iss',
  'aud',
  'events_supported',
  'events_delivered',
  'min_verification_interval',
  'inactivity_timeout',
];

/** Judges requests of a kind; the first that is wrong speaks, and nothing is told where there are none. */
function each(method: string, endpoint: string, judge: (exchange: RecordedExchange) => Told): Rule {
  return (evidence) => {
    const told = asked(evidence, method, endpoint).map(judge);
    return (
      told.find(({ state }) => state === 'fails' || state === 'crashes') ??
      told.find(({ state }) => state === 'untold') ??
      told[0] ??
      untold('The Receiver was not seen to do it.')
    );
  };
}

/** Whether the Receiver was seen to do something: what it does not do, the official suite waits for without end. */
function did(method: string, endpoint: string, fits: (exchange: RecordedExchange) => boolean): Rule {
  return (evidence) => {
    if (asked(evidence, method, endpoint).some(fits)) return holds;
    const hosted = evidence.results.target.form === 'hosted';
    return untold(
      hosted
        ? 'A hosted Receiver does not do it: the official suite can test only one that manages its stream.'
        : 'The Receiver was not seen to do it; the tester must make it, or the module does not end.',
    );
  };
}

/** A JSON body, or what is wrong with it. */
function body({ request, id }: RecordedExchange): { json: Json } | { told: Told } {
  const json = jsonOf(request.body);
  if (isObject(json)) return { json };
  const told =
    request.body?.truncated === true
      ? untold('A request was too long to be recorded.')
      : fails('The body is no JSON object.', { exchange: id });
  return { told };
}

const json: (exchange: RecordedExchange) => Told = (exchange) => {
  const type = headerOf(exchange.request.headers, 'content-type');
  if (type?.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    return fails(`Content-Type is ${type ?? 'missing'}.`, { exchange: exchange.id });
  const read = body(exchange);
  return 'told' in read ? read.told : holds;
};

/** What the official suite demands of delivery in a create, PATCH or PUT request. */
function delivery(request: Json, exchange: number): Told {
  const { delivery: wanted } = request;
  if (wanted === undefined)
    return untold('A request without delivery: what the official suite makes of it is not known.');
  const { method, endpoint_url: url } = isObject(wanted) ? wanted : {};
  if (method !== URN.push && method !== URN.poll)
    return fails(`delivery.method is ${JSON.stringify(method) ?? 'missing'}.`, { exchange });
  if (method === URN.push && typeof url !== 'string')
    return fails('delivery for push has no endpoint_url.', { exchange });
  return holds;
}

function members(request: Json, forbidden: readonly string[], exchange: number): Told {
  const found = forbidden.filter((member) => member in request);
  return found.length === 0
    ? holds
    : fails(`The request holds members of the Transmitter: ${found.join(', ')}.`, { exchange });
}

function judgeBody(judge: (request: Json, exchange: RecordedExchange) => Told) {
  return (exchange: RecordedExchange): Told => {
    const read = body(exchange);
    return 'told' in read ? read.told : judge(read.json, exchange);
  };
}

const namesStream =
  (read: (exchange: RecordedExchange) => unknown) =>
  (exchange: RecordedExchange): Told =>
    typeof read(exchange) === 'string'
      ? holds
      : fails('The request names no stream_id.', { exchange: exchange.id });

const inQuery = ({ request }: RecordedExchange): unknown =>
  URL.canParse(request.url) ? (new URL(request.url).searchParams.get('stream_id') ?? undefined) : undefined;
const inBody = ({ request }: RecordedExchange): unknown => {
  const read = jsonOf(request.body);
  return isObject(read) ? read.stream_id : undefined;
};

/** First what is told of a request here, then there. */
const both =
  (one: (exchange: RecordedExchange) => Told, other: (exchange: RecordedExchange) => Told) =>
  (exchange: RecordedExchange): Told => {
    const told = one(exchange);
    return told.state === 'holds' ? other(exchange) : told;
  };

const updateIsValid = judgeBody((request, { id }) => {
  const told = members(request, TRANSMITTER_MEMBERS, id);
  if (told.state !== 'holds' || request.delivery === undefined) return told;
  return delivery(request, id);
});

/** Events that the official suite sends in a form that is wrong, or about whatever subject is configured. */
const BADLY_SERVED = [
  VERIFICATION,
  STREAM_UPDATED,
  `${RISC_EVENT_BASE}identifier-changed`,
  `${RISC_EVENT_BASE}identifier-recycled`,
];

/** SETs of ours that are right, pushed while these checks ran: those that were answered well there. */
const RIGHT = ['push-requests/good-set', 'accept-verification/requested', 'accept-set/plain'];

function pushes(evidence: Evidence): RecordedExchange[] {
  const { endpoint } = evidence.results.target;
  return evidence
    .during(...RIGHT)
    .filter(
      ({ request }) =>
        request.method === 'POST' &&
        (endpoint === undefined || request.url === endpoint) &&
        headerOf(request.headers, 'content-type')?.startsWith('application/secevent+jwt') === true,
    );
}

/** What the official suite has, by the members of our metadata that show where it is with us. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  jwks_uri: ['GET', 'HEAD', 'POST', 'OPTIONS'],
  [STREAMS]: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
  [STATUS]: ['GET', 'POST'],
  verification_endpoint: ['POST'],
  add_subject_endpoint: ['POST'],
  remove_subject_endpoint: ['POST'],
};

/** Checks in which we do nothing that would lead a Receiver astray. */
const ORDINARY = /^(?:push-requests\/good-set|accept-(?:verification\/requested|set\/plain))(?:@|$)/;

function isKnown(exchange: RecordedExchange, { metadata, results }: Evidence): boolean {
  const { method, url, body: sent } = exchange.request;
  if (url === results.target.metadataUrl) return true;
  if (sent?.text?.includes('grant_type=') === true) return true;
  const endpoint = Object.entries(KNOWN).find(([member]) => isAt(exchange, metadata?.[member]));
  if (endpoint !== undefined) return endpoint[1].includes(method);
  if (new URL(url).pathname.startsWith('/.well-known/oauth-authorization-server')) return true;
  return method === 'POST' && pollUrls(results.exchanges).has(url);
}

/** Where our answers to create requests send polls. */
function pollUrls(exchanges: readonly RecordedExchange[]): Set<string> {
  const urls = exchanges.flatMap(({ direction, response }) => {
    const answer = direction === 'from-target' ? jsonOf(response?.body) : undefined;
    const delivery = isObject(answer) ? answer.delivery : undefined;
    return isObject(delivery) && typeof delivery.endpoint_url === 'string' ? [delivery.endpoint_url] : [];
  });
  return new Set(urls);
}

export const receiverRules = {
  'rx-known-paths': (evidence) => {
    const asked = evidence.results.exchanges.filter(
      ({ direction, check, request }) =>
        direction === 'from-target' && ORDINARY.test(check ?? '') && URL.canParse(request.url),
    );
    if (asked.length === 0) return untold('The Receiver asked us for nothing.');
    const strange = asked.filter((exchange) => !isKnown(exchange, evidence));
    const path = ({ request }: RecordedExchange): string =>
      `${request.method} ${new URL(request.url).pathname}`;
    // Below its own path it ends the module; what it makes of other well-known names of its host is not known.
    const beside = strange.find(({ request }) => !new URL(request.url).pathname.startsWith('/.well-known/'));
    if (beside !== undefined)
      return fails(`The Receiver asks for ${path(beside)}.`.slice(0, 200), { exchange: beside.id });
    const [first] = strange;
    if (first === undefined) return holds;
    return stricter(
      `The Receiver asks for ${path(first)}, which the official suite does not have.`.slice(0, 200),
    );
  },
  'rx-metadata-get': (evidence) => {
    const wrong = evidence.results.exchanges.find(
      ({ direction, request }) =>
        direction === 'from-target' &&
        request.url === evidence.results.target.metadataUrl &&
        request.method !== 'GET',
    );
    return wrong === undefined
      ? holds
      : fails(`The metadata is asked for with ${wrong.request.method}.`, { exchange: wrong.id });
  },
  'rx-scope': (evidence) => {
    const tokens = evidence.results.exchanges.filter(
      ({ direction, request }) =>
        direction === 'from-target' &&
        request.method === 'POST' &&
        request.body?.text?.includes('grant_type=') === true,
    );
    if (tokens.length === 0) return untold('The Receiver asked for no token.');
    for (const { request, id } of tokens) {
      const scope = new URLSearchParams(request.body?.text ?? '').get('scope');
      if (scope === null) return fails('A token is asked for without scope.', { exchange: id });
      const strange = scope.split(' ').filter((one) => !['ssf.read', 'ssf.manage'].includes(one));
      if (strange.length > 0)
        return fails(`A token is asked for with the scope ${strange.join(' ')}.`.slice(0, 200), {
          exchange: id,
        });
    }
    return holds;
  },
  'rx-json': each('POST', STREAMS, json),
  'rx-create-valid': each(
    'POST',
    STREAMS,
    judgeBody((request, { id }) => {
      const told = members(request, ['stream_id', ...TRANSMITTER_MEMBERS], id);
      return told.state === 'holds' ? delivery(request, id) : told;
    }),
  ),
  'rx-create': each(
    'POST',
    STREAMS,
    judgeBody((request, { id }) =>
      'events_requested' in request
        ? holds
        : crashes('A create request has no events_requested, which is optional.', { exchange: id }),
    ),
  ),
  'rx-interop-event': each(
    'POST',
    STREAMS,
    judgeBody(({ events_requested: types }, { id }) =>
      Array.isArray(types) && types.some((type) => isOneOf(INTEROP_EVENTS, type))
        ? holds
        : fails('events_requested holds no event type of the profile.', { exchange: id }),
    ),
  ),
  // Ids that we gave are right; what comes of the others hangs on what else we did in that scene.
  'rx-lookup': (evidence) => {
    const found = asked(evidence, 'GET', STREAMS).filter((exchange) => streamIdOf(exchange) !== null);
    if (found.length === 0) return untold('The Receiver was not seen to do it.');
    return found.some(succeeded) ? holds : fails('No stream was read by its own id.');
  },
  'rx-update-valid': (evidence) => {
    // Whether there is a PATCH and a PUT at all is told elsewhere.
    const told = ['PATCH', 'PUT']
      .filter((method) => asked(evidence, method, STREAMS).length > 0)
      .map((method) => each(method, STREAMS, updateIsValid)(evidence));
    return (
      told.find(({ state }) => state === 'fails') ?? told[0] ?? untold('The Receiver was not seen to do it.')
    );
  },
  'rx-update': each('PATCH', STREAMS, both(json, namesStream(inBody))),
  'rx-replace': each('PUT', STREAMS, both(json, namesStream(inBody))),
  'rx-delete': each('DELETE', STREAMS, namesStream(inQuery)),
  'rx-status-lookup': each('GET', STATUS, namesStream(inQuery)),
  'rx-status-json': each('POST', STATUS, json),
  'rx-status-update': each(
    'POST',
    STATUS,
    judgeBody((request, exchange) =>
      isOneOf(['enabled', 'paused', 'disabled'], request.status)
        ? namesStream(inBody)(exchange)
        : fails(`status is ${JSON.stringify(request.status) ?? 'missing'}.`, { exchange: exchange.id }),
    ),
  ),
  'rx-verify': each('POST', 'verification_endpoint', both(json, namesStream(inBody))),
  // No module wants it done: where it is not, nothing fails.
  'rx-subject': (evidence) => {
    const judge = judgeBody((request, exchange) =>
      isObject(request.subject)
        ? namesStream(inBody)(exchange)
        : fails('subject is no object.', { exchange: exchange.id }),
    );
    const told = ['add_subject_endpoint', 'remove_subject_endpoint'].flatMap((endpoint) =>
      asked(evidence, 'POST', endpoint).map((exchange) => judge(exchange)),
    );
    return told.find(({ state }) => state === 'fails') ?? holds;
  },
  'rx-well-served': (evidence) => {
    const types = asked(evidence, 'POST', STREAMS)
      .filter(succeeded)
      .flatMap(({ request }) => {
        const json = jsonOf(request.body);
        return isObject(json) && Array.isArray(json.events_requested)
          ? json.events_requested.map(String)
          : [];
      });
    if (types.length === 0) return untold('The Receiver was not seen to ask for events.');
    // Under the CAEP profile it has no events of RISC.
    const { ssf_profile: profile } = evidence.variant;
    const badlyServed = profile === 'default' ? BADLY_SERVED : [VERIFICATION, STREAM_UPDATED];
    const wrong = [...new Set(types.filter((type) => badlyServed.includes(type)))];
    return wrong.length === 0
      ? holds
      : stricter(
          `The Receiver asks for ${wrong.map((type) => type.split('/').at(-1)).join(', ')}, of which the official suite sends SETs that may be wrong.`,
        );
  },
  'rx-push-reachable': (evidence) => {
    const sent = pushes(evidence);
    if (sent.length === 0) return untold('The run pushed no right SET.');
    const lost = sent.find(({ response }) => response === null);
    return lost === undefined ? holds : fails('A push was not answered.', { exchange: lost.id });
  },
  'rx-push-202': (evidence) => {
    const sent = pushes(evidence);
    if (sent.length === 0) return untold('The run pushed no right SET.');
    const wrong = sent.find(({ response }) => response !== null && response.status !== 202);
    return wrong === undefined
      ? holds
      : fails(`A right SET is answered ${wrong.response?.status}.`, { exchange: wrong.id });
  },
  'rx-did-create': did('POST', STREAMS, succeeded),
  'rx-did-read': did('GET', STREAMS, (exchange) => streamIdOf(exchange) !== null),
  'rx-did-patch': did('PATCH', STREAMS, () => true),
  'rx-did-put': did('PUT', STREAMS, () => true),
  'rx-did-delete': did('DELETE', STREAMS, succeeded),
  'rx-did-read-status': did('GET', STATUS, succeeded),
  'rx-did-update-status': did('POST', STATUS, () => true),
  'rx-did-verify': did('POST', 'verification_endpoint', succeeded),
  'rx-did-accept': (evidence) => {
    const check = evidence.check('poll-loop/acknowledges');
    if (check?.outcome === 'fail') return fails(check.findings[0]?.message ?? 'SETs are not acknowledged.');
    return check?.outcome === 'pass' ? holds : untold(check?.reason ?? 'The run did not poll.');
  },
} satisfies Partial<Record<RuleName, Rule>>;

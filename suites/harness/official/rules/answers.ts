import type { RecordedExchange } from '../../../../reports/results.ts';
import type { RequestKind, RuleName } from '../../../standard/official/condition.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES } from '../../../standard/vocabulary.ts';
import { type Evidence, headerOf, isObject, isOneOf, type Json, jsonOf, succeeded } from '../evidence.ts';
import { requests } from '../requests.ts';
import { crashes, fails, holds, type Told, untold } from '../told.ts';
import type { Rule } from './rule.ts';

const NONE: Told = untold('The run holds no such request.');
export const INTEROP_EVENTS = ['session-revoked', 'credential-change', 'device-compliance-change'].map(
  (name) => CAEP_EVENT_BASE + name,
);
const METHODS = ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'];

/** Judges every answer to requests of a kind; the first that is wrong speaks. */
function each(judge: (exchange: RecordedExchange, evidence: Evidence) => Told): Rule {
  return (evidence, of) => {
    const exchanges = of === undefined ? [] : requests[of](evidence);
    if (exchanges.length === 0) return NONE;
    const told = exchanges.map((exchange) => judge(exchange, evidence));
    return told.find(({ state }) => state === 'fails' || state === 'crashes') ?? told[0] ?? NONE;
  };
}

/** The same of the JSON object in answers of 2xx: where the request was refused, that is what is told elsewhere. */
function eachConfiguration(
  judge: (configuration: Json, evidence: Evidence, where: { exchange: number }) => Told,
): Rule {
  return each((exchange, evidence) => {
    const where = { exchange: exchange.id };
    if (exchange.response?.body?.truncated === true) return untold('The answer was too long to be recorded.');
    if (!succeeded(exchange)) return fails('The request was refused.', where);
    const json = jsonOf(exchange.response?.body);
    return isObject(json) ? judge(json, evidence, where) : fails('The answer is no JSON object.', where);
  });
}

const withoutSlash = (url: unknown): string => String(url).replace(/\/$/, '');

/** Members that the official suite wants in every new configuration. */
const REQUIRED = ['stream_id', 'iss', 'aud', 'events_delivered', 'delivery'];

/** The request for a stream was refused, so that there is no id to go on with. */
function withoutStream(evidence: Evidence): Told | null {
  const [exchange] = requests.create(evidence);
  if (exchange === undefined || succeeded(exchange)) return null;
  return crashes('The stream was not created, so there is no stream_id to go on with.', {
    exchange: exchange.id,
  });
}

function callAnsweredJson(evidence: Evidence, of?: RequestKind): Told {
  const stream = of === 'read' ? withoutStream(evidence) : null;
  if (stream !== null) return stream;
  return each((exchange) => {
    const { response, id } = exchange;
    if (response === null) return fails('The request was not answered.', { exchange: id });
    if (response.status >= 400) return holds;
    if (response.body?.truncated === true) return untold('The answer was too long to be recorded.');
    return jsonOf(response.body) === undefined
      ? fails(`Status ${response.status} comes without JSON.`, { exchange: id })
      : holds;
  })(evidence, of);
}

export const answerRules = {
  'call-answered': each(({ response, id }) =>
    response === null ? fails('The request was not answered.', { exchange: id }) : holds,
  ),
  'call-answered-json': callAnsweredJson,
  'stream-known': (evidence, of) =>
    withoutStream(evidence) ??
    each(({ response, id }) =>
      response === null ? fails('The request was not answered.', { exchange: id }) : holds,
    )(evidence, of),
  'required-members': eachConfiguration((configuration, _evidence, where) => {
    const missing = REQUIRED.filter((member) => configuration[member] === undefined);
    return missing.length === 0 ? holds : fails(`Missing: ${missing.join(', ')}.`, where);
  }),
  'issuer-in-answer': eachConfiguration(({ iss }, { metadata }, where) =>
    withoutSlash(iss) === withoutSlash(metadata?.issuer)
      ? holds
      : fails(`iss is ${JSON.stringify(iss) ?? 'missing'}.`, where),
  ),
  'audience-in-answer': eachConfiguration(({ aud }, _evidence, where) =>
    aud === undefined || aud === null ? fails('aud is missing.', where) : holds,
  ),
  'delivery-method-in-answer': eachConfiguration(({ delivery }, _evidence, where) => {
    const method: unknown = isObject(delivery) ? delivery.method : undefined;
    if (typeof method !== 'string') return crashes('delivery.method is missing.', where);
    return METHODS.includes(method) ? holds : fails(`delivery.method is ${method}.`, where);
  }),
  'known-events': eachConfiguration(({ events_supported: types }, _evidence, where) => {
    if (!Array.isArray(types)) return fails('events_supported is missing.', where);
    const known = (type: unknown) => isOneOf(EVENT_TYPES, type);
    const strange = types.filter((type) => !known(type));
    if (strange.length === 0) return holds;
    // Twelve SCIM types are known to it besides; their names are not known to us.
    return strange.every((type) => /scim/i.test(String(type)))
      ? untold('events_supported holds event types of SCIM; the official suite knows some.')
      : fails(`Not known: ${strange.join(', ').slice(0, 200)}.`, where);
  }),
  'interop-event': eachConfiguration(({ events_supported: types }, _evidence, where) =>
    Array.isArray(types) && types.some((type) => isOneOf(INTEROP_EVENTS, type))
      ? holds
      : fails('events_supported holds no event type of the profile.', where),
  ),
  'caep-events-delivered': eachConfiguration(({ events_delivered: types }, _evidence, where) =>
    Array.isArray(types) && types.some((type) => isOneOf(INTEROP_EVENTS, type))
      ? holds
      : fails('events_delivered holds none of the CAEP events that are asked for.', where),
  ),
  'json-object': eachConfiguration(() => holds),
  'status-echoed': each((exchange) => {
    const asked = jsonOf(exchange.request.body);
    const answered = jsonOf(exchange.response?.body);
    const wanted: unknown = isObject(asked) ? asked.status : undefined;
    const shown: unknown = isObject(answered) ? answered.status : undefined;
    return wanted === shown
      ? holds
      : fails(`${String(wanted)} was set, and ${JSON.stringify(shown) ?? 'nothing'} is shown.`, {
          exchange: exchange.id,
        });
  }),
  'poll-sets': each(({ response, id }) => {
    if (response?.body?.truncated === true) return untold('The answer was too long to be recorded.');
    const json = jsonOf(response?.body);
    if (!isObject(json)) return fails('The answer to a poll is no JSON object.', { exchange: id });
    return json.sets === undefined || isObject(json.sets)
      ? holds
      : fails('sets is no object.', { exchange: id });
  }),
  'token-status': (evidence) =>
    each(({ response, id }) =>
      response?.status === 200
        ? holds
        : fails(`The token endpoint answers ${response?.status ?? 'nothing'}.`, { exchange: id }),
    )(evidence, 'token'),
  'token-without-error': token(({ error }) =>
    error === undefined ? null : `The token response holds the error ${JSON.stringify(error)}.`,
  ),
  'token-value': token(({ access_token: value }) =>
    typeof value === 'string' && value !== '' ? null : 'The token response holds no access_token.',
  ),
  'token-expires-in': token(({ expires_in: value }) =>
    value === undefined ? 'The token response has no expires_in.' : null,
  ),
  'token-short-lived': (evidence) => {
    const told = token(({ expires_in: value }) =>
      Number(value) <= 3600 ? null : `The token lives for ${String(value)} s.`,
    )(evidence);
    const [exchange] = requests.token(evidence);
    const json = jsonOf(exchange?.response?.body);
    return isObject(json) && json.expires_in === undefined && exchange !== undefined
      ? crashes('The token response has no expires_in, which this condition needs.', {
          exchange: exchange.id,
        })
      : told;
  },
} satisfies Partial<Record<RuleName, Rule>>;

function token(wrong: (response: Json) => string | null): Rule {
  return (evidence) => {
    const [exchange] = requests.token(evidence);
    if (exchange === undefined) return untold('The run asked for no token.');
    const json = jsonOf(exchange.response?.body);
    const where = { exchange: exchange.id };
    if (!isObject(json)) return fails('The token response is no JSON object.', where);
    const why = wrong(json);
    return why === null ? holds : fails(why, where);
  };
}

/** Whether every answer to requests of a kind has one of the statuses. */
export function statusAmong(evidence: Evidence, of: RequestKind, expected: readonly number[]): Told {
  return each(({ response, id, error }) => {
    if (response === null)
      return fails(`The request was not answered (${error?.kind ?? 'no response'}).`, { exchange: id });
    if (expected.includes(response.status)) return holds;
    const retry = headerOf(response.headers, 'retry-after') === undefined ? '' : ', with Retry-After';
    return fails(`Status ${response.status}${retry}, where ${expected.join(' or ')} is accepted.`, {
      exchange: id,
    });
  })(evidence, of);
}

import type { Exchange } from '../exchange.ts';
import { connectionRefusal } from '../preflight/connection.ts';
import { foreign } from '../preflight/foreign.ts';
import type { PushSpec } from '../receiver/exchange.ts';
import type { ReceiverSession } from '../receiver/session.ts';
import type { Teller } from './examination.ts';
import { whoseExchange } from './whose.ts';

/**
 * What a push endpoint says to requests without a SET: a GET, and POSTs whose body is empty, without credentials and
 * with them. Nothing that could be taken for an event is sent.
 */
export async function tellPushEndpoint(
  { rim, facts }: ReceiverSession,
  seen: Exchange[],
  tell: Teller,
): Promise<boolean> {
  const ask = async (spec: Omit<PushSpec, 'body' | 'once'>): Promise<Exchange> => {
    const exchange = await rim.push({ ...spec, body: '', once: true }, null);
    seen.push(exchange);
    return exchange;
  };
  const get = await ask({ method: 'GET', authorization: 'none', headers: { 'content-type': null } });
  if (get.response === null) return unanswered(get, tell);
  const without = await ask({ authorization: 'none' });
  if (without.response === null) return unanswered(without, tell);
  const given = facts.hooks.includes('push-authorization');
  const withCredentials = given ? await ask({}) : null;
  const said = [
    `GET without credentials: ${statusOf(get)}`,
    `POST of nothing without credentials: ${statusOf(without)}`,
    ...(withCredentials === null ? [] : [`with the configured ones: ${statusOf(withCredentials)}`]),
  ].join('; ');
  judged(withCredentials ?? without, said, given, tell);
  return true;
}

function judged({ response }: Exchange, said: string, given: boolean, tell: Teller): boolean {
  const status = response?.status ?? 0;
  if (status === 401 || status === 403)
    return tell.problem(
      `${said}.`,
      'configuration',
      given
        ? 'Is the value of --push-authorization right? It is sent as it is: "Bearer abc".'
        : 'It asks for credentials: give them with --push-authorization "Bearer abc".',
    );
  if (status === 404 || status === 405)
    return tell.problem(
      `${said}: it is no push endpoint.`,
      'configuration',
      'Give the whole URL of the endpoint that takes SETs with --receiver.',
    );
  if (status >= 300 && status < 400)
    return tell.problem(
      `${said}: it redirects to ${foreign(response?.headers.location ?? 'nowhere')}.`,
      'configuration',
      'Give the URL to which it leads with --receiver; redirects are not followed.',
    );
  if (status >= 500)
    return tell.problem(`${said}: it, or a proxy in front of it, is failing.`, 'target', 'Its log says why.');
  if (status >= 200 && status < 300)
    return tell.note(`${said}: it accepts a push without a SET; a run judges it.`, 'target');
  return tell.ok(`${said}. Whether it takes SETs, only a run shows: none was sent.`);
}

function unanswered(exchange: Exchange, tell: Teller): false {
  const refusal = connectionRefusal(exchange, 'The push endpoint');
  return tell.problem(
    refusal?.sentence ?? `It was not asked: ${exchange.error?.message ?? 'no reason given'}.`,
    whoseExchange(exchange, 'target'),
    refusal?.hint ?? 'Try again.',
  );
}

function statusOf({ response, error }: Exchange): string {
  if (response === null) return error?.kind ?? 'no answer';
  const { json } = response;
  const err: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'err') : undefined;
  return `${response.status}${typeof err === 'string' ? ` ${foreign(err, 40)}` : ''}`;
}

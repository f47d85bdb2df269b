import { decodeJwt } from 'jose';
import type { Exchange } from '../exchange.ts';
import { apiRefusal } from '../preflight/api.ts';
import { foreign, jsonObject } from '../preflight/foreign.ts';
import { missingTokenEndpoint, tokenRefusal } from '../preflight/token.ts';
import type { Preflight } from '../preflight.ts';
import type { Credentials } from '../run-options.ts';
import type { Session } from '../session.ts';
import { findTokenEndpoint } from '../token-endpoint.ts';
import type { Teller } from './examination.ts';
import { whoseExchange } from './whose.ts';

/** Where tokens come from; undefined where nobody says. Told is where that was found. */
export async function tellTokenEndpoint(
  run: Preflight,
  auth: Credentials | undefined,
  tell: Teller,
): Promise<string | undefined> {
  if (auth === undefined || !('clientId' in auth)) {
    tell.skipped('Needed only with client credentials.');
    return undefined;
  }
  if (auth.tokenEndpoint !== undefined) {
    tell.ok(`${auth.tokenEndpoint}, as it is configured.`);
    return auth.tokenEndpoint;
  }
  let document = '';
  const found = await findTokenEndpoint(run.facts.issuer, (url) => {
    document = url;
    return run.ask({ method: 'GET', url, as: 'nobody' });
  });
  if (found !== null) {
    tell.ok(`${found}, found in ${document} (RFC 8414).`);
    return found;
  }
  const refusal = missingTokenEndpoint({
    ...run,
    facts: { ...run.facts, hooks: ['client-credentials'], tokenEndpoint: null },
  });
  tell.problem(refusal?.sentence ?? 'None was found.', 'configuration', refusal?.hint ?? '');
  return undefined;
}

/** Whether there is a token to work with. */
export async function tellToken(
  run: Preflight,
  auth: Credentials | undefined,
  tell: Teller,
): Promise<boolean> {
  if (auth === undefined) return tell.note('No credentials are configured; the target is asked without any.');
  if ('accessToken' in auth) return tellBearer(auth.accessToken, tell);
  const answer = await granted(run);
  if (answer === null) {
    const refusal = await tokenRefusal(run);
    return tell.problem(refusal.sentence, 'configuration', refusal.hint);
  }
  const { scope, expires_in: seconds } = answer.document;
  const asked = auth.scope === undefined ? 'asked for none' : `asked for ${auth.scope}`;
  const scopes = `scope ${typeof scope === 'string' ? foreign(scope) : 'not told, so as asked for'} (${asked})`;
  const said = `A token in ${Math.round(answer.exchange.durationMs)} ms; ${scopes}`;
  if (typeof seconds !== 'number') return tell.note(`${said}; how long it lasts is not told.`, 'target');
  return tell.ok(`${said}; it lasts ${lasting(seconds)} and is renewed in time.`);
}

/** A token by one of the ways in which a client shows its secret (RFC 6749 2.3.1). */
async function granted(
  run: Preflight,
): Promise<{ exchange: Exchange; document: Record<string, unknown> } | null> {
  for (const basic of [false, true]) {
    const exchange = await run.requestToken({ basic });
    const document = jsonObject(exchange.response?.json);
    const token = document?.access_token;
    const usable = typeof token === 'string' && /^[\x21-\x7e]+$/.test(token);
    if (exchange.response?.status === 200 && document !== null && usable) return { exchange, document };
    if (exchange.response === null) return null;
  }
  return null;
}

/** What can be read in a bearer token, if it is a JWT; the signature is the target's to judge. */
function tellBearer(token: string, tell: Teller): boolean {
  try {
    const { exp, scope, scp } = decodeJwt(token);
    const scopes = [scope ?? scp ?? []].flat().map(String).join(' ');
    const said = `A bearer token (a JWT)${scopes === '' ? '' : ` with scope ${foreign(scopes)}`}`;
    if (typeof exp !== 'number') return tell.ok(`${said}, without an end.`);
    const left = Math.round(exp - Date.now() / 1_000);
    if (left <= 0)
      return tell.problem(
        `${said}, which expired ${lasting(-left)} ago.`,
        'configuration',
        'Get a fresh one, or give client credentials: they are renewed by themselves.',
      );
    if (left < 900)
      return tell.note(
        `${said}, which expires in ${lasting(left)}.`,
        'configuration',
        'A run may take longer; client credentials are renewed by themselves.',
      );
    return tell.ok(`${said}, which expires in ${lasting(left)}.`);
  } catch {
    return tell.ok('A bearer token whose content only the target can read.');
  }
}

function lasting(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 86_400)} days`;
}

/** Whether the tokens let us read streams, and how many there are that are none of ours. */
export async function tellReading(
  run: Preflight,
  session: Session,
  metadata: { exchange: Exchange; document: Record<string, unknown> },
  tell: Teller,
): Promise<boolean> {
  const endpoint = metadata.document.configuration_endpoint;
  if (endpoint === undefined) return tell.skipped('The metadata has no configuration_endpoint.');
  const asked: Exchange[] = [];
  const ask: Preflight['ask'] = async (spec) => {
    const exchange = await run.ask(spec);
    asked.push(exchange);
    return exchange;
  };
  const refusal = await apiRefusal({ ...run, ask }, metadata.exchange);
  const last = asked.at(-1);
  if (refusal !== null)
    return tell.problem(
      refusal.sentence,
      last === undefined ? 'configuration' : whoseExchange(last, 'configuration'),
      refusal.hint,
    );
  if (last === undefined)
    return tell.problem(
      'The configuration_endpoint is no URL that a token may be sent to: https, or http on loopback.',
      'target',
      'Mend the metadata.',
    );
  // Without credentials the first was never sent.
  const status = asked.find(({ response }) => response !== null)?.response?.status ?? 0;
  if (status < 200 || status >= 300)
    return tell.note(
      `The list of streams is answered ${status}, but not for the token; a run judges it.`,
      'target',
    );
  await session.noteForeignStreams();
  const { length } = session.facts.foreignStreams;
  if (length === 0) return tell.ok('Streams can be read; there are none yet.');
  return tell.note(
    `Streams can be read; ${length === 1 ? 'one is' : `${length} are`} there already, and left alone.`,
    'configuration',
    'Lend a Receiver that has no other use: what needs one without streams is not tested otherwise.',
  );
}

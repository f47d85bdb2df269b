import type { StartReceiverOptions } from '../options.ts';
import { noStrangers, objectOf } from './answers.ts';
import { findTokenSource, type TokenSource } from './authorization-server.ts';
import { GivenUp } from './failure.ts';
import type { OutgoingRequest, Outlet } from './outlet.ts';

type Credentials = NonNullable<StartReceiverOptions['credentials']>;
type ClientCredentials = Extract<Credentials, { clientId: string }>;

interface Token {
  value: string;
  /** When a new one is got, ms since the epoch. */
  renewAt: number;
}

const known = ['access_token', 'token_type', 'expires_in', 'scope', 'refresh_token'];
/** How long before its end a token is renewed, ms; a short-lived one after four fifths of its life. */
const aheadMs = 10_000;

/** The access tokens for one Transmitter: a given one, or those of the client credentials grant (RFC 6749 4.4). */
export class AccessTokens {
  readonly #outlet: Outlet;
  readonly #credentials: Credentials | undefined;
  readonly #issuer: string;
  #source: TokenSource | undefined;
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;

  constructor(outlet: Outlet, credentials: Credentials | undefined, issuer: string) {
    this.#outlet = outlet;
    this.#credentials = credentials;
    this.#issuer = issuer;
  }

  /** A token that is likely to be good; null without credentials. Throws GivenUp when none can be had. */
  async current(signal: AbortSignal): Promise<string | null> {
    const credentials = this.#credentials;
    if (credentials === undefined) return null;
    if ('accessToken' in credentials) return credentials.accessToken;
    const { quirks, now } = this.#outlet;
    if (this.#token && (quirks.noTokenRenewal || now() < this.#token.renewAt)) return this.#token.value;
    // Several requests at once share one.
    this.#pending ??= this.#get(credentials, signal).finally(() => {
      this.#pending = undefined;
    });
    this.#token = await this.#pending;
    return this.#token.value;
  }

  /** Throws a token away that was refused; false when there cannot be another one. */
  renew(refused: string | null): boolean {
    if (this.#outlet.quirks.noTokenRenewal) return false;
    if (this.#credentials === undefined || 'accessToken' in this.#credentials) return false;
    if (this.#token?.value === refused) this.#token = undefined;
    return true;
  }

  async #get(credentials: ClientCredentials, signal: AbortSignal): Promise<Token> {
    const { quirks, now, log } = this.#outlet;
    this.#source ??= await findTokenSource(this.#outlet, this.#issuer, signal);
    const askedAt = now();
    const answer = await this.#outlet.repeated(tokenRequest(this.#source, credentials), { signal });
    const body = objectOf(answer, [200], 'Token request');
    noStrangers(body, known, 'token', quirks);
    const { access_token: value, token_type: type, expires_in: lifetime } = body;
    if (typeof value !== 'string' || value === '') throw new GivenUp('The token answer has no access_token.');
    // RFC 6749 7.1: a token of an unknown type is not used.
    if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
      throw new GivenUp(`The token is of type ${String(type)}.`);
    }
    const lifetimeMs = Number(lifetime ?? Number.NaN) * 1000;
    log(`Got an access token${Number.isNaN(lifetimeMs) ? '' : ` for ${lifetimeMs / 1000} s`}.`);
    return {
      value,
      renewAt: Number.isNaN(lifetimeMs)
        ? Number.POSITIVE_INFINITY
        : askedAt + Math.max(lifetimeMs - aheadMs, lifetimeMs * 0.8),
    };
  }
}

function tokenRequest(source: TokenSource, { clientId, clientSecret }: ClientCredentials): OutgoingRequest {
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: source.scopes.join(' ') });
  const request = { operation: 'token', method: 'POST', url: source.tokenEndpoint, form } as const;
  if (source.method === 'client_secret_post') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
    return request;
  }
  const pair = [clientId, clientSecret].map(formEncode).join(':');
  const authorization = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  return { ...request, headers: { authorization } };
}

/** RFC 6749 2.3.1: both halves of Basic credentials are form-encoded. */
function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

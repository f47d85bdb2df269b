import type { Exchange } from '../exchange.ts';
import type { Credentials } from '../run-options.ts';

/** A request to the token endpoint (RFC 6749 section 4.4), with what a check may wish to be wrong about it. */
export interface TokenRequest {
  scope?: string;
  grantType?: string;
  clientSecret?: string;
  /** Send the client's credentials by HTTP Basic, or in the body; default: as the server took them before, at first in the body. */
  basic?: boolean;
}

export type SendForm = (
  url: string,
  form: URLSearchParams,
  headers: Record<string, string>,
  check: string | null,
) => Promise<Exchange>;

/** Renewed this long before a token runs out, in ms. */
const RENEWAL_MARGIN = 10_000;

/** Gives the access tokens of one Receiver: a fixed one, or one per scope from the token endpoint, renewed in time. */
export class TokenSource {
  readonly #credentials: Credentials;
  readonly #tokenEndpoint: string | null;
  readonly #sendForm: SendForm;
  readonly #onToken: (token: string) => void;
  #basic = false;
  readonly #cache = new Map<string, { token: string; expiresAt: number }>();

  constructor(
    credentials: Credentials,
    tokenEndpoint: string | null,
    sendForm: SendForm,
    onToken: (token: string) => void,
  ) {
    this.#credentials = credentials;
    this.#tokenEndpoint = tokenEndpoint;
    this.#sendForm = sendForm;
    this.#onToken = onToken;
  }

  /** A token for the whole run's work, or for `scope` alone; null when the token endpoint gives none. */
  async token(scope: string | undefined, check: string | null): Promise<string | null> {
    const credentials = this.#credentials;
    if (scope === 'ssf.read' && credentials.readOnlyAccessToken !== undefined)
      return credentials.readOnlyAccessToken;
    if ('accessToken' in credentials) return scope === undefined ? credentials.accessToken : null;
    const wanted = scope ?? credentials.scope;
    const cached = this.#cache.get(wanted ?? '');
    if (cached !== undefined && cached.expiresAt > performance.now()) return cached.token;
    const exchange = await this.#grant(wanted === undefined ? {} : { scope: wanted }, check);
    const answer = exchange.response?.json;
    if (typeof answer !== 'object' || answer === null || exchange.response?.status !== 200) return null;
    const { access_token: token, expires_in: expiresIn } = answer as Record<string, unknown>;
    // What cannot stand in a header cannot be used (RFC 6750 2.1).
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) return null;
    const lifetime = typeof expiresIn === 'number' ? expiresIn * 1000 : 60_000;
    this.#cache.set(wanted ?? '', {
      token,
      expiresAt: performance.now() + Math.max(0, lifetime - RENEWAL_MARGIN),
    });
    return token;
  }

  /** Every server has to take a secret by HTTP Basic, not every one in the body (RFC 6749 2.3.1); clients may be bound to one. */
  async #grant(spec: TokenRequest, check: string | null): Promise<Exchange> {
    const exchange = await this.request(spec, check);
    const status = exchange.response?.status;
    const hasSecret = 'clientSecret' in this.#credentials && this.#credentials.clientSecret !== undefined;
    if ((status !== 400 && status !== 401) || !hasSecret) return exchange;
    const other = await this.request({ ...spec, basic: !this.#basic }, check);
    if (other.response?.status !== 200) return exchange;
    this.#basic = !this.#basic;
    return other;
  }

  /** One request to the token endpoint, never cached. */
  async request(spec: TokenRequest, check: string | null): Promise<Exchange> {
    const credentials = this.#credentials;
    if (!('clientId' in credentials) || this.#tokenEndpoint === null) {
      throw new Error(
        'No client credentials, or no token endpoint: the hook client-credentials is not configured.',
      );
    }
    const { clientId } = credentials;
    const secret = spec.clientSecret ?? credentials.clientSecret;
    const form = new URLSearchParams({ grant_type: spec.grantType ?? 'client_credentials' });
    const scope = spec.scope ?? credentials.scope;
    if (scope !== undefined) form.set('scope', scope);
    const headers: Record<string, string> = {};
    if (secret !== undefined && (spec.basic ?? this.#basic)) {
      // RFC 6749 2.3.1: both parts are form-encoded before they are joined.
      const pair = [clientId, secret].map((part) => encodeURIComponent(part)).join(':');
      headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    } else {
      // RFC 8705 2: a client without a secret shows itself in the TLS handshake, and says here who it is.
      form.set('client_id', clientId);
      if (secret !== undefined) form.set('client_secret', secret);
    }
    const exchange = await this.#sendForm(this.#tokenEndpoint, form, headers, check);
    const token: unknown = (exchange.response?.json as Record<string, unknown> | undefined)?.access_token;
    if (typeof token === 'string') this.#onToken(token);
    return exchange;
  }
}

import { timingSafeEqual } from 'node:crypto';
import { clientCertificateOf } from '../http/client-certificate.ts';
import { TokenError } from './token-error.ts';

/** A client that the authorization server knows. */
export interface Client {
  id: string;
  secret: string;
  /** Scopes that it may have; default all of the server's. */
  scopes?: readonly string[] | undefined;
  /** Subject of the certificate by which it may authenticate in place of its secret, `CN=receiver-1`; default: none. */
  certificateSubject?: string | undefined;
}

function equal(one: string, two: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(two)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** RFC 6749 2.3.1: both halves of Basic credentials are form-encoded. */
function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function readBasic(header: string): { id: string; secret: string } {
  const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(header)?.[1] ?? '';
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  try {
    return { id: formDecode(id), secret: formDecode(rest.join(':')) };
  } catch {
    throw new TokenError('invalid_client', 'The credentials cannot be read.');
  }
}

/** RFC 8705 2.1: a certificate of a trusted authority, made out for the subject with which the client is registered. */
function byCertificate(request: Request, form: URLSearchParams, clients: readonly Client[]): Client | null {
  const certificate = clientCertificateOf(request);
  if (certificate === null || !certificate.isTrusted) return null;
  const named = clients.find(({ id }) => id === form.get('client_id'));
  return named?.certificateSubject === certificate.subject ? named : null;
}

/**
 * Finds the client by its id and secret, from HTTP Basic or from the form, never both (RFC 6749 2.3); without a secret
 * by its certificate.
 */
export function authenticateClient(
  request: Request,
  form: URLSearchParams,
  clients: readonly Client[],
): Client {
  const header = request.headers.get('authorization');
  const inForm = form.has('client_secret');
  if (header !== null && inForm) {
    throw new TokenError('invalid_request', 'The client authenticates by two methods.');
  }
  if (header === null && !inForm) {
    const client = byCertificate(request, form, clients);
    if (client !== null) return client;
  }
  const given =
    header === null
      ? { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' }
      : readBasic(header);
  const client = clients.find(({ id }) => id === given.id);
  if (!client || !equal(client.secret, given.secret)) {
    throw new TokenError('invalid_client', 'The client is unknown or its secret is wrong.');
  }
  return client;
}

import type {
  AuthorizationServer,
  Client,
} from '../../../../mocks/authorization-server/authorization-server.ts';
import { MANAGE, READ, type TokenIntrospector } from '../../../../mocks/transmitter/authentication.ts';
import type { ReceiverCredentials } from '../session-options.ts';

/** Who may call our Transmitter, and under which name: there is only one Receiver, the target. */
export interface Access {
  /** Its id. */
  receiver: string;
  /** Clients of the authorization server. */
  clients: Client[];
  /** The tester named no credentials, so whoever calls is let in, with any token or none. */
  open: boolean;
  introspect(server: AuthorizationServer): TokenIntrospector;
  /** Told of each call at the token endpoint before it is answered. */
  admit(request: Request, form: string): void;
}

const EVERYTHING = [READ, MANAGE];

export function accessOf(credentials: ReceiverCredentials | undefined): Access {
  if (credentials === undefined) return openAccess();
  if ('clientId' in credentials) {
    const { clientId: id, clientSecret: secret } = credentials;
    return {
      receiver: id,
      clients: [{ id, secret }],
      open: false,
      introspect: (server) => (token) => server.introspect(token),
      admit: () => undefined,
    };
  }
  const grant = { client: 'receiver', scopes: EVERYTHING };
  return {
    receiver: grant.client,
    clients: [],
    open: false,
    introspect: () => (token) => (token === credentials.accessToken ? grant : null),
    admit: () => undefined,
  };
}

function openAccess(): Access {
  const grant = { client: 'receiver', scopes: EVERYTHING };
  const clients: Client[] = [];
  return {
    receiver: grant.client,
    clients,
    open: true,
    introspect: () => () => grant,
    admit: (request, form) => {
      const client = presented(request, new URLSearchParams(form));
      if (client !== null) clients.splice(0, clients.length, client);
    },
  };
}

/** The client credentials in a token request (RFC 6749 2.3.1), as far as there are any. */
function presented(request: Request, form: URLSearchParams): Client | null {
  const basic = /^basic +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (basic === undefined)
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  try {
    const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
    return { id: decode(id), secret: decode(rest.join(':')) };
  } catch {
    return null;
  }
}
